"""Deeds on venues and their posters. A venue waits, is open, suspended and open again, closed for good; never deleted.

Every deed locks its venue first, so that two at a time see each other, and leaves an audit event.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import audit
from accounts.models import User
from venues.models import Poster, Venue

Status = Venue.Status


class WrongStatus(Exception):
    """The venue's present status does not allow this deed; somebody else may have acted in between."""


class AlreadyRevoked(Exception):
    """This poster was revoked before."""


@transaction.atomic
def register_venue(*, actor: User | None, venue: Venue, keepers: list[User]) -> None:
    """A new venue, cleaned by its form; it waits for approval."""
    venue.status, venue.registered_by = Status.PENDING, actor
    venue.save()
    venue.keepers.set(keepers)
    _record(actor, "venue.register", venue, category=venue.category)


@transaction.atomic
def update_venue(*, actor: User | None, venue: Venue, keepers: list[User]) -> None:
    """New particulars; the status is not among them. Raises WrongStatus for a venue closed in between."""
    _locked(venue, Status.PENDING, Status.APPROVED, Status.SUSPENDED)
    venue.save(update_fields=PARTICULARS)
    venue.keepers.set(keepers)
    _record(actor, "venue.update", venue)


PARTICULARS = (
    "name",
    "search_fold",
    "sort_key",
    "category",
    "address",
    "village",
    "capacity",
    "usual_stay",
    "starts_at",
    "ends_at",
    "opens_at",
    "closes_at",
    "open_on",
    "asks_health",
    "contact_name",
    "contact_phone",
)


@transaction.atomic
def approve_venue(*, actor: User, venue: Venue) -> Poster:
    """Open a waiting venue; returns its first poster."""
    approved = _locked(venue, Status.PENDING)
    approved.status, approved.approved_by, approved.approved_at = Status.APPROVED, actor, timezone.now()
    approved.save(update_fields=["status", "approved_by", "approved_at"])
    _record(actor, "venue.approve", approved)
    return issue_poster(actor=actor, venue=approved)


@transaction.atomic
def suspend_venue(*, actor: User | None, venue: Venue, reason: str) -> None:
    """Its posters stay, and say at the door that it is suspended."""
    _move(actor, "venue.suspend", _locked(venue, Status.APPROVED), Status.SUSPENDED, reason)


@transaction.atomic
def reopen_venue(*, actor: User | None, venue: Venue) -> None:
    """The reminders that led to the suspension are settled by it."""
    suspended = _locked(venue, Status.SUSPENDED)
    suspended.reopened_at = timezone.now()
    suspended.save(update_fields=["reopened_at"])
    _move(actor, "venue.reopen", suspended, Status.APPROVED)


@transaction.atomic
def retire_venue(*, actor: User | None, venue: Venue, reason: str = "") -> None:
    """Closed for good, its posters with it; its visits stay as long as any."""
    retired = _locked(venue, Status.PENDING, Status.APPROVED, Status.SUSPENDED)
    revoked = retired.posters.live().update(revoked_by=actor, revoked_at=timezone.now())
    _move(actor, "venue.retire", retired, Status.RETIRED, reason, posters=revoked)


@transaction.atomic
def issue_poster(*, actor: User | None, venue: Venue, kind: str = Poster.Kind.ENTRANCE, label: str = "") -> Poster:
    """The next version, with a code of its own; earlier ones stay live until they are revoked."""
    return issue_posters(actor=actor, venue=venue, kind=kind, labels=[label])[0]


@transaction.atomic
def issue_posters(*, actor: User | None, venue: Venue, kind: str, labels: Sequence[str]) -> list[Poster]:
    """One for each label, as “Bàn 1” to “Bàn 30”; all or none."""
    open_venue = _locked(venue, Status.APPROVED)
    last, now = open_venue.posters.aggregate(last=Max("version"))["last"] or 0, timezone.now()
    posters = [
        Poster(venue=open_venue, version=version, kind=kind, label=label, issued_by=actor, issued_at=now)
        for version, label in enumerate(labels, start=last + 1)
    ]
    Poster.objects.bulk_create(posters)
    _record(actor, "poster.issue", open_venue, version=last + 1, kind=kind, count=len(posters))
    return posters


@transaction.atomic
def reissue_poster(*, actor: User | None, poster: Poster, grace: timedelta) -> Poster:
    """A newer one of the same kind and label; the old one lives on until the new one hangs. Raises AlreadyRevoked."""
    venue = _locked(poster.venue, Status.APPROVED)
    ends_at = timezone.now() + grace
    if not Poster.objects.filter(pk=poster.pk, revoked_at=None).update(revoked_by=actor, revoked_at=ends_at):
        raise AlreadyRevoked
    newer = issue_poster(actor=actor, venue=venue, kind=poster.kind, label=poster.label)
    _record(actor, "poster.reissue", venue, version=poster.version, newer=newer.version, grace_days=grace.days)
    return newer


@transaction.atomic
def revoke_poster(*, actor: User | None, poster: Poster) -> None:
    """Whoever scans it from now on is told so."""
    venue = _locked(poster.venue, *Status)
    if not Poster.objects.live().filter(pk=poster.pk).update(revoked_by=actor, revoked_at=timezone.now()):
        raise AlreadyRevoked
    _record(actor, "poster.revoke", venue, version=poster.version)


def _locked(venue: Venue, *allowed: Status) -> Venue:
    locked = Venue.objects.select_for_update().get(pk=venue.pk)
    if locked.status not in allowed:
        raise WrongStatus
    return locked


def _move(actor: User | None, action: str, venue: Venue, status: Status, reason: str = "", **facts: str | int) -> None:
    venue.status, venue.status_reason = status, reason
    venue.save(update_fields=["status", "status_reason"])
    _record(actor, action, venue, reason=reason, **facts)


def _record(actor: User | None, action: str, venue: Venue, reason: str = "", **facts: str | int) -> None:
    audit.record(actor=actor, action=action, target=venue, commune=venue.commune, reason=reason, **facts)
