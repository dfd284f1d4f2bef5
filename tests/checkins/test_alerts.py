"""Posters that want looking at: those nobody scans any more, those never used, those revoked and still scanned."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from checkins.actions import purge
from checkins.alerts import quiet_posters, stray_posters, swapped_posters
from checkins.models import CheckIn, PosterCheck
from tests.checkins.visitors import address, check_in
from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory, enter
from tests.plans import crowd, plan_of, with_many
from venues.models import OldPosterScan, Poster

pytestmark = pytest.mark.django_db


def hanging(cast: Cast, *, issued_ago: int = 20, scanned_ago: int | None = None, **facts: object) -> Poster:
    """A poster at a venue of the cast's village, last scanned so many days ago; None: never."""
    kind = facts.pop("kind", "entrance")
    venue = VenueFactory(village=cast.village, **facts)
    now = timezone.now()
    poster: Poster = PosterFactory(venue=venue, kind=kind, issued_at=now - timedelta(days=issued_ago))
    if scanned_ago is not None:
        moment = now - timedelta(days=scanned_ago, minutes=5)
        times = {"entered_at": moment, "presumed_left_at": moment + timedelta(hours=1)}
        enter(venue, timezone.localdate(), poster=poster, **times)
    return poster


def quiet(cast: Cast, who: str = "officer") -> list[Poster]:
    return [alert.poster for alert in quiet_posters(cast.people[who])]


@pytest.mark.parametrize(("scanned_ago", "is_quiet"), [(0, False), (2, False), (3, True), (10, True)])
def test_a_poster_that_was_scanned_and_is_not_any_more_is_dead(cast: Cast, scanned_ago: int, is_quiet: bool) -> None:
    poster = hanging(cast, scanned_ago=scanned_ago)

    assert quiet(cast) == ([poster] if is_quiet else [])


@pytest.mark.parametrize(("issued_ago", "is_quiet"), [(6, False), (8, True)])
def test_a_poster_never_scanned_since_its_issue_is_told_after_a_week(
    cast: Cast, issued_ago: int, is_quiet: bool
) -> None:
    poster = hanging(cast, issued_ago=issued_ago)

    assert quiet(cast) == ([poster] if is_quiet else [])


@pytest.mark.parametrize(("issued_ago", "older"), [(20, False), (31, True)])
def test_of_a_poster_older_than_what_is_kept_nobody_says_that_it_was_never_used(
    cast: Cast, issued_ago: int, older: bool
) -> None:
    hanging(cast, issued_ago=issued_ago)

    assert quiet_posters(cast.people["officer"])[0].is_older_than_memory is older


@pytest.mark.parametrize("difference", ["suspended", "revoked", "exit", "event over"])
def test_a_poster_that_is_not_to_be_scanned_is_not_missed(cast: Cast, difference: str) -> None:
    facts: dict[str, object] = {}
    if difference == "suspended":
        facts["status"] = "suspended"
    if difference == "exit":
        facts["kind"] = "exit"
    if difference == "event over":
        facts |= {"category": "wedding", "starts_at": timezone.now() - timedelta(days=9)}
    poster = hanging(cast, scanned_ago=8, **facts)
    if difference == "revoked":
        Poster.objects.filter(pk=poster.pk).update(revoked_at=timezone.now())

    assert quiet(cast) == []


def test_a_scan_of_another_poster_of_the_venue_is_none_of_this_one(cast: Cast) -> None:
    dead = hanging(cast, scanned_ago=5)
    enter(dead.venue, timezone.localdate(), hour=0, poster=PosterFactory(venue=dead.venue))

    assert quiet(cast) == [dead]


def test_days_on_which_the_venue_is_closed_do_not_count(cast: Cast) -> None:
    weekday = str(timezone.localdate().isoweekday())

    hanging(cast, scanned_ago=8, open_on=weekday)
    dead = hanging(cast, scanned_ago=16, open_on=weekday)

    assert quiet(cast) == [dead]


def test_a_village_head_hears_of_the_own_village_only(cast: Cast) -> None:
    poster = hanging(cast)
    PosterFactory(venue=VenueFactory(commune=cast.commune), issued_at=timezone.now() - timedelta(days=20))

    assert quiet(cast, "village_head") == [poster]
    assert len(quiet(cast)) == 2
    assert quiet_posters(cast.stranger) == []


def test_a_revoked_poster_that_is_scanned_is_told_with_how_often(cast: Cast) -> None:
    poster = hanging(cast, scanned_ago=0)
    Poster.objects.filter(pk=poster.pk).update(revoked_at=timezone.now() - timedelta(minutes=1))

    for _ in range(3):
        assert Client().get(address(poster)).status_code == 410

    (stray,) = stray_posters(cast.people["officer"])
    assert (stray.poster, stray.scans, stray.last_on) == (poster, 3, timezone.localdate())
    assert stray_posters(cast.foreigner) == []


def test_scans_of_more_than_a_week_ago_are_forgotten(cast: Cast) -> None:
    poster = hanging(cast)
    OldPosterScan.objects.count_one(poster.pk, timezone.localdate() - timedelta(days=8))

    assert stray_posters(cast.people["officer"]) == []


@pytest.mark.parametrize("status", ["approved", "suspended"])
def test_a_poster_that_is_not_revoked_is_not_counted(cast: Cast, status: str) -> None:
    Client().get(address(hanging(cast, status=status)))

    assert not OldPosterScan.objects.exists()


def test_the_page_names_the_posters(cast: Cast) -> None:
    hanging(cast, name="Chợ Im Lặng")
    stray = hanging(cast, name="Chợ Đã Đổi Mã", scanned_ago=0)
    OldPosterScan.objects.count_one(stray.pk, timezone.localdate())

    html = cast.client("village_head").get("/doubts/").content.decode()

    assert "Chợ Im Lặng" in html
    assert "Chợ Đã Đổi Mã" in html


def test_the_alerts_ask_as_much_for_ten_as_for_one(cast: Cast, django_assert_num_queries: object) -> None:
    for rows in (1, 9):
        for _ in range(rows):
            OldPosterScan.objects.count_one(hanging(cast).pk, timezone.localdate())

        with django_assert_num_queries(4):  # type: ignore[operator]
            quiet_posters(cast.people["officer"])
            stray_posters(cast.people["officer"])


def test_a_poster_is_found_quiet_without_the_history_of_its_venue(cast: Cast) -> None:
    venue = hanging(cast).venue
    with CaptureQueriesContext(connection) as asked:
        quiet_posters(cast.people["officer"])
    with_many(lambda: crowd(venue.village), CheckIn)

    found = plan_of(asked[0]["sql"])

    assert re.search(r"(SEARCH|Index Cond)[^\n]+entered_at ?>", found), found


def test_the_purge_removes_declarations_and_devices_with_the_visits_and_devices_even_of_held_ones(cast: Cast) -> None:
    poster = PosterFactory(venue=VenueFactory(village=cast.village, asks_health=True))
    answers = {"symptoms": "yes", "contact": "no", "outbreak": "no"}
    for _ in range(2):
        check_in(Client(), poster, remember="1", **answers)
    held = CheckIn.objects.first()
    assert held
    held.holds.create(reference="CA-01", placed_by=cast.people["health"])

    purge(commune=cast.commune, now=timezone.now() + timedelta(days=31))

    left = CheckIn.objects.get()
    assert (left.pk, left.device_hash, bool(left.health)) == (held.pk, "", True)


def test_counts_of_revoked_scans_are_not_kept_for_ever(cast: Cast) -> None:
    poster = hanging(cast)
    for days in (1, 91):
        OldPosterScan.objects.count_one(poster.pk, timezone.localdate() - timedelta(days=days))

    purge(commune=cast.commune)

    assert OldPosterScan.objects.count() == 1


def scan_at(poster: Poster, outcome: str, days_ago: float) -> PosterCheck:
    """The keeper's test scan at the door of this poster."""
    seen = None if outcome == "unknown" else poster
    return PosterCheck.objects.create(
        venue=poster.venue,
        poster=seen,
        outcome=outcome,
        checked_by=poster.venue.registered_by or poster.venue.approved_by,
        checked_at=timezone.now() - timedelta(days=days_ago),
    )


@pytest.mark.parametrize("outcome", ["foreign", "unknown"])
def test_a_poster_pasted_over_is_told_until_the_own_one_hangs_again(cast: Cast, outcome: str) -> None:
    poster = hanging(cast)
    wrong = scan_at(poster, outcome, days_ago=2)

    assert swapped_posters(cast.people["village_head"]) == [wrong]
    assert swapped_posters(cast.stranger) == []
    assert poster.venue.name in cast.client("officer").get("/doubts/").content.decode()
    scan_at(poster, "own", days_ago=1)
    assert swapped_posters(cast.people["officer"]) == []


def test_a_swap_of_more_than_a_week_ago_is_history(cast: Cast) -> None:
    scan_at(hanging(cast), "foreign", days_ago=8)

    assert swapped_posters(cast.people["officer"]) == []
