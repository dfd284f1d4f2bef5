"""Who may know about which village, group, household and uploaded list."""

import pytest
from django.db.models import Model

from accounts.models import Role, User
from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, VillageFactory
from tests.villages.lists import listed, received, row
from villages.models import Household, HouseholdImport, ResidentialGroup, Village

WHOLE_COMMUNE = {Role.CHAIR, Role.OFFICER, Role.MONITOR}


def who(cast: Cast, role: str) -> User:
    return {"stranger": cast.stranger, "foreigner": cast.foreigner}.get(role) or cast.people[role]


@pytest.fixture
def things(cast: Cast) -> dict[type[Model], tuple[Model, Model, Model]]:
    """Of each kind: the cast's own, one in the same village but another group, one in the next village."""
    there = cast.stranger.headed_villages.get()
    group, group_there = GroupFactory(village=cast.village), GroupFactory(village=there)
    beside = HouseholdFactory(village=cast.village, group=group)
    next_door = HouseholdFactory(village=there, group=group_there)
    HouseholdFactory(village=VillageFactory(), group=GroupFactory())
    return {
        Village: (cast.village, cast.village, there),
        ResidentialGroup: (cast.group, group, group_there),
        Household: (cast.household, beside, next_door),
    }


def seen(role: str) -> tuple[bool, bool, bool]:
    """Whether a role sees the cast's own, what stands beside it in the village, and what is in the next one."""
    if role in WHOLE_COMMUNE:
        return True, True, True
    if role == "stranger":
        return False, False, True
    return role in (Role.VILLAGE_HEAD, Role.SURVEYOR), role == Role.VILLAGE_HEAD, False


@pytest.mark.parametrize("role", [*Role.values, "stranger", "foreigner"])
@pytest.mark.parametrize("model", [Village, ResidentialGroup, Household])
def test_each_role_sees_its_part_of_the_register(
    cast: Cast, things: dict[type[Model], tuple[Model, Model, Model]], model: type[Model], role: str
) -> None:
    expected = {thing for thing, is_seen in zip(things[model], seen(role), strict=True) if is_seen}

    visible = list(model._default_manager.visible_to(who(cast, role)))

    assert len(visible) == len(set(visible))
    assert set(visible) == expected


@pytest.mark.parametrize("role", [*Role.values, "stranger", "foreigner"])
def test_only_officers_of_the_commune_see_its_lists(cast: Cast, role: str) -> None:
    received(cast.commune, listed(row()))

    assert HouseholdImport.objects.visible_to(who(cast, role)).exists() == (role == "officer")


def test_a_role_that_was_given_up_takes_the_sight_with_it(cast: Cast) -> None:
    head = cast.people["village_head"]
    head.role = Role.KEEPER
    head.save()

    assert not Household.objects.visible_to(head).exists()


def test_somebody_who_moved_to_another_commune_sees_nothing_of_the_old_one(cast: Cast) -> None:
    for role in ("village_head", "surveyor"):
        person = cast.people[role]
        person.commune = cast.foreigner.commune
        person.save()

        assert not Village.objects.visible_to(person).exists()
        assert not ResidentialGroup.objects.visible_to(person).exists()
        assert not Household.objects.visible_to(person).exists()
