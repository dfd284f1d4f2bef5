"""Unsent work on other people's phones: who sees which, the worst first, and whom nobody has heard of."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Role, User
from intake.models import Device
from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, UserFactory, VillageFactory, visit
from tests.villages.queries import queries_of

DEVICES = "/fieldwork/devices/"


def device(user: User, hours: float | None = None, **facts: Any) -> Device:
    """All sent, or with one visit unsent for so many hours."""
    if hours is not None:
        facts |= {"unsent": 1, "oldest_unsent_at": timezone.now() - timedelta(hours=hours)}
    return Device.objects.create(commune=user.commune, uuid=uuid4(), user=user, **facts)


def surveyor_of(village: Any, *, alone: bool = False) -> User:
    person: User = UserFactory(commune=village.commune, role=Role.SURVEYOR)
    group = GroupFactory(village=village, name="Xóm Đông")
    household = HouseholdFactory(village=village, group=group)
    (household if alone else group).surveyors.add(person)
    return person


@pytest.mark.parametrize("alone", [True, False])
def test_a_village_head_sees_the_devices_of_the_own_surveyors_and_the_own(cast: Cast, alone: bool) -> None:
    head = cast.people["village_head"]
    theirs, own = device(surveyor_of(cast.village, alone=alone)), device(head)
    device(surveyor_of(VillageFactory(commune=cast.commune)))
    device(cast.people["monitor"])

    assert set(Device.objects.visible_to(head)) == {theirs, own}


def test_a_surveyor_of_many_groups_is_seen_once(cast: Cast) -> None:
    person = surveyor_of(cast.village)
    GroupFactory(village=cast.village, name="Xóm Tây").surveyors.add(person)
    device(person)

    assert Device.objects.visible_to(cast.people["village_head"]).count() == 1


def test_the_database_does_not_multiply_a_surveyors_groups_by_the_households(cast: Cast) -> None:
    plan = Device.objects.visible_to(cast.people["village_head"]).explain()

    if connection.vendor == "postgresql":
        assert "hashed SubPlan 1" in plan
        assert "hashed SubPlan 2" in plan
    else:
        assert plan.count("LIST SUBQUERY") == 2


@pytest.mark.parametrize(
    ("role", "count"), [("officer", 2), ("chair", 2), ("surveyor", 1), ("stranger", 0), ("foreigner", 0)]
)
def test_each_role_sees_the_devices_of_its_scope(cast: Cast, role: str, count: int) -> None:
    device(cast.people["surveyor"])
    device(cast.people["monitor"])
    who = {"stranger": cast.stranger, "foreigner": cast.foreigner}.get(role) or cast.people[role]

    assert Device.objects.visible_to(who).count() == count


def test_the_worst_stand_first_and_say_how_bad_it_is(cast: Cast) -> None:
    for name, hours in {"Sent": None, "Fresh": 23, "Red": 73, "Amber": 25}.items():
        device(cast.people["surveyor"], hours, name=name)

    page = unescape(cast.client("chair").get(DEVICES).content.decode())

    assert re.findall(r"(Sent|Fresh|Red|Amber) ·", page) == ["Red", "Amber", "Fresh", "Sent"]
    assert re.findall(r'class="tag (\w*)"', page) == ["behind", "care", "", "good"]


def test_a_surveyor_with_households_left_who_was_never_heard_of_is_named(cast: Cast) -> None:
    for name in ("Lê Văn Câm", "Lê Thị Nói"):
        person = surveyor_of(VillageFactory(commune=cast.commune))
        User.objects.get_queryset().filter(pk=person.pk).update(full_name=name)
    device(User.objects.get_queryset().get(full_name="Lê Thị Nói"))
    visit(cast.household, "2021-07-01", installed=1)

    silent = cast.client("officer").get(DEVICES).context["silent"]

    assert [(row.person.full_name, row.share.left) for row in silent] == [("Lê Văn Câm", 1)]


def test_a_village_head_is_told_of_the_own_surveyors_only(cast: Cast) -> None:
    surveyor_of(VillageFactory(commune=cast.commune))

    silent = cast.client("village_head").get(DEVICES).context["silent"]

    assert [row.person for row in silent] == [cast.people["surveyor"]]


def test_the_queries_do_not_grow(cast: Cast) -> None:
    client = cast.client("officer")
    device(cast.people["surveyor"], 30)
    before = queries_of(client, DEVICES)

    for number in range(9):
        person = surveyor_of(VillageFactory(commune=cast.commune))
        if number % 2:
            device(person, number * 10)

    assert queries_of(client, DEVICES) == before
