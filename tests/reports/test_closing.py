"""Closing days: what is due, what is frozen, what a late visit revises."""

from datetime import date, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from checkins.models import CheckIn
from reports.actions import close_days
from reports.models import DailySummary
from surveys.models import HomeVisit, Outcome
from tests.conftest import Cast
from tests.factories import (
    HouseholdFactory,
    PosterFactory,
    TargetFactory,
    VenueFactory,
    VillageFactory,
    enter,
    visit,
)
from tests.villages.queries import queries

pytestmark = pytest.mark.django_db


def commune_row(cast: Cast, day: str) -> DailySummary:
    return DailySummary.objects.of_commune(cast.commune).newest_revisions().get(day=day)


def village_row(cast: Cast, day: str) -> DailySummary:
    return DailySummary.objects.filter(village=cast.village).newest_revisions().get(day=day)


def close(cast: Cast, until: str) -> tuple[list[str], list[str]]:
    closed = close_days(commune=cast.commune, until=date.fromisoformat(until))
    return [str(day) for day in closed.days], [str(day) for day in closed.revised]


def test_a_day_with_visits_is_closed_for_each_village_and_the_commune(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", smartphones=3, installed=2)

    close(cast, "2021-07-01")

    assert DailySummary.objects.count() == 3
    row = village_row(cast, "2021-07-01")
    assert (row.surveyed, row.surveyed_members, row.smartphones, row.installed, row.visits) == (1, 4, 3, 2, 1)
    assert commune_row(cast, "2021-07-01").installed == 2


def test_days_without_target_or_events_are_not_closed(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", installed=1)
    visit(cast.household, "2021-07-05", installed=2)

    days, _ = close(cast, "2021-07-09")

    assert days == ["2021-07-01", "2021-07-05"]


def test_every_day_of_a_target_is_closed_though_nothing_happened(cast: Cast) -> None:
    TargetFactory(commune=cast.commune, starts_on=date(2021, 7, 1), due_on=date(2021, 7, 3))

    days, _ = close(cast, "2021-07-30")

    assert days == ["2021-07-01", "2021-07-02", "2021-07-03"]


def test_closing_twice_changes_nothing(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", installed=1)
    close(cast, "2021-07-02")
    before = DailySummary.objects.count()

    assert close(cast, "2021-07-02") == ([], [])
    assert DailySummary.objects.count() == before


def test_a_day_that_is_not_over_stays_open(cast: Cast) -> None:
    visit(cast.household, "2021-07-02", installed=1)

    assert close(cast, "2021-07-01") == ([], [])


def test_a_week_without_the_machine_is_closed_at_once(cast: Cast) -> None:
    TargetFactory(commune=cast.commune)
    close(cast, "2021-07-01")
    visit(cast.household, "2021-07-04", installed=2)

    days, revised = close(cast, "2021-07-08")

    assert days == [f"2021-07-0{n}" for n in range(2, 9)]
    assert revised == []
    assert [commune_row(cast, f"2021-07-0{n}").installed for n in (3, 4, 8)] == [0, 2, 2]


def test_a_visit_just_before_midnight_belongs_to_that_day(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", hour=23, installed=1)

    days, _ = close(cast, "2021-07-02")

    assert days == ["2021-07-01"]


def test_the_newest_settling_visit_counts_and_the_older_one_no_more(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", smartphones=2, installed=1)
    visit(cast.household, "2021-07-03", smartphones=4, installed=3)

    close(cast, "2021-07-03")

    assert (commune_row(cast, "2021-07-01").installed, commune_row(cast, "2021-07-03").installed) == (1, 3)
    assert commune_row(cast, "2021-07-03").surveyed == 1


def test_an_absent_visit_changes_no_state_but_counts_as_a_visit(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", installed=1)
    visit(cast.household, "2021-07-02", outcome=Outcome.ABSENT)

    close(cast, "2021-07-02")

    row = commune_row(cast, "2021-07-02")
    assert (row.installed, row.surveyed, row.visits, row.absent_visits, row.completed_visits) == (
        1,
        1,
        1,
        1,
        0,
    )


def test_a_household_that_moved_away_leaves_numerator_and_denominator_from_that_day(cast: Cast) -> None:
    HouseholdFactory(village=cast.village)
    visit(cast.household, "2021-07-01", installed=2)
    visit(cast.household, "2021-07-03", outcome=Outcome.MOVED_AWAY)

    close(cast, "2021-07-03")

    before, after = commune_row(cast, "2021-07-01"), commune_row(cast, "2021-07-03")
    assert (before.installed, before.households_present, before.people) == (2, 2, 4)
    assert (after.installed, after.households_present, after.people) == (0, 1, 0)


def test_a_late_visit_revises_from_its_day_to_the_next_settling_visit(cast: Cast) -> None:
    TargetFactory(commune=cast.commune, starts_on=date(2021, 7, 1), due_on=date(2021, 7, 6))
    visit(cast.household, "2021-07-05", smartphones=4, installed=4)
    close(cast, "2021-07-06")
    visit(cast.household, "2021-07-02", smartphones=3, installed=1)

    days, revised = close(cast, "2021-07-06")

    assert days == []
    assert revised == ["2021-07-02", "2021-07-03", "2021-07-04"]
    assert [commune_row(cast, f"2021-07-0{n}").installed for n in range(1, 7)] == [0, 1, 1, 1, 4, 4]


def test_the_old_revision_stays_beside_the_new_one(cast: Cast) -> None:
    visit(cast.household, "2021-07-02", installed=1)
    close(cast, "2021-07-02")
    visit(HouseholdFactory(village=cast.village), "2021-07-02", installed=3)

    close(cast, "2021-07-02")

    rows = DailySummary.objects.of_commune(cast.commune).filter(day="2021-07-02").order_by("revision")
    assert [(row.revision, row.installed) for row in rows] == [(1, 1), (2, 4)]


def test_a_late_absent_visit_revises_its_own_day_alone(cast: Cast) -> None:
    TargetFactory(commune=cast.commune, starts_on=date(2021, 7, 1), due_on=date(2021, 7, 4))
    close(cast, "2021-07-04")
    visit(cast.household, "2021-07-02", outcome=Outcome.ABSENT)

    _, revised = close(cast, "2021-07-04")

    assert revised == ["2021-07-02"]


def test_a_late_visit_on_a_day_never_closed_closes_it_in_its_place(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", installed=1)
    visit(cast.household, "2021-07-09", installed=3)
    close(cast, "2021-07-09")
    visit(HouseholdFactory(village=cast.village), "2021-07-05", installed=2)

    days, revised = close(cast, "2021-07-09")

    assert (days, revised) == (["2021-07-05"], ["2021-07-09"])
    assert [commune_row(cast, f"2021-07-0{n}").installed for n in (1, 5, 9)] == [1, 3, 5]


def test_the_population_of_a_closed_day_stays_as_it_was(cast: Cast) -> None:
    cast.village.population, cast.village.population_as_of = 100, date(2020, 12, 31)
    cast.village.save()
    visit(cast.household, "2021-07-01", installed=1)
    close(cast, "2021-07-01")
    cast.village.population = 200
    cast.village.save()
    visit(cast.household, "2021-07-01", hour=15, installed=2)

    close(cast, "2021-07-01")

    row = village_row(cast, "2021-07-01")
    assert (row.revision, row.population, row.installed) == (2, 100, 2)


def test_the_communes_population_is_official_only_if_every_villages_is(cast: Cast) -> None:
    cast.village.population, cast.village.population_as_of = 100, date(2020, 12, 31)
    cast.village.save()
    visit(cast.household, "2021-07-01", installed=1)

    close(cast, "2021-07-01")

    row = commune_row(cast, "2021-07-01")
    assert row.population is None
    assert row.people == 4


def test_a_household_that_changed_its_village_counts_where_it_was_visited(cast: Cast) -> None:
    other = VillageFactory(commune=cast.commune)
    visit(cast.household, "2021-07-01", installed=1)
    close(cast, "2021-07-01")
    cast.household.village, cast.household.group = other, None
    cast.household.save()
    visit(cast.household, "2021-07-02", installed=3)

    close(cast, "2021-07-02")

    rows = DailySummary.objects.filter(day="2021-07-02").newest_revisions()
    assert rows.get(village=cast.village).installed == 0
    assert rows.get(village=other).installed == 3
    assert rows.get(village=None).installed == 3


def test_another_communes_visits_do_not_enter(cast: Cast) -> None:
    foreign = HouseholdFactory(village=VillageFactory(commune=cast.foreigner.commune))
    visit(foreign, "2021-07-01", installed=3)

    assert close(cast, "2021-07-01") == ([], [])
    assert HomeVisit.objects.get().summarised_at is None


def test_a_summary_cannot_be_changed_or_deleted(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", installed=1)
    close(cast, "2021-07-01")
    row = commune_row(cast, "2021-07-01")

    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()
    with pytest.raises(TypeError):
        DailySummary.objects.update(installed=9)
    with pytest.raises(TypeError):
        DailySummary.objects.all().delete()


@pytest.mark.parametrize("fault", [{"installed": -1}, {"installed": 2, "smartphones": 1}, {"revision": 0}])
def test_impossible_figures_are_refused_by_the_database(cast: Cast, fault: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DailySummary.objects.create(commune=cast.commune, day="2021-07-01", closed_at=timezone.now(), **fault)


def test_a_revision_of_a_day_exists_once(cast: Cast) -> None:
    for village in (None, cast.village):
        facts = {
            "commune": cast.commune,
            "village": village,
            "day": "2021-07-01",
            "closed_at": timezone.now(),
        }
        DailySummary.objects.create(**facts)
        with pytest.raises(IntegrityError), transaction.atomic():
            DailySummary.objects.create(**facts)


def test_the_command_closes_and_says_what(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    visit(cast.household, "2021-07-01", installed=1)

    call_command("summarise_day", "2021-07-01")

    assert "01/07/2021" in capsys.readouterr().out
    assert commune_row(cast, "2021-07-01").installed == 1


@pytest.mark.parametrize("day", ["yesterday", str(timezone.localdate() + timedelta(days=1))])
def test_the_command_refuses_what_is_no_past_day(db: None, day: str) -> None:
    with pytest.raises(CommandError):
        call_command("summarise_day", day)


def test_the_queries_of_closing_do_not_grow_with_the_visits(cast: Cast, django_assert_max_num_queries: object) -> None:
    for number in range(30):
        visit(HouseholdFactory(village=cast.village), "2021-07-01", hour=8 + number % 10, installed=1)

    with django_assert_max_num_queries(20):  # type: ignore[operator]
        close(cast, "2021-07-01")


def test_ten_late_days_ask_no_more_than_one(cast: Cast) -> None:
    TargetFactory(commune=cast.commune, starts_on=date(2021, 7, 1), due_on=date(2021, 7, 30))
    close(cast, "2021-07-12")
    asked = []
    for day in ("2021-07-12", "2021-07-03"):
        visit(HouseholdFactory(village=cast.village), day, installed=1)
        asked.append(queries(lambda: close(cast, "2021-07-12")))

    assert asked[0] == asked[1]
    assert {row.revision for row in DailySummary.objects.of_commune(cast.commune).filter(day="2021-07-12")} == {1, 2, 3}


def test_a_day_with_check_ins_is_closed_with_its_venues_registered_and_active_apart(cast: Cast) -> None:
    busy, quiet = VenueFactory(village=cast.village), VenueFactory(village=cast.village)
    VenueFactory(village=cast.village, status="pending")
    PosterFactory(venue=busy)
    enter(busy, "2021-07-01")
    enter(busy, "2021-07-01", flags=1)
    enter(quiet, "2021-07-01", flags=1)

    assert close(cast, "2021-07-01") == (["2021-07-01"], [])

    row = village_row(cast, "2021-07-01")
    assert (row.venues_required, row.venues_with_poster, row.venues_active) == (3, 1, 1)
    assert (row.check_ins, row.flagged_check_ins) == (1, 2)
    assert commune_row(cast, "2021-07-01").check_ins == 1


def test_a_revision_keeps_the_check_ins_though_they_are_purged(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village)
    enter(venue, "2021-07-01")
    close(cast, "2021-07-01")
    CheckIn.objects.all().delete()
    visit(cast.household, "2021-07-01", installed=1)

    close(cast, "2021-07-01")

    row = commune_row(cast, "2021-07-01")
    assert (row.revision, row.check_ins, row.venues_active, row.installed) == (2, 1, 1, 1)


def test_doubts_are_looked_for_before_a_day_is_closed(cast: Cast) -> None:
    market = VenueFactory(village=cast.village, opens_at=time(8), closes_at=time(17))
    enter(market, "2021-07-01", 3)
    enter(market, "2021-07-01", 9)
    still_open = enter(market, "2021-07-02", 3)

    close(cast, "2021-07-01")

    row = village_row(cast, "2021-07-01")
    assert (row.check_ins, row.flagged_check_ins) == (1, 1)
    still_open.refresh_from_db()
    assert still_open.examined_at is None
