"""Writing visits: once each, ended by whoever made them; and the purge that removes them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Min, OuterRef, Subquery
from django.utils import timezone

from accounts import audit
from accounts.models import Commune
from checkins.models import CheckIn, CheckInQuerySet, LeftHow, Purge, RememberedCard, VisitorCard
from checkins.ticket import Ticket
from checkins.visitor import Visitor
from intake.models import SetAside
from vault.sealing import blind_indexes
from venues.doors import Door
from venues.models import OldPosterScan, Venue
from vietnam.text import fold

PURGE_BATCH = 2_000
ENDED_AT_MOST = 12
SCANS_KEPT_DAYS = 90
DESK_KIND = "check_in"  # of what the keeper's desk sends


def record_check_in(
    *,
    door: Door,
    visitor: Visitor,
    companions: int,
    ticket: Ticket,
    at: datetime,
    health: str = "",
    device_hash: str = "",
) -> bool:
    """Store one visit; False where the same token and body were stored before. One statement, no look first."""
    return CheckIn.objects.insert_once(
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
        health=health,
        device_hash=device_hash,
    )


def check_out(*, public_id: UUID, at: datetime) -> bool:
    """End a visit that may still be going on; pressed twice it keeps the first time."""
    visit = CheckIn.objects.filter(public_id=public_id).to_leave(at)
    return bool(visit.update(left_at=at, left_how=LeftHow.BUTTON))


def leave_by_exit(*, visits: CheckInQuerySet, at: datetime) -> int:
    """End those of these visits that may still be going on; returns how many."""
    return visits.to_leave(at).update(left_at=at, left_how=LeftHow.EXIT)


def leave_where_they_were(*, public_ids: list[UUID], visitor: Visitor, at: datetime) -> None:
    """Who enters has left where they were, be it here: of this browser's newest visits those that still go on.

    Only of the same person, by phone and name (a phone goes from hand to hand), and only where the usual stay is not
    over: a visit that ended by itself hours ago would otherwise seem to have lasted until now.
    """
    same_phone = CheckIn.objects.filter(phone_index__in=blind_indexes("checkins", visitor.phone))
    going_on = same_phone.filter(public_id__in=public_ids[:ENDED_AT_MOST]).present(at)
    own = [pk for pk, name in going_on.values_list("pk", "name") if fold(name) == fold(visitor.name)]
    if own:
        CheckIn.objects.filter(pk__in=own, left_at=None).update(left_at=at, left_how=LeftHow.NEXT)


class HeldByCase(Exception):
    """An open case needs this visit as it is."""


@transaction.atomic
def correct(*, visit: CheckIn, name: str, phone: str, companions: int, at: datetime) -> None:
    """One's own visit as it should have been written; "" leaves name or phone as it is. Raises HeldByCase."""
    locked = _locked_and_not_held(visit)
    if locked is None:
        return
    wanted = {"name": name or locked.name, "phone": phone or locked.phone, "companions": companions}
    changed = [field for field, value in wanted.items() if getattr(locked, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(locked, field, wanted[field])
    locked.corrected_at = at
    locked.save(update_fields=["name", "phone", "phone_index", "companions", "corrected_at"])
    _record_own_deed("checkin.correct", visit, fields=" ".join(changed))


@transaction.atomic
def delete_own(*, visit: CheckIn) -> None:
    """Really, and at once. Raises HeldByCase."""
    if _locked_and_not_held(visit) is None:
        return
    CheckIn.objects.filter(pk=visit.pk).delete()
    _record_own_deed("checkin.delete", visit)


def _locked_and_not_held(visit: CheckIn) -> CheckIn | None:
    """None: gone by now. A hold placed meanwhile waits for the lock, and then finds the visit changed or gone."""
    locked = CheckIn.objects.select_for_update().filter(pk=visit.pk).first()
    if locked and locked.holds.exists():
        raise HeldByCase
    return locked


def _record_own_deed(action: str, visit: CheckIn, **facts: str) -> None:
    """By nobody, at a venue: the chain must not keep what the visitor had removed."""
    audit.record(actor=None, action=action, target=visit.venue, commune=visit.venue.commune, **facts)


def purge(*, commune: Commune, now: datetime | None = None) -> Purge:
    """Remove the visits older than the commune's retention, but for those an open case holds; and prove it."""
    now = now or timezone.now()
    before = now - timedelta(days=commune.retention_days)
    lapsed = CheckIn.objects.filter(venue__commune=commune, entered_at__lt=before)
    set_aside = _forget_beside(commune, before)
    removed = 0
    while batch := list(lapsed.filter(holds=None).order_by("pk").values_list("pk", flat=True)[:PURGE_BATCH]):
        removed += CheckIn.objects.filter(pk__in=batch, holds=None).delete()[1].get(CheckIn._meta.label, 0)
    VisitorCard.objects.filter(commune=commune).forget_revoked(before=before)
    lapsed.exclude(device_hash="").update(device_hash="")  # what a case holds needs no device
    OldPosterScan.objects.filter(poster__venue__commune=commune, day__lt=now - timedelta(days=SCANS_KEPT_DAYS)).delete()
    counts = {"removed": removed, "held": lapsed.count(), "set_aside": set_aside}
    return _prove(commune, now, oldest=_oldest_left_at(commune), **counts)


def _oldest_left_at(commune: Commune) -> datetime | None:
    """Asked of each venue, whose index of time has it at its beginning; a minimum over all would read every visit."""
    visits = CheckIn.objects.filter(venue=OuterRef("pk")).order_by("entered_at")
    venues = Venue.objects.filter(commune=commune)
    oldest: datetime | None = venues.aggregate(at=Min(Subquery(visits.values("entered_at")[:1])))["at"]
    return oldest


def _forget_beside(commune: Commune, before: datetime) -> int:
    """What names visitors beside their visits: phones remembered by card, records of desks that were set aside.

    How many of the latter: decided or not, they are visits like any other.
    """
    RememberedCard.objects.lapsed(commune, before).delete()
    return SetAside.objects.filter(kind=DESK_KIND, commune=commune, received_at__lt=before).delete()[0]


@transaction.atomic
def _prove(commune: Commune, now: datetime, *, oldest: datetime | None, **counts: int) -> Purge:
    proof = Purge.objects.create(
        commune=commune, at=now, retention_days=commune.retention_days, oldest_left_at=oldest, **counts
    )
    facts = {"removed": proof.removed, "held": proof.held, "set_aside": proof.set_aside}
    audit.record(actor=None, action="checkins.purge", target=proof, commune=commune, reason="", **facts)
    return proof
