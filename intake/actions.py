"""Devices report themselves; officers decide on what was set aside."""

import json
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from intake.batches import Kind, Malformed, Record, Refusal, Sending, store
from intake.models import Device, Receipt, SetAside


class CannotAccept(Exception):
    """What was set aside cannot be stored even now; `errors` are sentences by field, if it is malformed."""

    def __init__(self, errors: dict[str, list[str]] | None = None) -> None:
        super().__init__("cannot accept")
        self.errors = errors or {}


def report_device(
    *, user: User, uuid: UUID, name: str, app: str, unsent: int, oldest: datetime | None, now: datetime
) -> Device:
    """What a device says of itself, now. One statement, the same device again or for the first time."""
    device = Device(
        commune=user.commune,
        uuid=uuid,
        user=user,
        name=name,
        app=app,
        unsent=unsent,
        oldest_unsent_at=(oldest or now) if unsent else None,
        seen_at=now,
    )
    told = ["user", "name", "app", "unsent", "oldest_unsent_at", "seen_at"]
    Device.objects.bulk_create([device], update_conflicts=True, unique_fields=["commune", "uuid"], update_fields=told)
    return device


def has_sent(*, device: Device, records: int) -> None:
    """So many left the device with this batch."""
    device.unsent = max(device.unsent - records, 0)
    device.oldest_unsent_at = device.oldest_unsent_at if device.unsent else None
    device.save(update_fields=["unsent", "oldest_unsent_at"])


@transaction.atomic
def accept(*, kind: Kind, row: SetAside, officer: User) -> None:
    """Store what was set aside; other answers under a used id become a record of their own. Raises CannotAccept."""
    row = SetAside.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.decision:
        return
    uuid = uuid5(row.uuid, row.body_hash) if _is_used(row) else row.uuid
    record = Record(uuid, json.loads(row.body) | {"uuid": str(uuid)}, row.body_hash)
    sending = Sending(officer, row.device, row.received_at, row.clock_skew, is_reviewed=True)
    entry = kind.read([record], sending)[0]
    if isinstance(entry, Malformed | Refusal):
        raise CannotAccept(entry.errors if isinstance(entry, Malformed) else None)
    result = store(kind, [(record, entry)], sending)[record.uuid, record.body_hash]
    if result.status not in ("accepted", "duplicate"):
        raise CannotAccept(result.errors)
    _decide(row, officer, SetAside.Decision.ACCEPTED)


def _is_used(row: SetAside) -> bool:
    """Other answers are stored under its id: since before it came, or from another record set aside beside it."""
    others = Receipt.objects.filter(uuid=row.uuid).exclude(body_hash=row.body_hash)
    return row.cause == SetAside.Cause.CONFLICT or others.exists()


@transaction.atomic
def reject(*, row: SetAside, officer: User, reason: str) -> None:
    """The record stays where it is, sealed, and counts nowhere."""
    row = SetAside.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not row.decision:
        _decide(row, officer, SetAside.Decision.REJECTED, reason)


def _decide(row: SetAside, officer: User, decision: str, reason: str = "") -> None:
    row.decision, row.decided_by, row.decided_at = decision, officer, timezone.now()
    row.save(update_fields=["decision", "decided_by", "decided_at"])
    audit.record(actor=officer, action=f"intake.{decision}", target=row, reason=reason)
