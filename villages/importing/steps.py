"""The steps of every list on its way in: kept, checked, stored all or nothing, handed back with its faults."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import transaction
from django_stubs_ext import StrOrPromise

from accounts import audit
from accounts.models import Commune
from spreadsheets.archives import Unreadable
from spreadsheets.reading import Table
from spreadsheets.writing import with_error_column
from villages.models.imports import ListImport

IMPORTS_KEPT = timedelta(days=30)
Entry = TypeVar("Entry")


@dataclass
class Checked(Generic[Entry]):
    """What a list holds: entries, the faults of the other rows, and the numbers of lines that are no entry at all."""

    entries: list[Entry] = field(default_factory=list)
    faults: dict[int, list[str]] = field(default_factory=dict)
    skipped: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Compared:
    """A list read and held against the register: counts, faults by row, and how to write it."""

    outcome: dict[str, Any]
    faults: dict[int, list[str]]
    store: Callable[[], None]


Read = Callable[[Any], Compared]  # may raise Unreadable


def receive(upload: ListImport, content: bytes) -> None:
    """Keep an uploaded list; nothing is read yet."""
    upload.file_name = upload.file_name[:200]
    upload.sha256 = hashlib.sha256(content).hexdigest()
    upload.file = content
    upload.save()


def check(upload: ListImport, read: Read) -> None:
    """The dry run: reads all rows, names every faulty one, stores nothing."""
    try:
        compared = read(upload)
    except Unreadable as problem:
        upload.problem = [problem.code, *problem.details]
        upload.state = upload.State.UNREADABLE
    else:
        upload.outcome = _outcome(compared)
        upload.state = upload.State.FAULTY if compared.faults else upload.State.READY
    upload.save(update_fields=["problem", "state", "outcome"])


@transaction.atomic
def store(upload: ListImport, read: Read, *, action: str) -> None:
    """All or nothing. The list is checked again, for the register may have changed since the dry run."""
    Commune.objects.select_for_update().get(pk=upload.commune_id)
    upload.refresh_from_db()
    if upload.state == upload.State.STORED:
        return
    compared = read(upload)
    upload.outcome = _outcome(compared)
    upload.state = upload.State.FAULTY
    if not compared.faults:
        compared.store()
        upload.state = upload.State.STORED
        upload.content = ""
        _audit(upload, action)
    upload.save(update_fields=["state", "outcome", "content"])


def _outcome(compared: Compared) -> dict[str, Any]:
    faults = {str(row): found for row, found in sorted(compared.faults.items())}
    return compared.outcome | {"failed": len(faults), "faults": faults}


def _audit(upload: ListImport, action: str) -> None:
    counts = {name: upload.outcome[name] for name in ("created", "updated", "unchanged")}
    audit.record(
        actor=upload.uploaded_by,
        action=action,
        target=upload,
        commune=upload.commune,
        sha256=upload.sha256,
        **counts,
    )


def with_faults(upload: ListImport, table: Table, words: Mapping[str, StrOrPromise], title: str) -> bytes:
    """The same file with an error column. Raises Unreadable."""
    faults = {int(row): [str(words[fault]) for fault in found] for row, found in upload.outcome["faults"].items()}
    return with_error_column(upload.file, table, faults, title)


def forget_old(uploads: Any, now: datetime) -> int:
    """Uploads go after 30 days, stored or not, and with them what it takes to take them back; returns how many."""
    _all, by_model = uploads.filter(uploaded_at__lt=now - IMPORTS_KEPT).delete()
    removed: int = by_model.get(uploads.model._meta.label, 0)
    return removed
