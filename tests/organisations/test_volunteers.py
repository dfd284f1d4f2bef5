"""Volunteers lent by mass organisations, and what they did."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import Organisation
from organisations.volunteering import Walked, lent
from surveys.models import HomeVisit
from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, visit
from tests.organisations.bodies import a_surveyor, an_organisation
from tests.venues.forms import errors, page
from tests.villages.queries import queries_of


@pytest.fixture
def union(cast: Cast) -> Organisation:
    return an_organisation(cast, name="Đoàn Thanh niên", kind="mass", reporters=[cast.people["reporter"]])


def named(cast: Cast, union: Organisation, *people: object, role: str = "reporter") -> object:
    keys = [person.pk for person in people]  # type: ignore[attr-defined]
    return cast.client(role).post(f"{union.get_absolute_url()}volunteers/", {"volunteers": keys})


@pytest.mark.parametrize("role", ["officer", "reporter"])
def test_the_officer_or_the_reporter_names_volunteers(cast: Cast, union: Organisation, role: str) -> None:
    named(cast, union, cast.people["surveyor"], role=role)

    assert list(union.volunteers.all()) == [cast.people["surveyor"]]


def test_only_surveyors_whom_nobody_else_lends_can_be_named(cast: Cast, union: Organisation) -> None:
    lent_elsewhere = a_surveyor(cast)
    an_organisation(cast, kind="mass").volunteers.add(lent_elsewhere)

    for person in (lent_elsewhere, cast.people["keeper"], cast.stranger):
        assert errors(named(cast, union, person)) == {"volunteers": ["invalid_choice"]}


def test_an_agency_lends_nobody(cast: Cast) -> None:
    agency = an_organisation(cast, reporters=[cast.people["reporter"]])

    assert named(cast, agency, cast.people["surveyor"]).status_code == 403  # type: ignore[attr-defined]


def test_what_the_volunteers_did_is_counted_by_organisation(cast: Cast, union: Organisation) -> None:
    walkers = [a_surveyor(cast), a_surveyor(cast)]
    union.volunteers.set(walkers)
    for walker in walkers:  # one group for both, and one of the second's own
        walker.assigned_groups.add(cast.group)
    walkers[1].assigned_groups.add(GroupFactory(village=cast.village))
    other = HouseholdFactory(village=cast.village)
    visit(cast.household, "2021-07-01", installed=1, surveyor=walkers[0])
    visit(cast.household, "2021-07-10", outcome="absent", surveyor=walkers[1])
    visit(other, "2021-07-12", installed=2, surveyor=walkers[1])
    visit(other, "2021-07-12", hour=10, installed=3)
    HomeVisit.objects.filter(surveyor=walkers[1], installed=2).update(installed_on_the_spot=2)

    (row,) = lent([union], date(2021, 7, 12))

    assert (row.volunteers, row.groups) == (2, 2)
    assert (row.ever, row.week) == (Walked(2, 2), Walked(2, 2))


def test_what_volunteers_did_is_read_once_in_ten_minutes(cast: Cast, union: Organisation) -> None:
    union.volunteers.add(cast.people["surveyor"])
    visit(cast.household, "2021-07-10", installed=1, surveyor=cast.people["surveyor"])
    first = lent([union], date(2021, 7, 12))

    with CaptureQueriesContext(connection) as asked:
        again = lent([union], date(2021, 7, 12))

    assert again == first
    assert not [query for query in asked if "surveys_homevisit" in query["sql"]]


def test_what_a_volunteer_did_shows_as_soon_as_the_volunteer_is_named(cast: Cast, union: Organisation) -> None:
    visit(cast.household, "2021-07-10", installed=1, surveyor=cast.people["surveyor"])
    shown = [cast.client("reporter").get(union.get_absolute_url()).context["lent"]]

    named(cast, union, cast.people["surveyor"])

    shown.append(cast.client("reporter").get(union.get_absolute_url()).context["lent"])
    assert [(row.volunteers, row.ever.households) for row in shown] == [(0, 0), (1, 1)]


@time_machine.travel("2021-07-12T10:00:00+07:00", tick=False)
def test_the_last_seven_days_are_today_and_the_six_before(cast: Cast, union: Organisation) -> None:
    union.volunteers.add(cast.people["surveyor"])
    for day, household in (("2021-07-05", cast.household), ("2021-07-06", HouseholdFactory(village=cast.village))):
        visit(household, day, surveyor=cast.people["surveyor"])

    (row,) = cast.client("chair").get("/organisations/mass/").context["rows"]

    assert (row.ever.households, row.week.households) == (2, 1)


def test_the_page_of_mass_organisations_shows_each_and_no_other(cast: Cast, union: Organisation) -> None:
    an_organisation(cast, name="Bưu điện Mẫu")

    shown = page(cast, "/organisations/mass/", "chair")

    assert "Đoàn Thanh niên" in shown
    assert "Bưu điện Mẫu" not in shown


def test_ten_mass_organisations_ask_no_more_queries_than_one(cast: Cast, union: Organisation) -> None:
    client = cast.client("officer")
    one = queries_of(client, "/organisations/mass/")
    for _ in range(9):
        an_organisation(cast, kind="mass").volunteers.add(a_surveyor(cast))

    assert queries_of(client, "/organisations/mass/") == one
