"""Posters that want looking at, village by village: queries over what was scanned, never rows of their own.

Exit posters are left out of the quiet ones: a scan there ends a visit and leaves none behind.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from checkins.models import CheckIn, PosterCheck
from venues.models import OldPosterScan, Poster, Venue

QUIET_OPEN_DAYS = 3
UNUSED_AFTER = timedelta(days=7)
REVOKED_SCANS_DAYS = 7
SWAPPED_DAYS = 7


@dataclass(frozen=True)
class QuietPoster:
    """Live at an open venue, and not scanned: for three open days (`last_scan`), or since its issue (None)."""

    poster: Poster
    last_scan: datetime | None

    @property
    def is_older_than_memory(self) -> bool:
        """Issued before the oldest visit that is kept: then nobody knows whether it was ever scanned."""
        kept = timedelta(days=self.poster.venue.commune.retention_days)
        return self.poster.issued_at < timezone.now() - kept


@dataclass(frozen=True)
class StrayPoster:
    """Revoked, and scanned all the same in the last seven days."""

    poster: Poster
    scans: int
    last_on: date


def quiet_posters(user: User) -> list[QuietPoster]:
    """By village and venue, of all that this person sees. Two queries; history is read of the quiet ones' venues."""
    now = timezone.now()
    lately = now - timedelta(days=QUIET_OPEN_DAYS)
    scans = CheckIn.objects.filter(venue=OuterRef("venue"), poster=OuterRef("pk"), entered_at__gte=lately)
    silent = list(_hanging(user, now).filter(~Exists(scans)))
    last_scans = CheckIn.objects.last_scans(silent)
    found = [QuietPoster(poster, last_scans.get(poster.pk)) for poster in silent]
    return [one for one in found if _is_dead(one, now)]


def _hanging(user: User, now: datetime) -> QuerySet[Poster]:
    """Live posters of open venues, entrances and tables; of an event only while it goes on."""
    on_now = Q(venue__starts_at=None) | Q(venue__starts_at__lte=now, venue__ends_at__gte=now)
    posters = Poster.objects.visible_to(user).live().filter(on_now, venue__status=Venue.Status.APPROVED)
    return posters.exclude(kind=Poster.Kind.EXIT).select_related("venue__village", "venue__commune").order_by(*BY_PLACE)


BY_PLACE = ("venue__village__sort_key", "venue__village", "venue__sort_key", "venue", "version")


def _is_dead(quiet: QuietPoster, now: datetime) -> bool:
    """Never scanned for a week, or its venue had three open days since: one that opens on Sundays may wait weeks."""
    open_on = quiet.poster.venue.open_on
    if quiet.last_scan is None:
        return quiet.poster.issued_at < now - UNUSED_AFTER
    if not open_on:
        return False
    open_days, moment = 0, timezone.localtime(now)
    while open_days < QUIET_OPEN_DAYS:
        open_days += str(moment.isoweekday()) in open_on
        moment -= timedelta(days=1)
    return quiet.last_scan < moment


def stray_posters(user: User) -> list[StrayPoster]:
    """Most scanned first. Two queries."""
    since = timezone.localdate() - timedelta(days=REVOKED_SCANS_DAYS)
    scans = OldPosterScan.objects.by_poster(since)
    posters = Poster.objects.visible_to(user).filter(pk__in=scans).select_related("venue__village")
    found = [StrayPoster(poster, *scans[poster.pk]) for poster in posters]
    return sorted(found, key=lambda stray: -stray.scans)


def swapped_posters(user: User) -> list[PosterCheck]:
    """Test scans of the last week that met a poster of somebody else's, unless a later one met the venue's own."""
    since = timezone.now() - timedelta(days=SWAPPED_DAYS)
    later = PosterCheck.objects.passed().filter(venue=OuterRef("venue"), checked_at__gt=OuterRef("checked_at"))
    wrong = PosterCheck.objects.visible_to(user).filter(checked_at__gte=since, outcome__in=PosterCheck.NOT_OURS)
    return list(wrong.filter(~Exists(later)).select_related("venue__village", "checked_by"))
