"""Deeds on visitor cards: issued one by one or by a list, revoked, issued anew. Each is on record, without a name."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from checkins.cards.lists import Entry
from checkins.models import VisitorCard
from villages.models import Village


class AlreadyRevoked(Exception):
    """This card was revoked before; somebody else may have acted in between."""


class AlreadyIssued(Exception):
    """This very list was confirmed before."""


@transaction.atomic
def issue_card(*, actor: User, village: Village, name: str, phone: str) -> VisitorCard:
    card = VisitorCard.objects.create(
        commune=village.commune, village=village, name=name, phone=phone, issued_by=actor, issued_at=timezone.now()
    )
    audit.record(actor=actor, action="card.issue", target=card, commune=card.commune, village=village.pk)
    return card


@transaction.atomic
def issue_cards(*, actor: User, village: Village, entries: Sequence[Entry]) -> int:
    """A card for each entry of a checked list, all or none. Raises AlreadyIssued: the codes were drawn at the check."""
    now = timezone.now()
    cards = [
        VisitorCard(
            commune=village.commune,
            village=village,
            code=entry.code,
            name=entry.name,
            phone=entry.phone,
            issued_by=actor,
            issued_at=now,
        )
        for entry in entries
    ]
    try:
        with transaction.atomic():
            VisitorCard.objects.bulk_create(cards)
    except IntegrityError as fault:
        raise AlreadyIssued from fault
    audit.record(actor=actor, action="card.issue_list", target=village, commune=village.commune, count=len(cards))
    return len(cards)


@transaction.atomic
def revoke_card(*, actor: User, card: VisitorCard) -> None:
    """From now on no keeper's desk takes it. Raises AlreadyRevoked."""
    _end(actor, card)
    audit.record(actor=actor, action="card.revoke", target=card, commune=card.commune)


@transaction.atomic
def reissue_card(*, actor: User, card: VisitorCard) -> VisitorCard:
    """A new code for the same person; the old card, lost or copied, ends at once. Raises AlreadyRevoked."""
    _end(actor, card)
    newer = VisitorCard.objects.create(
        commune_id=card.commune_id,
        village_id=card.village_id,
        name=card.name,
        phone=card.phone,
        issued_by=actor,
        issued_at=timezone.now(),
        replaces=card,
    )
    audit.record(actor=actor, action="card.reissue", target=newer, commune=card.commune, replaces=card.pk)
    return newer


def _end(actor: User, card: VisitorCard) -> None:
    if not VisitorCard.objects.live().filter(pk=card.pk).update(revoked_by=actor, revoked_at=timezone.now()):
        raise AlreadyRevoked
