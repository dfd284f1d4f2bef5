"""Writing visits: once each, ended by whoever made them; and the purge that removes them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from accounts import audit
from accounts.models import Commune
from checkins.models import CheckIn, Purge, RememberedCard
from checkins.ticket import Ticket
from checkins.visitor import Visitor
from intake.models import SetAside
from venues.doors import Door

PURGE_BATCH = 2_000
DESK_RECORDS = "check_in"  # the kind of what the keeper's desk sends


def record_check_in(*, door: Door, visitor: Visitor, companions: int, ticket: Ticket, at: datetime) -> None:
    """Store one visit; the same token and body again change nothing. One statement, no look first."""
    checkin = CheckIn(
        venue_id=door.venue_id,
        poster_id=door.poster_id,
        public_id=ticket.public_id,
        token=ticket.token,
        body_hash=ticket.body_hash,
        entered_at=at,
        presumed_left_at=at + timedelta(minutes=door.usual_stay),
        received_at=at,
        name=visitor.name,
        phone=visitor.phone,
        companions=companions,
    )
    CheckIn.objects.insert_once(checkin)


def check_out(*, public_id: UUID, at: datetime) -> bool:
    """End a visit that is still open; pressed twice it keeps the first time."""
    return bool(CheckIn.objects.filter(public_id=public_id, left_at=None, entered_at__lte=at).update(left_at=at))


def purge(*, commune: Commune, now: datetime | None = None) -> Purge:
    """Remove the visits older than the commune's retention, but for those an open case holds; and prove it."""
    now = now or timezone.now()
    visits = CheckIn.objects.filter(venue__commune=commune)
    lapsed = visits.filter(entered_at__lt=now - timedelta(days=commune.retention_days))
    _forget_beside(commune, now - timedelta(days=commune.retention_days))
    removed = 0
    while batch := list(lapsed.filter(holds=None).order_by("pk").values_list("pk", flat=True)[:PURGE_BATCH]):
        removed += CheckIn.objects.filter(pk__in=batch, holds=None).delete()[0]
    return _prove(commune, now, removed, held=lapsed.count(), oldest=visits.aggregate(at=Min("entered_at"))["at"])


def _forget_beside(commune: Commune, before: datetime) -> None:
    """What names visitors beside their visits: phones remembered by card, records of desks that were set aside."""
    RememberedCard.objects.lapsed(commune, before).delete()
    SetAside.objects.filter(kind=DESK_RECORDS, commune=commune, received_at__lt=before).delete()


@transaction.atomic
def _prove(commune: Commune, now: datetime, removed: int, held: int, oldest: datetime | None) -> Purge:
    proof = Purge.objects.create(
        commune=commune,
        at=now,
        retention_days=commune.retention_days,
        removed=removed,
        held=held,
        oldest_left_at=oldest,
    )
    audit.record(actor=None, action="checkins.purge", target=proof, commune=commune, removed=removed, held=held)
    return proof
