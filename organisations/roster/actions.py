"""The import of rosters, step by step as every list's."""

from datetime import datetime

from accounts.models import Commune, User
from organisations.models import Organisation, RosterEntry, RosterImport
from organisations.roster.entries import COLUMNS, Entry, check
from organisations.roster.messages import FAULTS
from spreadsheets.reading import read_table
from villages.importing import steps

BATCH = 500


class Miscounted(Exception):
    """The roster does not hold what was written; everything is rolled back."""


def receive_list(
    *, actor: User | None, commune: Commune, file_name: str, content: bytes, organisation: Organisation
) -> RosterImport:
    """Keep an uploaded roster; nothing is read yet."""
    upload = RosterImport(commune=commune, organisation=organisation, uploaded_by=actor, file_name=file_name)
    steps.receive(upload, content)
    return upload


def check_list(*, upload: RosterImport) -> None:
    """The dry run: names every faulty row, stores nobody."""
    steps.check(upload, _read)


def store_list(*, upload: RosterImport) -> None:
    steps.store(upload, _read, action="organisation.roster")


def _read(upload: RosterImport) -> steps.Compared:
    checked = check(read_table(upload.file, COLUMNS).rows)
    outcome = {
        "rows": len(checked.entries) + len(checked.faults),
        "created": len(checked.entries),
        "updated": 0,
        "unchanged": 0,
        "skipped": checked.skipped,
    }
    return steps.Compared(outcome, checked.faults, lambda: _replace(upload.organisation, checked.entries))


def _replace(organisation: Organisation, entries: list[Entry]) -> None:
    """All or nothing, within the caller's transaction. Raises Miscounted."""
    organisation.roster.all().delete()
    people = [
        RosterEntry(
            organisation=organisation,
            name=entry.name,
            phone=entry.phone,
            has_smartphone=entry.has_smartphone,
            installed=entry.installed,
        )
        for entry in entries
    ]
    for person in people:
        person.set_keys()
    RosterEntry.objects.bulk_create(people, batch_size=BATCH)
    if organisation.roster.count() != len(entries):
        raise Miscounted


def list_with_faults(*, upload: RosterImport, title: str) -> bytes:
    """The same file with an error column. Raises Unreadable."""
    return steps.with_faults(upload, read_table(upload.file, COLUMNS), FAULTS, title)


def forget_old_imports(*, now: datetime) -> int:
    return steps.forget_old(RosterImport.objects.all(), now)
