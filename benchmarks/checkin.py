"""Check-in: POSTs and whole flows per second against bare, the page's weight, a burst from one address."""

import gzip
import io
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from django.core.management import call_command

from benchmarks import web
from benchmarks.fresh import bare_table, fresh_database

BURST = 500
ROUNDS = 7


def measure(quick: bool) -> dict[str, float]:
    return on_postgresql(quick) | {"checkin_post_ratio_sqlite": on_sqlite(quick)}


def on_sqlite(quick: bool) -> float:
    """The same in a process of its own, whose settings know no DATABASE_URL."""
    script = f"import django; django.setup(); from benchmarks import checkin; print(checkin.of_sqlite({quick}))"
    with tempfile.TemporaryDirectory(prefix="portal-bench-sqlite-") as folder:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        command = [sys.executable, "-c", script]
        told = subprocess.check_output(command, env=environment | {"VAR_DIR": folder}, text=True)
    return float(told.split()[-1])


def of_sqlite(quick: bool) -> float:
    call_command("make_keys", verbosity=0, stdout=io.StringIO())
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    code = prepare()
    with web.server() as port:
        return rates(port, code, 700 if quick else 2_800)["checkin_post_ratio"]


def on_postgresql(quick: bool) -> dict[str, float]:
    fresh_database()
    code = prepare()
    count = 1_400 if quick else 5_600
    with web.server() as port:
        figures = rates(port, code, count)
        figures["checkin_page_bytes"] = page_bytes(port, code)
        figures["burst_500_lost"] = burst(port, code)
    return figures


def prepare() -> str:
    """A market with a live poster; returns its code."""
    from tests.factories import PosterFactory, VenueFactory

    bare_table()
    code: str = PosterFactory(venue=VenueFactory(category="market")).code
    return code


def rates(port: int, code: str, count: int) -> dict[str, float]:
    """Medians over rounds, each with its own bare before and after: what else the machine does comes and goes."""
    web.rate(lambda number: web.bare(port), count)
    rounds = [one_round(port, code, count // ROUNDS) for _ in range(ROUNDS)]
    return {name: median(figures[name] for figures in rounds) for name in rounds[0]}


def one_round(port: int, code: str, count: int) -> dict[str, float]:
    pages = [web.open_page(port, code) for _ in range(count)]
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
