"""Deeds on venues and their posters. A venue waits, is open, suspended and open again, closed for good; never deleted.

Every deed locks its venue first, so that two at a time see each other, and leaves an audit event.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import audit
from accounts.models import User
from venues.models import Poster, Venue

Status = Venue.Status
BATCH = 500


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
    return approve_venues(actor=actor, venues=[venue])[0]


@transaction.atomic
def approve_venues(*, actor: User, venues: Sequence[Venue]) -> list[Poster]:
    """Open waiting venues of one commune, all or none; returns the first poster of each, in their order."""
    if not venues:
        return []
    waiting = _all_locked(venues, Status.PENDING)
    approval = {"status": Status.APPROVED, "approved_by": actor, "approved_at": timezone.now()}
    Venue.objects.filter(pk__in=[venue.pk for venue in waiting]).update(**approval)
    told = [audit.event(action="venue.approve", target=venue) for venue in waiting]
    audit.record_many(actor=actor, events=told, commune=waiting[0].commune)
    return _issue(actor, waiting, Poster.Kind.ENTRANCE, [""])


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
    return _issue(actor, [venue], kind, labels)


def _issue(actor: User | None, venues: Sequence[Venue], kind: str, labels: Sequence[str]) -> list[Poster]:
    """Of each venue the next versions, one for each label."""
    open_venues, now = _all_locked(venues, Status.APPROVED), timezone.now()
    versions = Poster.objects.filter(venue__in=open_venues).order_by().values_list("venue").annotate(Max("version"))
    first = defaultdict(lambda: 1, {venue: last + 1 for venue, last in versions})
    posters = [
        Poster(venue=venue, version=version, kind=kind, label=label, issued_by=actor, issued_at=now)
        for venue in open_venues
        for version, label in enumerate(labels, start=first[venue.pk])
    ]
    Poster.objects.bulk_create(posters, batch_size=BATCH)
    told = [
        audit.event(action="poster.issue", target=venue, version=first[venue.pk], kind=kind, count=len(labels))
        for venue in open_venues
    ]
    audit.record_many(actor=actor, events=told, commune=open_venues[0].commune)
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
    return _all_locked([venue], *allowed)[0]


def _all_locked(venues: Sequence[Venue], *allowed: Status) -> list[Venue]:
    """As the database has them now, each with its commune, in the order given."""
    rows = Venue.objects.select_for_update(of=("self",)).select_related("commune").order_by("pk")
    locked = rows.in_bulk([venue.pk for venue in venues])
    if any(venue.status not in allowed for venue in locked.values()):
        raise WrongStatus
    return [locked[venue.pk] for venue in venues]


def _move(actor: User | None, action: str, venue: Venue, status: Status, reason: str = "", **facts: str | int) -> None:
    venue.status, venue.status_reason = status, reason
    venue.save(update_fields=["status", "status_reason"])
    _record(actor, action, venue, reason=reason, **facts)


def _record(actor: User | None, action: str, venue: Venue, reason: str = "", **facts: str | int) -> None:
    audit.record(actor=actor, action=action, target=venue, commune=venue.commune, reason=reason, **facts)
