"""The import of venue lists, step by step as every list's."""

from datetime import datetime

from accounts.models import Commune, User
from spreadsheets.reading import read_table
from venues.importing.entries import COLUMNS, check
from venues.importing.messages import FAULTS
from venues.importing.plan import plan, store
from venues.models import VenueImport
from villages.importing import steps


def receive_list(*, actor: User | None, commune: Commune, file_name: str, content: bytes, approve: bool) -> VenueImport:
    """Keep an uploaded list; nothing is read yet."""
    upload = VenueImport(commune=commune, uploaded_by=actor, file_name=file_name, approve=approve)
    steps.receive(upload, content)
    return upload


def check_list(*, upload: VenueImport) -> None:
    """The dry run: names every faulty row, stores no venue."""
    steps.check(upload, _read)


def store_list(*, upload: VenueImport) -> None:
    steps.store(upload, _read, action="venue.import")


def _read(upload: VenueImport) -> steps.Compared:
    checked = check(read_table(upload.file, COLUMNS).rows)
    made = plan(upload.commune, checked)
    outcome = {
        "rows": len(checked.entries) + len(checked.faults),
        "created": len(made.created),
        "updated": len(made.updated),
        "unchanged": made.unchanged,
        "skipped": checked.skipped,
    }

    def write() -> None:
        store(upload.commune, made, actor=upload.uploaded_by, approve=upload.approve)

    return steps.Compared(outcome, checked.faults, write)


def list_with_faults(*, upload: VenueImport, title: str) -> bytes:
    """The same file with an error column. Raises Unreadable."""
    return steps.with_faults(upload, read_table(upload.file, COLUMNS), FAULTS, title)


def forget_old_imports(*, now: datetime) -> int:
    return steps.forget_old(VenueImport.objects.all(), now)
