"""What the database itself refuses."""

from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, VillageFactory
from tests.villages.lists import received
from villages.models import Household, HouseholdImport, ResidentialGroup, Village


def refused(name: str, queryset: models.QuerySet[Any], **values: object) -> None:
    """The constraint of that name stops the values."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        queryset.update(**values)
    said = str(caught.value)
    fields = {field.split(".")[-1] for field in said.rpartition(": ")[2].split(", ")}
    assert name in said or fields == _columns(queryset.model, name)


def _columns(model: type[models.Model], name: str) -> set[str]:
    """SQLite names the columns of a unique constraint, not the constraint."""
    constraint = next(constraint for constraint in model._meta.constraints if constraint.name == name)
    assert isinstance(constraint, models.UniqueConstraint)
    return {model._meta.get_field(field).column for field in constraint.fields}


@pytest.mark.parametrize("members", [0, 41])
def test_members_are_one_to_forty(cast: Cast, members: int) -> None:
    refused("household_members_in_range", Household.objects.all(), member_count=members)


def test_a_household_code_exists_once_in_a_commune(cast: Cast) -> None:
    twin = HouseholdFactory(village=cast.village)

    refused("household_code_once_a_commune", Household.objects.filter(pk=twin.pk), code="000001")


def test_only_a_retired_household_is_merged_into_another(cast: Cast) -> None:
    double = HouseholdFactory(village=cast.village)

    refused("household_merged_is_retired", Household.objects.filter(pk=double.pk), merged_into=cast.household)


def test_a_village_name_exists_once_in_a_commune(cast: Cast) -> None:
    twin = VillageFactory(commune=cast.commune)

    refused("village_name_once_a_commune", Village.objects.filter(pk=twin.pk), name_fold="dong tien")


def test_a_population_has_its_day(cast: Cast) -> None:
    refused("village_population_has_its_day", Village.objects.all(), population=1)


def test_a_number_of_households_has_its_day(cast: Cast) -> None:
    refused("village_households_have_their_day", Village.objects.all(), official_households=1)


def test_a_group_name_exists_once_in_a_village(cast: Cast) -> None:
    twin = GroupFactory(village=cast.village)

    refused("group_name_once_a_village", ResidentialGroup.objects.filter(pk=twin.pk), name_fold="to 1")


def test_a_list_is_in_a_known_state(cast: Cast) -> None:
    received(cast.commune, b"")

    refused("household_import_state_known", HouseholdImport.objects.all(), state="lost")


def test_every_constraint_is_broken_here() -> None:
    broken = {
        "household_members_in_range",
        "household_code_once_a_commune",
        "household_merged_is_retired",
        "village_name_once_a_commune",
        "village_population_has_its_day",
        "village_households_have_their_day",
        "group_name_once_a_village",
        "household_import_state_known",
    }

    kinds = (Village, ResidentialGroup, Household, HouseholdImport)
    assert {constraint.name for model in kinds for constraint in model._meta.constraints} == broken


@pytest.mark.parametrize("thing", ["village", "group"])
def test_what_has_households_is_not_deleted(cast: Cast, thing: str) -> None:
    with pytest.raises(models.ProtectedError):
        getattr(cast, thing).delete()
