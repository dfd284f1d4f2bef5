"""The chain of audit events: one sequence per commune, grown under a lock, each digest keyed and covering the last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone

from accounts.models import AuditChain, AuditEvent, Commune, User
from vault.sealing import keyed_hash, verify_keyed_hash

Fact = str | int | bool | None
BATCH = 500


def record(
    *,
    actor: User | None,
    action: str,
    target: models.Model | None = None,
    commune: Commune | None = None,
    reason: str = "",
    **facts: Fact,
) -> AuditEvent:
    """Append one event. `facts` are keys and counts; never a name, a phone or a password."""
    told = event(action=action, target=target, reason=reason, **facts)
    return record_many(actor=actor, events=[told], commune=commune)[0]


def event(*, action: str, target: models.Model | None = None, reason: str = "", **facts: Fact) -> AuditEvent:
    """What `record_many` is to append, in no chain yet; `facts` as of `record`."""
    return AuditEvent(
        action=action,
        object_type=target._meta.label_lower if target else "",
        object_id=str(target.pk) if target else "",
        reason=reason,
        facts=facts,
    )


@transaction.atomic
def record_many(
    *, actor: User | None, events: Sequence[AuditEvent], commune: Commune | None = None
) -> Sequence[AuditEvent]:
    """Append events to one chain in their order, by as many statements for many as for one."""
    if not events:
        return events
    chain, now = _locked_chain(commune or (actor.commune if actor else None)), timezone.now()
    for one in events:
        one.chain, one.number, one.at, one.actor = chain, chain.length + 1, now, actor
        one.digest = keyed_hash(one.sealed_content(chain.head))
        chain.length, chain.head = one.number, one.digest
    AuditEvent.objects.bulk_create(events, batch_size=BATCH)
    chain.save(update_fields=["length", "head"])
    return events


def _locked_chain(commune: Commune | None) -> AuditChain:
    AuditChain.objects.bulk_create([AuditChain(commune=commune)], ignore_conflicts=True)
    return AuditChain.objects.select_for_update().get(commune=commune)


@dataclass(frozen=True)
class Fault:
    """Where a chain breaks: the number of the event, or one past the last when the tail is missing."""

    chain: AuditChain
    number: int
    cause: str


def faults(chain: AuditChain) -> Iterator[Fault]:
    """Walk a chain from its first event; a cut tail shows against the length and head kept beside it."""
    previous, expected = "", 1
    for event in chain.events.order_by("number").iterator():
        if event.number != expected:
            yield Fault(chain, expected, "missing")
        if not verify_keyed_hash(event.sealed_content(previous), event.digest):
            yield Fault(chain, event.number, "changed")
        previous, expected = event.digest, event.number + 1
    if expected != chain.length + 1 or previous != chain.head:
        yield Fault(chain, expected, "tail")
