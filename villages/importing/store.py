"""Writing a plan into the register: one transaction, counted afterwards."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import Commune
from villages.importing.plan import Plan
from villages.models import Household, ResidentialGroup, Village

BATCH = 500
UPDATED_FIELDS = [
    "village",
    "group",
    "head_name",
    "head_sort",
    "search_fold",
    "alley",
    "alley_sort",
    "house_number",
    "house_sort",
    "member_count",
    "phone",
    "phone_index",
    "note",
]


class Miscounted(Exception):
    """The register does not hold what was written; everything is rolled back."""


@transaction.atomic
def store(commune: Commune, plan: Plan) -> None:
    """Villages, groups, households: upsert by code, all or nothing. Raises Miscounted."""
    before = Household.objects.filter(commune=commune).count()
    _make_villages(plan)
    _make_groups(plan)
    written = [*plan.created, *plan.updated]
    for household in written:
        _point_to_what_was_made(household)
    write(written)
    if Household.objects.filter(commune=commune).count() != before + len(plan.created):
        raise Miscounted


def _point_to_what_was_made(household: Household) -> None:
    """A village and a group have keys by now that they had not when they were given to the household."""
    if not household.village_id:
        household.village = household.village
    if not household.group_id:
        household.group = household.group


def write(households: Sequence[Household]) -> None:
    """Upsert by code, with the keys that follow from what they say."""
    for household in households:
        household.set_keys()
    Household.objects.bulk_create(
        households,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["commune", "code"],
        update_fields=UPDATED_FIELDS,
    )


def _make_villages(plan: Plan) -> None:
    for village in plan.new_villages:
        village.set_keys()
    Village.objects.bulk_create(plan.new_villages)


def _make_groups(plan: Plan) -> None:
    for group in plan.new_groups:
        group.village = group.village
        group.set_keys()
    ResidentialGroup.objects.bulk_create(plan.new_groups)
