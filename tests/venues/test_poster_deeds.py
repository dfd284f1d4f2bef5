"""New posters, newer ones in place of old ones, and what is said of an old one that still hangs."""

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent
from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory
from tests.pdfs import embedded_typefaces
from tests.venues.forms import HOSTILE, errors
from tests.villages.queries import queries_of
from venues import actions
from venues.models import Format, OldPosterScan, Poster, Venue
from venues.posters import poster_pdf


@pytest.fixture
def poster(cast: Cast) -> Poster:
    venue = VenueFactory(village=cast.village, name="Quán Mẫu")
    venue.keepers.add(cast.people["keeper"])
    made: Poster = PosterFactory(venue=venue, kind="table", label="Bàn 5")
    return made


def issue(cast: Cast, venue: Venue, **typed: Any) -> Any:
    return cast.client("officer").post(f"/venues/{venue.pk}/posters/", {"kind": "table"} | typed)


def reissue(cast: Cast, poster: Poster, days: int = 3) -> Any:
    return cast.client("officer").post(f"/venues/{poster.venue_id}/posters/{poster.pk}/reissue/", {"days": days})


def scan(poster: Poster, times: int = 1) -> int:
    for _ in range(times):
        status = Client().get(poster.get_absolute_url()).status_code
    return status


def test_tables_from_one_number_to_another_get_a_poster_each(cast: Cast, poster: Poster) -> None:
    response = issue(cast, poster.venue, first=6, last=35)

    made = Poster.objects.exclude(pk=poster.pk)
    assert response.status_code == 302
    assert [(made_.version, made_.label) for made_ in made] == [(n - 4, f"Bàn {n}") for n in range(6, 36)]
    assert len({poster.code for poster in Poster.objects.all()}) == 31
    assert AuditEvent.objects.get(action="poster.issue").facts["count"] == 30


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({"first": 1, "last": 5}, {"label": ["twice"]}),
        ({"label": "Bàn 5"}, {"label": ["twice"]}),
        ({"first": 9}, {"last": ["required"]}),
        ({"last": 9}, {"first": ["required"]}),
        ({"first": 9, "last": 8}, {"last": ["order"]}),
        ({"first": 10, "last": 210}, {"last": ["too_many"]}),
        ({"first": 0, "last": 2}, {"first": ["min_value"]}),
        ({"first": 6, "last": 7, "kind": "exit"}, {"kind": ["not_tables"]}),
        ({"first": 6, "last": 7, "label": "B" * 39}, {"label": ["too_long"]}),
        ({"label": "B" * 41}, {"label": ["max_length"]}),
        ({"kind": "window"}, {"kind": ["invalid_choice"]}),
    ],
)
def test_what_cannot_be_issued_is_handed_back(
    cast: Cast, poster: Poster, typed: dict[str, Any], faults: dict[str, list[str]]
) -> None:
    assert errors(issue(cast, poster.venue, **typed)) == faults
    assert Poster.objects.count() == 1


def test_a_venue_closed_in_between_gets_no_poster(cast: Cast, poster: Poster) -> None:
    Venue.objects.update(status="suspended", status_reason="Mẫu")

    assert issue(cast, poster.venue, label="Bàn 6").status_code == 409
    assert Poster.objects.count() == 1


@pytest.mark.parametrize("days", [0, 1, 3, 7])
def test_a_newer_poster_takes_over_while_the_old_one_lives_on_for_a_while(
    cast: Cast, poster: Poster, days: int
) -> None:
    response = reissue(cast, poster, days)

    newer = Poster.objects.get(version=2)
    poster.refresh_from_db()
    assert response.url == f"/venues/{poster.venue_id}/posters/{newer.pk}/"
    assert (newer.kind, newer.label, newer.is_live) == ("table", "Bàn 5", True)
    assert poster.revoked_at is not None
    assert abs(poster.revoked_at - timezone.now() - timedelta(days=days)) < timedelta(minutes=1)
    assert (poster.is_live, scan(poster)) == ((True, 200) if days else (False, 410))
    assert AuditEvent.objects.get(action="poster.reissue").facts == {"version": 1, "newer": 2, "grace_days": days}


def test_when_its_days_are_over_the_old_poster_says_kindly_that_there_is_a_newer_one(
    cast: Cast, poster: Poster
) -> None:
    reissue(cast, poster)

    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        page = Client().get(poster.get_absolute_url())

    assert page.status_code == 410
    assert "tìm mã mới" in unescape(page.content.decode())


@pytest.mark.parametrize("days", ["", "2", "-1", "x", "3.0"])
def test_only_the_offered_days_can_be_chosen(cast: Cast, poster: Poster, days: Any) -> None:
    assert reissue(cast, poster, days).status_code == 422
    assert Poster.objects.count() == 1


def test_a_poster_is_replaced_once(cast: Cast, poster: Poster) -> None:
    answers = [reissue(cast, poster).status_code for _ in range(2)]

    assert answers == [302, 409]
    assert Poster.objects.count() == 2


def test_a_poster_that_is_about_to_end_can_still_be_revoked_at_once(cast: Cast, poster: Poster) -> None:
    reissue(cast, poster, 7)

    actions.revoke_poster(actor=cast.people["officer"], poster=poster)

    assert scan(poster) == 410


def test_scans_of_an_old_poster_are_counted_by_the_day_and_nothing_else_is_kept(cast: Cast, poster: Poster) -> None:
    scan(poster)
    actions.revoke_poster(actor=None, poster=poster)

    scan(poster, times=3)

    assert list(OldPosterScan.objects.values_list("poster", "day", "count")) == [(poster.pk, timezone.localdate(), 3)]
    assert {field.name for field in OldPosterScan._meta.fields} == {"id", "poster", "day", "count"}


@pytest.mark.parametrize(
    ("role", "address"), [("officer", "venue"), ("village_head", "venue"), ("keeper", "/keeper/today/")]
)
def test_an_old_poster_that_still_hangs_is_told(cast: Cast, poster: Poster, role: str, address: str) -> None:
    actions.revoke_poster(actor=None, poster=poster)
    OldPosterScan.objects.create(poster=poster, day=timezone.localdate() - timedelta(days=1), count=4)
    scan(poster, times=2)

    asked = poster.venue.get_absolute_url() if address == "venue" else address
    page = cast.client(role).get(asked)

    (old,) = page.context["old_posters"]
    assert (old.times, old.last, old.version) == (6, timezone.localdate(), 1)
    assert '<p class="notice is-care" role="status">' in page.content.decode()
    assert "Bàn 5" in unescape(page.content.decode())


def test_an_old_poster_that_nobody_scans_any_more_is_told_no_longer(cast: Cast, poster: Poster) -> None:
    actions.revoke_poster(actor=None, poster=poster)
    OldPosterScan.objects.create(poster=poster, day=date(2021, 7, 1), count=4)

    assert cast.client("keeper").get("/keeper/today/").context["old_posters"] == []


def test_the_old_posters_of_others_are_not_told(cast: Cast, poster: Poster) -> None:
    other = PosterFactory(venue=VenueFactory(village=cast.village), revoked_at="2021-07-01T00:00:00Z")
    scan(other)

    assert cast.client("keeper").get("/keeper/today/").context["old_posters"] == []
    assert cast.client("officer").get(poster.venue.get_absolute_url()).context["old_posters"] == []


@pytest.mark.parametrize("address", ["/keeper/today/", "venue"])
def test_the_queries_do_not_grow_with_the_old_posters(cast: Cast, poster: Poster, address: str) -> None:
    asked = poster.venue.get_absolute_url() if address == "venue" else address
    actions.revoke_poster(actor=None, poster=poster)
    scan(poster)
    before = queries_of(cast.client("keeper"), asked)

    for _ in range(9):
        scan(PosterFactory(venue=poster.venue, revoked_at="2021-07-01T00:00:00Z"))

    assert queries_of(cast.client("keeper"), asked) == before


@pytest.mark.parametrize("paper", [*Format.values, "code"])
@pytest.mark.parametrize("kind", ["pdf", "png", "svg"])
def test_a_poster_comes_in_every_format_and_as_every_kind(cast: Cast, poster: Poster, paper: str, kind: str) -> None:
    answer = cast.client("keeper").get(f"/venues/{poster.venue_id}/posters/{poster.pk}.{kind}?paper={paper}")

    if paper == "code" and kind != "svg":
        assert answer.status_code == 404
        return
    assert answer.content.startswith({"pdf": b"%PDF-", "png": b"\x89PNG", "svg": b"<svg"}[kind])
    assert b"<text" not in answer.content
    assert answer["Content-Disposition"].endswith(f'.{kind}"')


@pytest.mark.parametrize("address", [".gif", ".pdf?paper=a3", ".svg?paper=", ".html"])
def test_no_other_format_is_made(cast: Cast, poster: Poster, address: str) -> None:
    assert cast.client("officer").get(f"/venues/{poster.venue_id}/posters/{poster.pk}{address}").status_code == 404


@pytest.mark.parametrize("paper", Format.values)
@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_data_in_every_format_and_our_typeface_travels_along(
    poster: Poster, settings: Any, paper: str, name: str
) -> None:
    settings.PUBLIC_URL = f"https://{'a' * 63}.example.vn"
    poster.venue.name, poster.label, poster.venue.address = name, "#let x = " + "Ở" * 31, "W" * 160

    pdf = poster_pdf([poster], paper)

    assert b"/Type/Pages/Count 1/" in pdf
    assert embedded_typefaces(pdf) == {"BeVietnamPro"}


def test_the_page_of_a_poster_offers_to_officers_what_others_only_print(cast: Cast, poster: Poster) -> None:
    address = f"/venues/{poster.venue_id}/posters/{poster.pk}/"

    pages = {role: cast.client(role).get(address).content.decode() for role in ("officer", "village_head")}

    assert f"{address}reissue/" in pages["officer"]
    assert f"{address}revoke/" in pages["officer"]
    assert "<form" not in pages["village_head"].partition("<main")[2]
    assert all(f"posters/{poster.pk}.pdf?paper=sheet" in page for page in pages.values())
