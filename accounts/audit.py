"""The chain of audit events: one sequence per commune, grown under a lock, each digest keyed and covering the last."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone

from accounts.models import AuditChain, AuditEvent, Commune, User
from vault.sealing import keyed_hash, verify_keyed_hash

Fact = str | int | bool | None


@transaction.atomic
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
    chain = _locked_chain(commune or (actor.commune if actor else None))
    event = AuditEvent(
        chain=chain,
        number=chain.length + 1,
        at=timezone.now(),
        actor=actor,
        action=action,
        object_type=target._meta.label_lower if target else "",
        object_id=str(target.pk) if target else "",
        reason=reason,
        facts=facts,
    )
    event.digest = keyed_hash(event.sealed_content(chain.head))
    event.save()
    chain.length, chain.head = event.number, event.digest
    chain.save(update_fields=["length", "head"])
    return event


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
