"""Taking a batch from a device: every record gets its own answer, and only what is committed gets a receipt.

The unique id of a `Receipt` decides whether a record is new; two processes with the same record at once store it
once. Looking beforehand only saves work. What records *are* is known to their `Kind`, above this app.
"""

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Commune, User
from intake.models import Device, Receipt, SetAside

log = logging.getLogger(__name__)
MOST_SECONDS = 2**31 - 1
LONGEST_RECORD = 32_000  # characters; a visit to twenty phones has six thousand
Errors = dict[str, list[str]]
Body = Mapping[str, Any]


@dataclass(frozen=True)
class Sending:
    """Who sends, from where, when. `skew`: how far the device's clock is behind ours.

    `is_reviewed`: an officer looked at what was set aside, and answers for who captured it.
    """

    sender: User
    device: Device | None
    received_at: datetime
    skew: timedelta = timedelta()
    is_reviewed: bool = False

    @property
    def commune(self) -> Commune:
        assert self.sender.commune is not None
        return self.sender.commune


@dataclass(frozen=True)
class Record:
    """One record as it was sent; `body_hash` is the SHA-256 of its JSON with sorted keys."""

    uuid: UUID
    body: Body
    body_hash: str


@dataclass(frozen=True)
class Result:
    """`status`: accepted, duplicate, conflict, quarantined or rejected (DESIGN §4)."""

    uuid: str
    status: str
    errors: Errors = field(default_factory=dict)


class Malformed(Exception):
    """The record can never be stored as it is; `errors` are sentences by field."""

    def __init__(self, errors: Errors) -> None:
        super().__init__("malformed record")
        self.errors = errors


@dataclass(frozen=True)
class Refusal:
    """Sound, but not simply to be stored."""

    cause: str


class Kind(Protocol):
    """What this app must know of a kind of record."""

    name: str

    def read(self, records: Sequence[Record], sending: Sending) -> list[Any]:
        """For each record an entry that `store` takes, a Refusal, or a Malformed. A fixed number of queries."""

    def store(self, entries: Sequence[Any], sending: Sending) -> None:
        """Write them all, inside a transaction of the caller's. A fixed number of queries."""


def seconds(skew: timedelta) -> int:
    """As a column of 32 bits holds them."""
    return max(-MOST_SECONDS, min(round(skew.total_seconds()), MOST_SECONDS))


Answers = dict[tuple[UUID, str], Result]  # by id and body: the same record twice has one answer


def take(kind: Kind, bodies: Sequence[Any], sending: Sending) -> list[Result]:
    """One result for each body, in their order. Raises OperationalError when the database is away: no receipts."""
    read = [_record(body) for body in bodies]
    waiting = {(record.uuid, record.body_hash): record for record in read if isinstance(record, Record)}
    answers: Answers = {}
    while waiting:
        first_of_each = {record.uuid: record for record in reversed(waiting.values())}
        answers |= _take(kind, list(first_of_each.values()), sending)
        waiting = {key: record for key, record in waiting.items() if key not in answers}
    return [record if isinstance(record, Result) else answers[record.uuid, record.body_hash] for record in read]


def _record(body: Any) -> Record | Result:
    """The record of a body; a result at once for what has no usable id."""
    told = body.get("uuid") if isinstance(body, Mapping) else None
    try:
        uuid = UUID(told)
    except (TypeError, ValueError, AttributeError):
        shown = "".join(filter(str.isprintable, str(told or "")[:36]))
        return Result(shown, "rejected", {"uuid": [_("The record has no usable id.")]})
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    if len(canonical) > LONGEST_RECORD:
        return Result(str(uuid), "rejected", {"": [_("The record is too long.")]})
    return Record(uuid, body, hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest())


def _take(kind: Kind, records: list[Record], sending: Sending) -> Answers:
    """Records with different ids."""
    answers = _answers_of_known(kind, records, sending)
    fresh = [record for record in records if (record.uuid, record.body_hash) not in answers]
    storable: list[tuple[Record, Any]] = []
    refused: list[tuple[Record, str]] = []
    for record, entry in zip(fresh, kind.read(fresh, sending), strict=True):
        if isinstance(entry, Malformed):
            answers |= _answer(record, "rejected", entry.errors)
        elif isinstance(entry, Refusal):
            refused.append((record, entry.cause))
        else:
            storable.append((record, entry))
    return answers | _set_aside(kind, refused, sending) | store(kind, storable, sending)


def _answer(record: Record, status: str, errors: Errors | None = None) -> Answers:
    return {(record.uuid, record.body_hash): Result(str(record.uuid), status, errors or {})}


def _answers_of_known(kind: Kind, records: Sequence[Record], sending: Sending) -> Answers:
    """For those stored or set aside before; a stored id with another body is set aside beside the first."""
    ids = [record.uuid for record in records]
    stored = dict(Receipt.objects.filter(uuid__in=ids).values_list("uuid", "body_hash"))
    aside = {(row.uuid, row.body_hash): row.status for row in SetAside.objects.filter(uuid__in=ids).defer("body")}
    answers: Answers = {}
    conflicts: list[tuple[Record, str]] = []
    for record in records:
        if stored.get(record.uuid) == record.body_hash:
            answers |= _answer(record, "duplicate")
        elif (record.uuid, record.body_hash) in aside:
            answers |= _answer(record, aside[record.uuid, record.body_hash])
        elif record.uuid in stored:
            conflicts.append((record, SetAside.Cause.CONFLICT))
    return answers | _set_aside(kind, conflicts, sending)


def _set_aside(kind: Kind, refused: Sequence[tuple[Record, str]], sending: Sending) -> Answers:
    """All in one statement; sealed as ASCII, so that half a character is kept as it came."""
    rows = [
        SetAside(
            commune=sending.commune,
            kind=kind.name,
            uuid=record.uuid,
            body_hash=record.body_hash,
            body=json.dumps(record.body),
            cause=cause,
            sender=sending.sender,
            device=sending.device,
            clock_skew_s=seconds(sending.skew),
            received_at=sending.received_at,
        )
        for record, cause in refused
    ]
    SetAside.objects.bulk_create(rows, ignore_conflicts=True)
    pairs = zip(refused, rows, strict=True)
    return {key: answer for (record, _cause), row in pairs for key, answer in _answer(record, row.status).items()}


def store(kind: Kind, storable: list[tuple[Record, Any]], sending: Sending) -> Answers:
    """All in one transaction; if one of them breaks it, each in its own, so that the others are stored."""
    if not storable:
        return {}
    try:
        with transaction.atomic():
            claimed = _claim(kind, [record for record, _entry in storable], sending)
            kind.store([entry for record, entry in storable if record.uuid in claimed], sending)
    except (IntegrityError, DataError) as fault:
        if len(storable) > 1:
            return {key: answer for pair in storable for key, answer in store(kind, [pair], sending).items()}
        return _unstorable(storable[0][0], fault)
    answers: Answers = {}
    for record, _entry in storable:
        if record.uuid in claimed:
            answers |= _answer(record, "accepted")
    lost_the_race = [record for record, _entry in storable if record.uuid not in claimed]
    return answers | (_answers_of_known(kind, lost_the_race, sending) if lost_the_race else {})


def _claim(kind: Kind, records: Sequence[Record], sending: Sending) -> set[UUID]:
    """The ids that nobody had before us. In order, so that two senders of the same records never wait in a ring."""
    batch = uuid4()
    receipts = [
        Receipt(
            uuid=record.uuid,
            kind=kind.name,
            body_hash=record.body_hash,
            batch=batch,
            sender=sending.sender,
            device=sending.device,
            received_at=sending.received_at,
        )
        for record in sorted(records, key=lambda record: record.uuid)
    ]
    Receipt.objects.bulk_create(receipts, ignore_conflicts=True)
    ours = Receipt.objects.filter(uuid__in=[record.uuid for record in records], batch=batch)
    return set(ours.values_list("uuid", flat=True))


def _unstorable(record: Record, fault: Exception) -> Answers:
    log.error("a record cannot be stored", extra={"record": str(record.uuid), "fault": type(fault).__name__})
    return _answer(
        record, "rejected", {"": [_("The portal cannot store this record. Show it to the commune officer.")]}
    )
