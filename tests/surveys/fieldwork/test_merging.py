"""Merging two entries of one household: nothing is lost, and every evening's figures are right."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from accounts.models import AuditEvent
from reports.actions import close_days
from reports.models import DailySummary
from surveys.merging import CannotMerge, merge_households
from surveys.models import HomeVisit, Outcome
from tests.conftest import Cast
from tests.factories import HouseholdFactory, TargetFactory, at, visit
from tests.surveys.batches import new_household, post, record, statuses
from villages.models import Household

FIGURES = ("households_present", "surveyed", "smartphones", "installed", "visits", "installed_on_the_spot")


@pytest.fixture(autouse=True)
def tenth_of_july(cast: Cast) -> Iterator[None]:
    """A day of the campaign, on which every day is closed."""
    TargetFactory(commune=cast.commune)
    with time_machine.travel(at("2021-07-10", 12)):
        yield


@pytest.fixture
def double(cast: Cast) -> Household:
    household: Household = HouseholdFactory(village=cast.village, group=cast.group, code="double")
    return household


def merge(cast: Cast, double: Household, kept: Household | None = None) -> None:
    merge_households(actor=cast.people["officer"], kept=kept or cast.household, double=double, reason="một nhà")
    double.refresh_from_db()


def newest(household: Household) -> HomeVisit:
    return HomeVisit.objects.filter(household=household).settling().newest_first()[0]


def evening(cast: Cast, day: str) -> dict[str, Any]:
    """The commune's newest figures of a day, closed as far as it is over."""
    close_days(commune=cast.commune, until=date.fromisoformat(day))
    row = DailySummary.objects.of_commune(cast.commune).newest_revisions().get(day=day)
    return {name: getattr(row, name) for name in FIGURES}


def figures(*values: int) -> dict[str, int]:
    return dict(zip(FIGURES, values, strict=True))


def test_the_double_is_retired_and_points_to_the_kept_one(cast: Cast, double: Household) -> None:
    merge(cast, double)

    assert double.merged_into == cast.household
    assert (newest(double).outcome, newest(double).captured_at) == (Outcome.MOVED_AWAY, double.retired_at)
    event = AuditEvent.objects.get(action="household.merge")
    assert (event.object_id, event.reason) == (str(double.pk), "một nhà")
    assert event.facts == {"kept": cast.household.pk, "answers_copied": False}


def test_newer_answers_of_the_double_are_recorded_on_the_kept_one_too(cast: Cast, double: Household) -> None:
    visit(cast.household, "2021-07-01", smartphones=1)
    original = visit(double, "2021-07-05", smartphones=3, installed=2)

    merge(cast, double)

    copy = newest(cast.household)
    assert (copy.captured_at, copy.surveyor, copy.members) == (original.captured_at, original.surveyor, 4)
    assert (copy.smartphones, copy.installed, copy.phones.count()) == (3, 2, 3)
    assert copy.uuid != original.uuid
    assert HomeVisit.objects.filter(pk=original.pk, household=double).exists()


def test_older_answers_of_the_double_change_nothing(cast: Cast, double: Household) -> None:
    visit(double, "2021-07-01", installed=3)
    kept = visit(cast.household, "2021-07-05", installed=1)

    merge(cast, double)

    assert newest(cast.household) == kept
    assert cast.household.visits.count() == 1


def test_what_was_merged_into_the_double_points_to_the_kept_one(cast: Cast, double: Household) -> None:
    third = HouseholdFactory(village=cast.village)
    merge(cast, third, kept=double)

    merge(cast, double)

    third.refresh_from_db()
    assert third.merged_into == cast.household


def test_a_late_visit_to_the_double_reaches_the_kept_one(cast: Cast, double: Household) -> None:
    merge(cast, double)

    sent = post(cast.client("surveyor"), record(cast.people["surveyor"], double))

    assert statuses(sent) == ["accepted"]
    assert newest(cast.household).members == 4


def test_a_household_found_at_the_door_is_known_by_its_uuid_after_the_merge(cast: Cast) -> None:
    door, client, person = new_household(cast), cast.client("surveyor"), cast.people["surveyor"]
    post(client, record(person, None, new_household=door))
    merge(cast, Household.objects.get(is_provisional=True))

    answer = post(client, record(person, None, new_household=door, members=5))

    assert statuses(answer) == ["accepted"]
    assert newest(cast.household).members == 5


def test_the_same_entry_or_a_merged_one_cannot_be_merged(cast: Cast, double: Household) -> None:
    with pytest.raises(CannotMerge):
        merge(cast, cast.household)
    merge(cast, double)

    with pytest.raises(CannotMerge):
        merge(cast, double)

    assert AuditEvent.objects.filter(action="household.merge").count() == 1


def test_households_of_two_communes_cannot_be_merged(cast: Cast) -> None:
    with pytest.raises(CannotMerge):
        merge(cast, HouseholdFactory())


def test_both_surveyed_that_evening_the_people_count_once(cast: Cast, double: Household) -> None:
    visit(double, "2021-07-02", smartphones=3, installed=1)
    visit(cast.household, "2021-07-05", smartphones=3, installed=2)
    assert evening(cast, "2021-07-05") == figures(2, 2, 6, 3, 1, 0)

    merge(cast, double)

    assert evening(cast, "2021-07-10") == figures(1, 1, 3, 2, 0, 0)
    assert evening(cast, "2021-07-05") == figures(2, 2, 6, 3, 1, 0)


def test_answers_that_pass_to_the_kept_one_count_once_on_every_evening(cast: Cast, double: Household) -> None:
    visit(double, "2021-07-05", smartphones=3, installed=2)
    assert evening(cast, "2021-07-05") == figures(2, 1, 3, 2, 1, 0)

    merge(cast, double)

    assert evening(cast, "2021-07-10") == figures(1, 1, 3, 2, 0, 0)
    assert evening(cast, "2021-07-05") == figures(1, 1, 3, 2, 1, 0)


def test_people_helped_to_install_are_not_helped_again_by_a_merge(cast: Cast, double: Household) -> None:
    phones = [{"kind": "smart", "installed": True, "installed_on_the_spot": True}]
    post(cast.client("surveyor"), record(cast.people["surveyor"], double, phones=phones))

    merge(cast, double)

    assert evening(cast, "2021-07-10") == figures(1, 1, 1, 1, 1, 1)
    assert HomeVisit.objects.figures_since(date(2021, 7, 10)) == {"visits": 1, "installed_on_the_spot": 1}


def test_neither_surveyed_one_household_is_left(cast: Cast, double: Household) -> None:
    merge(cast, double)

    assert evening(cast, "2021-07-10") == figures(1, 0, 0, 0, 0, 0)


def test_a_double_that_had_moved_away_leaves_once(cast: Cast, double: Household) -> None:
    visit(double, "2021-07-02", outcome=Outcome.MOVED_AWAY)
    visit(cast.household, "2021-07-05", installed=1)
    evening(cast, "2021-07-05")

    merge(cast, double)

    assert evening(cast, "2021-07-10")["households_present"] == 1


def test_a_day_before_the_merge_that_is_closed_after_it_is_right(cast: Cast, double: Household) -> None:
    visit(double, "2021-07-02", smartphones=3, installed=1)
    visit(cast.household, "2021-07-05", smartphones=3, installed=2)

    merge(cast, double)

    assert evening(cast, "2021-07-05") == figures(2, 2, 6, 3, 1, 0)
    assert evening(cast, "2021-07-10") == figures(1, 1, 3, 2, 0, 0)


def test_moved_away_said_of_the_double_does_not_empty_the_kept_one(cast: Cast, double: Household) -> None:
    visit(cast.household, "2021-07-01", smartphones=1)
    visit(double, "2021-07-02", outcome="moved_away")

    merge(cast, double)

    assert (newest(cast.household).outcome, newest(cast.household).smartphones) == ("completed", 1)
