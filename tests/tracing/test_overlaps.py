"""Who was near. S is the subject's stay, C the other's; each figure is one hour of the day but where it says so."""

import re
from functools import partial

import pytest

from accounts.models import Commune
from checkins.models import CheckIn
from tests.factories import CommuneFactory, VenueFactory
from tests.plans import crowd, plan_of, with_many
from tests.tracing.cases import SUBJECT, a_venue, contacts, minutes, moment, opened, trace, typed_stay, was_at
from tracing.models import Exposure, Stay
from tracing.searching import near_statement
from venues.models import Venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def market(commune: Commune) -> Venue:
    """People stay there for an hour, if they do not say otherwise."""
    return a_venue(commune, usual_stay=60)


def together(commune: Commune, market: Venue, subject: tuple[str, str], other: tuple[str, str], **facts: int) -> int:
    """Minutes of the only contact; −1 where there is none."""
    was_at(market, *subject, phone=SUBJECT)
    was_at(market, *other)
    found = minutes(opened(commune, **facts))
    assert len(found) <= 1
    return found[0] if found else -1


def test_a_inside(commune: Commune, market: Venue) -> None:
    """
    S  |---------------|
    C      |-------|
    """
    assert together(commune, market, ("08:00", "12:00"), ("09:00", "11:00")) == 120


def test_b_straddling_the_start(commune: Commune, market: Venue) -> None:
    """
    S      |-----------|
    C  |-------|
    """
    assert together(commune, market, ("08:00", "12:00"), ("07:00", "09:00")) == 60


def test_c_straddling_the_end(commune: Commune, market: Venue) -> None:
    """
    S  |-----------|
    C          |-------|
    """
    assert together(commune, market, ("08:00", "12:00"), ("11:30", "15:00")) == 30


def test_d_covering(commune: Commune, market: Venue) -> None:
    """
    S      |---|
    C  |-----------|
    """
    assert together(commune, market, ("09:00", "10:00"), ("07:00", "12:00")) == 60


@pytest.mark.parametrize("other", [("08:00", "09:00"), ("10:00", "11:00")])
@pytest.mark.parametrize(("least", "expected"), [(0, 0), (1, -1)])
def test_e_touching(commune: Commune, market: Venue, other: tuple[str, str], least: int, expected: int) -> None:
    """
    S      |---|
    C  |---|          or          C          |---|
    """
    assert together(commune, market, ("09:00", "10:00"), other, least_minutes=least) == expected


def test_f_open_ended(commune: Commune, market: Venue) -> None:
    """The end is that of the usual stay, an hour.

    S      |-----------|
    C  |- - - -
    """
    assert together(commune, market, ("09:00", "12:00"), ("08:30", "")) == 30


def test_f_open_ended_both(commune: Commune, market: Venue) -> None:
    """
    S  |- - - -
    C      |- - - -
    """
    assert together(commune, market, ("09:00", ""), ("09:20", "")) == 40

    assert Stay.objects.get().is_presumed


@pytest.mark.parametrize("other", [("06:00", "08:59"), ("10:01", "12:00")])
def test_g_before_and_after(commune: Commune, market: Venue, other: tuple[str, str]) -> None:
    """
    S          |---|
    C  |---|          or          C              |---|
    """
    assert together(commune, market, ("09:00", "10:00"), other, least_minutes=0) == -1


def test_across_midnight(commune: Commune, market: Venue) -> None:
    """
             0 h
    S     |---:-------|
    C   |-----:---|
    """
    assert together(commune, market, ("22:00", "+03:00"), ("21:00", "+01:30")) == 210


def test_nobody_stays_longer_than_a_day(commune: Commune) -> None:
    """Who forgot to check out at noon, and did a week later, left by noon of the next day."""
    hotel = a_venue(commune, usual_stay=24 * 60)
    was_at(hotel, "12:00", phone=SUBJECT, left_at=moment("12:00", "2021-07-17"))
    was_at(hotel, "+11:00", "+18:00")

    case = opened(commune)

    assert minutes(case) == [60]


@pytest.mark.parametrize(("lingering", "expected"), [(0, -1), (30, 20)])
def test_the_air_lingers_for_who_comes_after(commune: Commune, market: Venue, lingering: int, expected: int) -> None:
    """Ten minutes after; the margin of half an hour leaves twenty.

    S  |-------|~~~~
    C            |-----|
    """
    got = together(commune, market, ("08:00", "09:00"), ("09:10", "11:00"), lingering_minutes=lingering)

    assert got == expected


def test_the_air_does_not_linger_for_who_left_before(commune: Commune, market: Venue) -> None:
    """
    S          |-------|~~~~
    C  |----|
    """
    assert together(commune, market, ("09:00", "10:00"), ("08:00", "08:50"), lingering_minutes=30) == -1


@pytest.mark.parametrize(("least", "expected"), [(15, 15), (16, -1)])
def test_the_least_minutes_are_enough(commune: Commune, market: Venue, least: int, expected: int) -> None:
    assert together(commune, market, ("08:00", "09:00"), ("08:45", "10:00"), least_minutes=least) == expected


def test_another_venue_is_another_place(commune: Commune, market: Venue) -> None:
    was_at(market, "08:00", "10:00", phone=SUBJECT)
    was_at(a_venue(commune), "08:00", "10:00")

    assert contacts(opened(commune)) == []


def test_venues_of_another_commune_are_left_out(commune: Commune) -> None:
    foreign: Venue = VenueFactory()
    was_at(foreign, "08:00", "10:00", phone=SUBJECT)
    was_at(foreign, "08:00", "10:00")

    case = opened(commune)

    assert not case.stays.exists()
    assert contacts(case) == []


def test_a_visit_outside_the_infectious_time_is_no_stay(commune: Commune, market: Venue) -> None:
    was_at(market, "08:00", "10:00", phone=SUBJECT)

    case = opened(commune, infectious_from=moment("10:00"))

    assert not case.stays.exists()


def test_a_stay_outside_a_narrower_time_counts_no_more(commune: Commune, market: Venue) -> None:
    was_at(market, "08:00", "10:00", phone=SUBJECT)
    was_at(market, "08:00", "10:00")
    case = opened(commune)
    case.infectious_from = moment("11:00")
    case.save()

    assert trace(case) == []


def test_a_doubtful_check_in_counts_and_is_marked(commune: Commune, market: Venue) -> None:
    was_at(market, "08:00", "10:00", phone=SUBJECT, flags=1)
    was_at(market, "08:00", "10:00", flags=4)

    case = opened(commune)

    assert [exposure.is_doubtful for exposure in Exposure.objects.all()] == [True]
    assert case.stays.get().is_doubtful


def test_who_leaves_at_once_was_there(commune: Commune, market: Venue) -> None:
    was_at(market, "09:00", "09:00", phone=SUBJECT)
    was_at(market, "08:00", "10:00")

    assert minutes(opened(commune, least_minutes=0)) == [1]


def test_a_stay_added_by_hand_finds_its_contacts(commune: Commune, market: Venue) -> None:
    was_at(market, "08:00", "10:00")
    case = opened(commune)

    typed_stay(case, market, "09:00", "12:00")

    assert minutes(case) == [60]


def test_the_database_reads_by_venue_and_time(commune: Commune, market: Venue) -> None:
    was_at(market, "08:00", "10:00", phone=SUBJECT)
    case = opened(commune)
    statement, stays = near_statement(case, [stay.pk for stay in case.stays.all()])

    with_many(partial(crowd, market.village), CheckIn)

    found = plan_of(statement, stays)

    assert "checkins_ch_venue_i" in found
    assert re.search(r"venue_id ?= ?.+entered_at ?>=?.+entered_at ?<=?", found)
