"""Deeds on the register: villages, groups, households, and the import of household lists."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from accounts import audit
from accounts.models import Commune, User
from spreadsheets.archives import Unreadable
from spreadsheets.reading import Table, read_table
from spreadsheets.writing import with_error_column
from villages.importing.entries import COLUMNS, Checked, check
from villages.importing.messages import FAULTS
from villages.importing.plan import Plan, plan
from villages.importing.store import store
from villages.models import Household, HouseholdImport, ResidentialGroup, Village

IMPORTS_KEPT = timedelta(days=30)
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
    upload = HouseholdImport(
        commune=commune,
        uploaded_by=actor,
        file_name=file_name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        create_villages=create_villages,
    )
    upload.file = content
    upload.save()
    return upload


def check_list(*, upload: HouseholdImport) -> None:
    """The dry run: reads all rows, names every faulty one, stores no household."""
    try:
        _, checked, made = _read(upload)
    except Unreadable as problem:
        upload.problem = [problem.code, *problem.details]
        upload.state = HouseholdImport.State.UNREADABLE
    else:
        upload.outcome = _outcome(checked, made)
        upload.state = HouseholdImport.State.FAULTY if checked.faults else HouseholdImport.State.READY
    upload.save(update_fields=["problem", "state", "outcome"])


@transaction.atomic
def store_list(*, upload: HouseholdImport) -> None:
    """All or nothing. The list is checked again, for the register may have changed since the dry run."""
    Commune.objects.select_for_update().get(pk=upload.commune_id)
    upload.refresh_from_db()
    if upload.state == HouseholdImport.State.STORED:
        return
    _, checked, made = _read(upload)
    upload.outcome = _outcome(checked, made)
    upload.state = HouseholdImport.State.FAULTY
    if not checked.faults:
        store(upload.commune, made)
        upload.state = HouseholdImport.State.STORED
        upload.content = ""
        _audit_import(upload)
    upload.save(update_fields=["state", "outcome", "content"])


def _audit_import(upload: HouseholdImport) -> None:
    counts = {name: upload.outcome[name] for name in ("created", "updated", "unchanged")}
    audit.record(
        actor=upload.uploaded_by,
        action="household.import",
        target=upload,
        commune=upload.commune,
        sha256=upload.sha256,
        **counts,
    )


def _read(upload: HouseholdImport) -> tuple[Table, Checked, Plan]:
    table = read_table(upload.file, COLUMNS)
    checked = check(table.rows)
    made = plan(upload.commune, checked, create_villages=upload.create_villages)
    return table, checked, made


def _outcome(checked: Checked, made: Plan) -> dict[str, object]:
    return {
        "rows": len(checked.entries) + len(checked.faults),
        "created": len(made.created),
        "updated": len(made.updated),
        "unchanged": made.unchanged,
        "failed": len(checked.faults),
        "skipped": checked.skipped,
        "converted": len(made.converted),
        "new_villages": [village.name for village in made.new_villages][:NAMES_KEPT],
        "new_groups": len(made.new_groups),
        "faults": {str(row): faults for row, faults in sorted(checked.faults.items())},
    }


def list_with_faults(*, upload: HouseholdImport, title: str) -> bytes:
    """The same file with an error column. Raises Unreadable."""
    table = read_table(upload.file, COLUMNS)
    faults = {int(row): [str(FAULTS[fault]) for fault in found] for row, found in upload.outcome["faults"].items()}
    return with_error_column(upload.file, table, faults, title)


def forget_old_imports(*, now: datetime) -> int:
    """What was uploaded and never stored goes after 30 days, with the record of what was."""
    old = HouseholdImport.objects.filter(uploaded_at__lt=now - IMPORTS_KEPT)
    return old.delete()[0]
