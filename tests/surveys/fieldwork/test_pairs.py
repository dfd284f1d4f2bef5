"""Two surveyors survey one household within a week: both visits stay, and somebody looks at them."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, User
from surveys.fieldwork.pairs import double_visits
from surveys.models import HomeVisit, Outcome, ReviewedPair
from tests.conftest import Cast
from tests.factories import HouseholdFactory, UserFactory, visit
from tests.plans import a_month_of_visits, plan, with_many
from tests.villages.queries import queries_of

REVIEW = "/fieldwork/review/"


def pairs(cast: Cast, role: str = "officer") -> list[tuple[int, int]]:
    """Keys of the earlier and the later visit, as listed."""
    return [(earlier.pk, later.pk) for earlier, later in cast.client(role).get(REVIEW).context["pairs"]]


def twice(cast: Cast, days: int = 1, household: Any = None, **facts: Any) -> tuple[HomeVisit, HomeVisit]:
    house = household or cast.household
    first = visit(house, "2021-07-01", smartphones=2, installed=1)
    return first, visit(house, date(2021, 7, 1 + days), **{"smartphones": 2, "installed": 2, **facts})


def address(first: HomeVisit, second: HomeVisit) -> str:
    return f"{REVIEW}pairs/{first.pk}/{second.pk}/"


def test_two_surveyors_within_a_week_are_a_pair(cast: Cast) -> None:
    first, second = twice(cast, days=7)

    assert pairs(cast) == pairs(cast, "village_head") == [(first.pk, second.pk)]


def test_eight_days_apart_they_are_none(cast: Cast) -> None:
    twice(cast, days=8)

    assert pairs(cast) == []


def test_the_same_surveyor_twice_is_no_pair(cast: Cast) -> None:
    for day in ("2021-07-01", "2021-07-02"):
        visit(cast.household, day, surveyor=cast.people["surveyor"])

    assert pairs(cast) == []


def test_a_closed_door_is_no_survey(cast: Cast) -> None:
    twice(cast, outcome=Outcome.ABSENT)

    assert pairs(cast) == []


def test_visits_to_two_households_are_no_pair(cast: Cast) -> None:
    visit(cast.household, "2021-07-01")
    visit(HouseholdFactory(village=cast.village), "2021-07-01")

    assert pairs(cast) == []


def test_at_the_same_moment_they_are_one_pair(cast: Cast) -> None:
    first, second = twice(cast, days=0)

    assert pairs(cast) == [(first.pk, second.pk)]


def test_the_newest_pair_stands_first(cast: Cast) -> None:
    old = twice(cast)
    new = twice(cast, days=3, household=HouseholdFactory(village=cast.village))

    assert pairs(cast) == [(new[0].pk, new[1].pk), (old[0].pk, old[1].pk)]


@pytest.mark.parametrize("role", ["stranger", "foreigner"])
def test_a_stranger_finds_no_pair(cast: Cast, role: str) -> None:
    first, second = twice(cast)

    assert pairs(cast, role) == []
    assert cast.client(role).get(address(first, second)).status_code == 404


def test_side_by_side_the_page_tells_which_counts(cast: Cast) -> None:
    first, second = twice(cast)

    response = cast.client("village_head").get(address(first, second))

    assert [answers.installed for _visit, answers in response.context["visits"]] == [1, 2]
    assert response.context["counting"] == second
    assert f"/households/{cast.household.pk}/visit/" in response.content.decode()


def test_once_seen_a_pair_is_listed_no_more(cast: Cast) -> None:
    first, second = twice(cast)

    for role in ("village_head", "officer"):
        cast.client(role).post(address(first, second) + "seen/")

    assert pairs(cast) == []
    assert ReviewedPair.objects.get().reviewed_by == cast.people["village_head"]
    assert HomeVisit.objects.count() == 2
    assert cast.client("officer").get(address(first, second)).status_code == 200


def test_seeing_a_pair_is_audited(cast: Cast) -> None:
    first, second = twice(cast)

    cast.client("officer").post(address(first, second) + "seen/")

    event = AuditEvent.objects.get(action="visits.pair_seen")
    assert (event.object_id, event.facts) == (str(second.pk), {"earlier": first.pk})


def test_visits_that_are_no_pair_cannot_be_marked(cast: Cast) -> None:
    first, second = twice(cast, days=9)

    assert cast.client("officer").post(address(first, second) + "seen/").status_code == 404
    assert not ReviewedPair.objects.exists()


@pytest.mark.parametrize("same", [True, False])
def test_a_pair_is_of_two_visits_and_reviewed_once(cast: Cast, same: bool) -> None:
    first, second = twice(cast)
    who = cast.people["officer"]
    facts = {"earlier": first, "later": first if same else second, "reviewed_by": who}
    if not same:
        ReviewedPair.objects.create(**facts)

    with pytest.raises(IntegrityError):
        ReviewedPair.objects.create(**facts)


def test_every_two_of_three_surveyors_are_a_pair(cast: Cast) -> None:
    twice(cast)
    visit(cast.household, "2021-07-03")
    officer: User = cast.people["officer"]

    assert double_visits(officer).count() == 3


def test_the_queries_do_not_grow(cast: Cast) -> None:
    first, second = twice(cast)
    client = cast.client("officer")
    before = queries_of(client, REVIEW), queries_of(client, address(first, second))

    for _ in range(9):
        twice(cast, household=HouseholdFactory(village=cast.village), surveyor=UserFactory(commune=cast.commune))

    assert (queries_of(client, REVIEW), queries_of(client, address(first, second))) == before


def test_finding_the_pairs_is_done_once_a_page(cast: Cast) -> None:
    twice(cast)
    client = cast.client("officer")

    with CaptureQueriesContext(connection) as asked:
        client.get(REVIEW)

    assert len([query for query in asked if "surveys_reviewedpair" in query["sql"]]) == 1


def test_the_database_finds_a_visits_pairs_without_the_households_history(cast: Cast) -> None:
    with_many(lambda: a_month_of_visits(cast.village), HomeVisit)

    found = plan(double_visits(cast.people["officer"]))

    assert re.search(r"household_id ?= ?[^\n]+captured_at ?>=? ?[^\n]+captured_at ?<=? ?", found), found
