"""Check-in: POSTs and whole flows per second against bare, the page's weight, a burst from one address."""

import gzip
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from benchmarks import web
from benchmarks.fresh import fresh_database

BURST = 500


def measure(quick: bool) -> dict[str, float]:
    fresh_database()
    code = prepare()
    count = 400 if quick else 1_500
    with web.server() as port:
        figures = rates(port, code, count)
        figures["checkin_page_bytes"] = page_bytes(port, code)
        figures["burst_500_lost"] = burst(port, code)
    return figures


def prepare() -> str:
    """A market with a live poster, and the bare table; returns the poster's code."""
    from tests.factories import PosterFactory, VenueFactory

    with connection.cursor() as cursor:
        kind = "BIGSERIAL" if connection.vendor == "postgresql" else "INTEGER"
        cursor.execute(f"CREATE TABLE bare (id {kind} PRIMARY KEY, name VARCHAR(100), phone VARCHAR(20))")
    code: str = PosterFactory(venue=VenueFactory(category="market")).code
    return code


def rates(port: int, code: str, count: int) -> dict[str, float]:
    pages = [web.open_page(port, code) for _ in range(count)]
    web.rate(lambda number: web.bare(port), count // 4)
    before = web.rate(lambda number: web.bare(port), count)
    posts = web.rate(lambda number: web.post(port, code, pages[number], number), count)
    flows = web.rate(lambda number: web.flow(port, code, number), count // 2)
    after = web.rate(lambda number: web.bare(port), count)
    bare = (before + after) / 2
    return {"checkin_post_ratio": posts / bare, "checkin_flow_ratio": flows / bare, "bare_per_s": bare}


def page_bytes(port: int, code: str) -> float:
    """All bytes of a cold visit, compressed as the proxy does it: the page asks for nothing else."""
    _, page = web.ask(port, "GET", f"/v/{code}/")
    assert b"src=" not in page
    assert b"stylesheet" not in page
    return len(gzip.compress(page))


def burst(port: int, code: str) -> float:
    """Guests who were refused, lost or doubled, of 500 from one address at once."""
    from checkins.models import CheckIn

    pages = [web.open_page(port, code) for _ in range(BURST)]
    before = CheckIn.objects.count()
    with ThreadPoolExecutor(50) as pool:
        addresses = list(pool.map(lambda number: web.post(port, code, pages[number], number), range(BURST)))
    return abs(CheckIn.objects.count() - before - BURST) + BURST - len(set(addresses))
