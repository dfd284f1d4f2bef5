"""How the field work goes: coverage by village, group and surveyor, reasons, and what waits."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.models import Device
from surveys.models import HomeVisit, Outcome
from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, UserFactory, VillageFactory, visit
from tests.surveys.batches import post, record
from tests.villages.queries import queries_of
from villages.models import Household

OVERVIEW = "/fieldwork/"


def shown(cast: Cast, role: str = "officer") -> Any:
    response = cast.client(role).get(OVERVIEW)
    assert response.status_code == 200
    return response.context


def house(cast: Cast, **facts: Any) -> Household:
    household: Household = HouseholdFactory(**{"village": cast.village, "group": cast.group} | facts)
    return household


def test_those_who_moved_away_are_in_neither_number(cast: Cast) -> None:
    visit(house(cast), "2021-07-01", installed=1)
    visit(house(cast), "2021-07-01", outcome=Outcome.MOVED_AWAY)
    visit(house(cast), "2021-07-01", outcome=Outcome.ABSENT)

    whole = shown(cast)["whole"]

    assert (whole.done, whole.left, whole.all) == (1, 2, 3)


def test_the_newest_settling_visit_decides(cast: Cast) -> None:
    for day, outcome in (("01", "completed"), ("02", "moved_away"), ("03", "completed"), ("04", "refused")):
        visit(cast.household, f"2021-07-{day}", outcome=outcome)

    assert (shown(cast)["whole"].done, shown(cast)["whole"].left) == (1, 0)


def test_coverage_is_told_by_village_and_by_group(cast: Cast) -> None:
    visit(house(cast), "2021-07-01")
    visit(house(cast, group=None), "2021-07-01")
    other = GroupFactory(village=VillageFactory(commune=cast.commune, name="Ao Sen"))
    house(cast, village=other.village, group=other)

    context = shown(cast)

    villages = {village.name: (share.done, share.left) for village, share in context["villages"]}
    assert villages == {"Ao Sen": (0, 1), "Đồng Tiến": (2, 1), "Tân Lập": (0, 0)}
    assert {(group, share.done, share.left) for group, share in context["groups"]} == {
        (cast.group, 1, 1),
        (other, 0, 1),
    }


def test_a_village_head_sees_the_own_village_alone(cast: Cast) -> None:
    visit(house(cast, village=VillageFactory(commune=cast.commune), group=None), "2021-07-01")

    context = shown(cast, "village_head")

    assert (context["whole"].done, context["whole"].left) == (0, 1)
    assert [village for village, _share in context["villages"]] == [cast.village]
    assert [walker.person for walker in context["walkers"]] == [cast.people["surveyor"]]


def test_each_surveyor_stands_with_what_was_given_and_done(cast: Cast) -> None:
    person, today = cast.people["surveyor"], timezone.localdate()
    done = house(cast)
    visit(done, today - timedelta(days=20), surveyor=person, outcome=Outcome.ABSENT)
    visit(done, today - timedelta(days=1), surveyor=person, installed=1)
    sent = record(person, cast.household, outcome="absent", members=0, phones=[])
    post(cast.client("surveyor"), sent)

    walker = shown(cast)["walkers"][0]

    assert (walker.person, walker.share.all, walker.share.left) == (person, 2, 1)
    assert (walker.pace.visits, walker.pace.helped) == (2, 0)


def test_people_helped_to_install_are_counted_for_whoever_helped(cast: Cast) -> None:
    monitor = cast.people["monitor"]
    phones = [{"kind": "smart", "installed": True, "installed_on_the_spot": spot} for spot in (True, False)]
    post(cast.client("monitor"), record(monitor, cast.household, phones=phones))

    helped = {walker.person: walker.pace.helped for walker in shown(cast)["walkers"]}

    assert helped == {monitor: 1, cast.people["surveyor"]: 0}


def test_help_of_long_ago_and_of_just_now_is_added_up_at_once(cast: Cast) -> None:
    monitor, today = cast.people["monitor"], timezone.localdate()
    visit(house(cast), today - timedelta(days=30), installed=2, surveyor=monitor)
    HomeVisit.objects.update(installed_on_the_spot=2)
    shown(cast)
    phones = [{"kind": "smart", "installed": True, "installed_on_the_spot": True}]

    post(cast.client("monitor"), record(monitor, cast.household, phones=phones))

    (pace,) = [walker.pace for walker in shown(cast)["walkers"] if walker.person == monitor]
    assert (pace.visits, pace.helped) == (1, 3)


def test_the_visits_of_long_ago_are_read_once_in_ten_minutes(cast: Cast) -> None:
    visit(cast.household, timezone.localdate() - timedelta(days=30), installed=1)
    shown(cast)

    with CaptureQueriesContext(connection) as asked:
        shown(cast)

    (read,) = [query["sql"] for query in asked if "SUM(" in query["sql"]]
    assert '"captured_at" >=' in read[read.rindex("WHERE") :]


def test_a_village_head_sees_no_help_given_elsewhere(cast: Cast) -> None:
    away = house(cast, village=VillageFactory(commune=cast.commune), group=None)
    for days in (30, 1):
        visit(away, timezone.localdate() - timedelta(days=days), surveyor=cast.people["monitor"])

    people = [[walker.person for walker in shown(cast, role)["walkers"]] for role in ("officer", "village_head")]

    assert people == [[cast.people["surveyor"], cast.people["monitor"]], [cast.people["surveyor"]]]


def test_reasons_are_counted_from_what_is_known_now(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", smartphones=3)
    visit(cast.household, "2021-07-02", smartphones=3, installed=1)
    visit(house(cast, village=VillageFactory(), group=None), "2021-07-02", smartphones=3)
    gone = house(cast)
    visit(gone, "2021-07-01", smartphones=3)
    visit(gone, "2021-07-02", outcome=Outcome.MOVED_AWAY)

    reasons = shown(cast)["reasons"]

    assert [(reason.phones, reason.share) for reason in reasons] == [(2, 1.0)]


def test_what_waits_is_counted(cast: Cast) -> None:
    facts = {"unsent": 2, "oldest_unsent_at": timezone.now()}
    Device.objects.create(commune=cast.commune, uuid=uuid4(), user=cast.people["surveyor"], **facts)
    house(cast, is_provisional=True)
    for day in (1, 2):
        visit(cast.household, f"2021-07-0{day}")
    other = UserFactory(commune=cast.commune, role="surveyor")
    post(cast.client("surveyor"), record(other, cast.household))

    waiting = shown(cast)["waiting"]

    assert (waiting.devices, waiting.set_aside, waiting.pairs, waiting.provisional) == (1, 1, 1, 1)
    assert shown(cast, "village_head")["waiting"].set_aside is None


@pytest.mark.parametrize("role", ["officer", "chair", "village_head", "stranger"])
def test_the_page_of_an_empty_register_says_so(cast: Cast, role: str) -> None:
    cast.household.delete()

    assert shown(cast, role)["whole"].all == 0


def test_the_queries_do_not_grow(cast: Cast) -> None:
    client = cast.client("officer")
    visit(cast.household, "2021-07-01", smartphones=1, installed=0)
    before = queries_of(client, OVERVIEW)

    for _ in range(9):
        group, person = GroupFactory(village=VillageFactory(commune=cast.commune)), UserFactory(commune=cast.commune)
        group.surveyors.add(person)
        visit(house(cast, village=group.village, group=group), "2021-07-01", smartphones=2, surveyor=person)

    assert queries_of(client, OVERVIEW) == before
