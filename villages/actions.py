"""Deeds on the register: villages, groups, households, and the import of household lists."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import Commune, User
from spreadsheets.reading import read_table
from villages.importing import journal, steps
from villages.importing.entries import COLUMNS, Entry, check
from villages.importing.messages import FAULTS
from villages.importing.plan import Plan, plan
from villages.importing.store import store
from villages.models import Household, HouseholdImport, ResidentialGroup, Village

NAMES_KEPT = 20


@transaction.atomic
def save_village(*, actor: User | None, village: Village, heads: list[User]) -> None:
    action = "village.update" if village.pk else "village.create"
    village.save()
    village.heads.set(heads)
    audit.record(actor=actor, action=action, target=village, commune=village.commune)


@transaction.atomic
def save_group(*, actor: User | None, group: ResidentialGroup, surveyors: list[User]) -> None:
    action = "group.update" if group.pk else "group.create"
    group.save()
    group.surveyors.set(surveyors)
    audit.record(actor=actor, action=action, target=group, commune=group.village.commune)


PARTICULARS = (
    "code",
    "head_name",
    "head_sort",
    "search_fold",
    "village",
    "group",
    "alley",
    "alley_sort",
    "house_number",
    "house_sort",
    "member_count",
    "phone",
    "phone_index",
    "note",
)


@transaction.atomic
def save_household(*, actor: User | None, household: Household) -> None:
    action = "household.update" if household.pk else "household.create"
    household.save(update_fields=PARTICULARS if household.pk else None)
    audit.record(actor=actor, action=action, target=household, commune=household.commune)


class NoLongerThere(Exception):
    """The household was merged into another in between."""


@transaction.atomic
def confirm_household(*, actor: User, household: Household) -> None:
    """One found at the door gets its place on the register, as it was put right. Raises NoLongerThere."""
    if not Household.objects.select_for_update().living().filter(pk=household.pk).exists():
        raise NoLongerThere
    household.is_provisional = False
    household.save(update_fields=[*PARTICULARS, "is_provisional"])
    audit.record(actor=actor, action="household.confirm", target=household, commune=household.commune)


def receive_list(
    *, actor: User | None, commune: Commune, file_name: str, content: bytes, create_villages: bool
) -> HouseholdImport:
    """Keep an uploaded list; nothing is read yet."""
    upload = HouseholdImport(commune=commune, uploaded_by=actor, file_name=file_name, create_villages=create_villages)
    steps.receive(upload, content)
    return upload


def check_list(*, upload: HouseholdImport) -> None:
    """The dry run: reads all rows, names every faulty one, stores no household."""
    steps.check(upload, _read)


def store_list(*, upload: HouseholdImport) -> None:
    """All or nothing. The list is checked again, for the register may have changed since the dry run."""
    steps.store(upload, _read, action="household.import")


def _read(upload: HouseholdImport) -> steps.Compared:
    checked = check(read_table(upload.file, COLUMNS).rows)
    made = plan(upload.commune, checked, create_villages=upload.create_villages)

    def write() -> None:
        store(upload.commune, made)
        journal.keep(upload, made)

    return steps.Compared(_outcome(checked, made), checked.faults, write)


def _outcome(checked: steps.Checked[Entry], made: Plan) -> dict[str, object]:
    return {
        "rows": len(checked.entries) + len(checked.faults),
        "created": len(made.created),
        "updated": len(made.updated),
        "unchanged": made.unchanged,
        "skipped": checked.skipped,
        "converted": len(made.converted),
        "new_villages": [village.name for village in made.new_villages][:NAMES_KEPT],
        "new_groups": len(made.new_groups),
        "too_many": made.too_many(),
    }


@transaction.atomic
def take_back_list(*, actor: User, upload: HouseholdImport) -> None:
    """The register says again what it said before the import; pressed twice it does so once. Raises BuiltUpon."""
    Commune.objects.select_for_update().get(pk=upload.commune_id)
    upload.refresh_from_db()
    if not upload.can_be_taken_back:
        return
    journal.take_back(upload.journal)
    upload.state = HouseholdImport.State.TAKEN_BACK
    upload.save(update_fields=["state"])
    audit.record(
        actor=actor, action="household.take_back_import", target=upload, commune=upload.commune, sha256=upload.sha256
    )


def list_with_faults(*, upload: HouseholdImport, title: str) -> bytes:
    """The same file with an error column. Raises Unreadable."""
    return steps.with_faults(upload, read_table(upload.file, COLUMNS), FAULTS, title)


def forget_old_imports(*, now: datetime) -> int:
    """After 30 days, with their journals; returns how many."""
    return steps.forget_old(HouseholdImport.objects.all(), now)
