"""Writing a plan into the register: one transaction, counted afterwards."""

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
        household.village, household.group = household.village, household.group  # they have keys by now
        household.set_keys()
    Household.objects.bulk_create(
        written,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["commune", "code"],
        update_fields=UPDATED_FIELDS,
    )
    if Household.objects.filter(commune=commune).count() != before + len(plan.created):
        raise Miscounted


def _make_villages(plan: Plan) -> None:
    new = plan.new_villages
    for village in new:
        village.set_keys()
    Village.objects.bulk_create(new)


def _make_groups(plan: Plan) -> None:
    new = plan.new_groups
    for group in new:
        group.village = group.village
        group.set_keys()
    ResidentialGroup.objects.bulk_create(new)
