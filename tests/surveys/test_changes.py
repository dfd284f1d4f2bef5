"""Changes of figures, batch after batch in whatever order visits arrive, against a count from scratch."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from surveys.changes import DAY_FIGURES, STATE_FIGURES, Changes, changes, with_neighbours
from surveys.models import HomeVisit, Outcome
from surveys.models.visit import SETTLING
from tests.conftest import Cast
from tests.factories import HouseholdFactory, VillageFactory, at, visit
from tests.plans import a_month_of_visits, plan, with_many
from tests.villages.queries import queries
from villages.models import Household, Village

FIRST = date(2021, 7, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(5)]


@dataclass(frozen=True)
class Knock:
    """A visit as it was captured; `batch` is when it arrived."""

    household: int
    village: int
    day: int
    hour: int
    outcome: Outcome
    people: tuple[int, int, int]  # members, smartphones, installed
    batch: int

    def store(self, households: list[Household], villages: list[Village]) -> None:
        members, smartphones, installed = self.people
        household = households[self.household]
        household.village = villages[self.village]
        facts = {"outcome": self.outcome, "hour": self.hour, "members": members}
        visit(household, DAYS[self.day], smartphones=smartphones, installed=installed, **facts)


PEOPLE = (
    st.tuples(*[st.integers(0, 4)] * 3)
    .map(lambda counts: tuple(sorted(counts, reverse=True)))
    .map(lambda counts: (max(counts[0], 1), *counts[1:]))
)
KNOCKS = st.builds(
    Knock,
    household=st.sampled_from([0, 0, 0, 1]),
    village=st.integers(0, 1),
    day=st.integers(0, len(DAYS) - 1),
    hour=st.sampled_from([0, 9, 23]),
    outcome=st.sampled_from(Outcome),
    people=PEOPLE,
    batch=st.integers(0, 2),
)


def closed(batch: int) -> Changes:
    """What a summary of all that has arrived by now finds changed."""
    marked_at = at(date(2021, 8, 1) + timedelta(days=batch))
    taken = HomeVisit.objects.all().take_for_summary(before=date(2022, 1, 1), at=marked_at)
    return changes(taken, marked_at)


def summed(found: Changes, villages: Iterable[Village]) -> dict[tuple[int, date, str], int]:
    """Figures of every village and day that the changes add up to: states carry on, own days stand alone."""
    figures = {}
    for village in villages:
        for day in DAYS:
            for name in STATE_FIGURES:
                figures[village.pk, day, name] = sum(found[village.pk, on, name] for on in DAYS if on <= day)
            for name in DAY_FIGURES:
                figures[village.pk, day, name] = found[village.pk, day, name]
    return figures


def counted(villages: Iterable[Village]) -> dict[tuple[int, date, str], int]:
    """The same figures counted from scratch, as DESIGN §2 words them."""
    visits = list(HomeVisit.objects.order_by("captured_at", "pk"))
    return {
        (village.pk, day, name): sum(figure(name, seen) for seen in group if seen.village_id == village.pk)
        for village in villages
        for day in DAYS
        for figure, names, group in (
            (_of_state, STATE_FIGURES, newest_on(visits, day)),
            (_of_day, DAY_FIGURES, [seen for seen in visits if seen.captured_on == day]),
        )
        for name in names
    }


def newest_on(visits: list[HomeVisit], day: date) -> list[HomeVisit]:
    """Of each household the newest settling visit captured on or before a day."""
    newest = {seen.household_id: seen for seen in visits if seen.outcome in SETTLING and seen.captured_on <= day}
    return list(newest.values())


def _of_state(name: str, seen: HomeVisit) -> int:
    completed = seen.outcome == Outcome.COMPLETED
    values = {"surveyed": completed, "moved_away": not completed, "surveyed_members": seen.members}
    return int(values[name]) if name in values else int(getattr(seen, name))


def _of_day(name: str, seen: HomeVisit) -> int:
    outcomes = {"completed_visits": "completed", "absent_visits": "absent", "refused_visits": "refused"}
    if name == "visits":
        return 1
    return int(seen.outcome == outcomes[name]) if name in outcomes else seen.installed_on_the_spot


def knock(day: int, batch: int, *people: int, outcome: Outcome = Outcome.COMPLETED, village: int = 0) -> Knock:
    return Knock(0, village, day, 9, outcome, people or (1, 0, 0), batch)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=False)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(KNOCKS, min_size=3, max_size=12))
@example([knock(0, 0, 4, 2, 1), knock(4, 0, 4, 3, 3), knock(2, 1, 4, 4, 0)])
@example([knock(2, 0, 4, 2, 1), knock(0, 1, 3, 3, 3), knock(4, 1, outcome=Outcome.MOVED_AWAY), knock(3, 2, 2, 1, 0)])
@example([knock(0, 0, 4, 1, 1), knock(1, 0, 4, 2, 2), knock(3, 0, 4, 3, 3), knock(4, 0, 4, 4, 4), knock(2, 1)])
@example([knock(1, 0, 4, 2, 2), knock(1, 1, 4, 3, 3), knock(1, 2, 4, 1, 1)])
@example([knock(1, 0, 4, 2, 2), knock(3, 1, 4, 3, 3, village=1), knock(2, 2, 4, 1, 1, village=1)])
def test_changes_of_batches_add_up_to_a_count_from_scratch(knocks: list[Knock]) -> None:
    with transaction.atomic():
        villages = [VillageFactory(), VillageFactory()]
        households = [HouseholdFactory(village=villages[0]) for _ in range(2)]
        total: Changes = Counter()
        for batch in range(3):
            for arrived in (made for made in knocks if made.batch == batch):
                arrived.store(households, villages)
            total.update(closed(batch))

        assert summed(total, villages) == counted(villages)
        transaction.set_rollback(True)


def test_a_visit_on_time_changes_its_own_day_only(cast: Cast) -> None:
    visit(cast.household, FIRST, smartphones=3, installed=2)

    found = closed(0)

    key = cast.village.pk, FIRST
    state = {"surveyed": 1, "surveyed_members": 4, "smartphones": 3, "installed": 2}
    assert found == {(*key, name): n for name, n in (state | {"visits": 1, "completed_visits": 1}).items()}


def test_a_late_visit_between_two_others_gives_back_what_the_next_one_took(cast: Cast) -> None:
    visit(cast.household, DAYS[0], installed=1)
    visit(cast.household, DAYS[4], installed=4)
    closed(0)

    visit(cast.household, DAYS[2], installed=3)

    found = closed(1)
    assert {day: n for (_, day, name), n in found.items() if name == "installed"} == {DAYS[2]: 2, DAYS[4]: -2}


def test_a_household_that_moves_away_takes_its_counts_with_it(cast: Cast) -> None:
    visit(cast.household, DAYS[0], installed=2)
    closed(0)

    visit(cast.household, DAYS[1], outcome=Outcome.MOVED_AWAY)

    found = {name: n for (_, day, name), n in closed(1).items() if day == DAYS[1]}
    assert found == {"surveyed": -1, "surveyed_members": -4, "smartphones": -2, "installed": -2} | {
        "moved_away": 1,
        "visits": 1,
    }


@pytest.mark.parametrize("outcome", [Outcome.ABSENT, Outcome.REFUSED])
def test_a_closed_door_changes_no_state(cast: Cast, outcome: Outcome) -> None:
    visit(cast.household, DAYS[0], installed=2)
    closed(0)

    visit(cast.household, DAYS[1], outcome=outcome)

    assert not [name for _, _, name in closed(1) if name in STATE_FIGURES]


def test_a_day_is_the_commune_s_own(cast: Cast) -> None:
    for hour in (0, 23):
        visit(cast.household, DAYS[1], hour=hour)

    assert {day for _, day, _ in closed(0)} == {DAYS[1]}
    assert at(DAYS[1], 0).utctimetuple()[2] == DAYS[0].day  # though in Greenwich it was the day before


def test_visits_are_taken_once_and_only_of_days_before(cast: Cast) -> None:
    visit(cast.household, DAYS[0], hour=23)
    visit(cast.household, DAYS[1], hour=0)
    moment = timezone.now()

    taken = HomeVisit.objects.all().take_for_summary(before=DAYS[1], at=moment)
    again = HomeVisit.objects.all().take_for_summary(before=DAYS[1], at=moment + timedelta(seconds=1))

    assert [seen.captured_on for seen in taken] == [DAYS[0]]
    assert not again


def test_the_queries_do_not_grow_with_visits_or_history(cast: Cast) -> None:
    for day in DAYS[:3]:
        visit(cast.household, day, installed=1)
    closed(0)
    for number in range(10):
        visit(HouseholdFactory(village=cast.village), DAYS[3], installed=number % 3)
    visit(cast.household, DAYS[1], hour=20)

    assert queries(lambda: closed(1)) == 3  # one marks, two read


def test_the_database_finds_the_neighbours_without_a_household_s_history(cast: Cast) -> None:
    with_many(lambda: a_month_of_visits(cast.village), HomeVisit)

    found = plan(with_neighbours(HomeVisit.objects.all(), timezone.now()))

    for bound in ("<", ">"):
        assert re.search(rf"household_id ?= ?[^\n]+captured_at ?{bound}=? ?[^\n]+", found), found
