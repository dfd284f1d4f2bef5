"""Making a backup, and restoring one into an empty installation."""

import gzip
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from accounts import audit
from accounts.models import AuditChain, Commune
from backups.rows import BATCH, backed_up_models, clear, count_on, fields_of, rows, store, written
from checkins.actions import purge
from vault.actions import check_keys

FORMAT = "thongnhat-portal backup 1"
SUFFIX = ".backup.jsonl.gz"
# A picture of one moment that lets others write on.
SNAPSHOT = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}


class CannotRestore(Exception):
    """Why not, as a code: not_a_backup, cut_off, not_empty, other_version, miscounted, chain_broken."""


def back_up(*, folder: Path, now: datetime) -> Path:
    """Write everything as of one moment into a new file, mode 600. It appears under its name only when it is whole."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"portal-{timezone.localtime(now):%Y%m%d-%H%M%S}{SUFFIX}"
    unfinished = path.with_suffix(".unfinished")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as raw, gzip.open(raw, "wt", encoding="utf-8") as file, _snapshot():
        _write(file, now)
    unfinished.rename(path)
    return path


def forget_old_backups(*, folder: Path, now: datetime, days: int) -> int:
    """Who was purged from the database is not kept by its backups either; returns how many files went."""
    oldest = (now - timedelta(days=days)).timestamp()
    old = [path for path in folder.glob(f"portal-*{SUFFIX}") if path.stat().st_mtime < oldest]
    for path in old:
        path.unlink()
    return len(old)


@contextmanager
def _snapshot() -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.in_atomic_block:  # a test, or a caller who has a moment of their own
            yield
            return
        cursor.execute(SNAPSHOT[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _write(file: TextIO, now: datetime) -> None:
    def line(thing: Any) -> None:
        file.write(json.dumps(thing, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n")

    counts: dict[str, int] = {}
    line({"format": FORMAT, "made_at": now, "migrations": _migrations()})
    for model in backed_up_models():
        label = model._meta.label_lower
        line({"model": label, "fields": [field.attname for field in fields_of(model)]})
        counts[label] = 0
        for row in rows(model):
            line([written(value) for value in row])
            counts[label] += 1
    line({"counts": counts})


def _migrations() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


@transaction.atomic
def restore(*, path: Path, now: datetime) -> dict[str, int]:
    """Everything in the file into an empty installation, and then what is past its time out again, before it serves.

    All or nothing. Raises CannotRestore, and WrongKeys where these keys do not open it. Returns rows by model.
    """
    if Commune.objects.exists():
        raise CannotRestore("not_empty")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        counts = _read(file)
    check_keys()
    if any(True for chain in AuditChain.objects.all() for _ in audit.faults(chain)):
        raise CannotRestore("chain_broken")
    for commune in Commune.objects.all():
        purge(commune=commune, now=now)
    audit.record(actor=None, action="backup.restored", rows=sum(counts.values()))
    return counts


def _read(file: TextIO) -> dict[str, int]:
    try:
        return _read_lines(json.loads(line) for line in file)
    except (EOFError, OSError, ValueError, LookupError, DatabaseError) as fault:
        raise CannotRestore("not_a_backup") from fault


def _read_lines(lines: Iterator[Any]) -> dict[str, int]:
    head = next(lines, None)
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise CannotRestore("not_a_backup")
    if head["migrations"] != _migrations():
        raise CannotRestore("other_version")
    clear(backed_up_models())
    stored: dict[str, int] = {}
    shelf = Shelf(stored)
    for line in lines:
        if isinstance(line, list):
            shelf.add(line)
            continue
        shelf.empty()
        if "counts" in line:
            return _counted(line["counts"], stored)
        shelf.begin(line)
    raise CannotRestore("cut_off")


class Shelf:
    """Rows of one table that wait to be inserted together."""

    def __init__(self, stored: dict[str, int]) -> None:
        self.stored = stored
        self.rows: list[Any] = []
        self.model: type[models.Model] | None = None
        self.names: list[str] = []

    def begin(self, table: dict[str, Any]) -> None:
        self.model, self.names = apps.get_model(table["model"]), table["fields"]
        self.stored[table["model"]] = 0

    def add(self, row: list[Any]) -> None:
        self.rows.append(row)
        if len(self.rows) >= BATCH:
            self.empty()

    def empty(self) -> None:
        if self.model and self.rows:
            store(self.model, self.names, self.rows)
            self.stored[self.model._meta.label_lower] += len(self.rows)
            self.rows = []


def _counted(promised: dict[str, int], stored: dict[str, int]) -> dict[str, int]:
    """As many rows lie in the tables as the backup says it holds; else nothing stays."""
    lying = {model._meta.label_lower: models.QuerySet(model).count() for model in backed_up_models()}
    if not promised == stored == lying:
        raise CannotRestore("miscounted")
    connection.check_constraints()
    count_on(backed_up_models())
    return stored
