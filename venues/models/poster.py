from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Max, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from venues.models.venue import Venue

# Without look-alikes: 22 letters and digits, so twelve of them hold 53 bits.
CODE_ALPHABET = "CDEFHJKMPRTVWXY2345689"
CODE_LENGTH = 12


def new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


class PosterQuerySet(models.QuerySet["Poster"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(venue__in=Venue.objects.visible_to(user))

    def with_venue(self) -> Self:
        """Everything a printed poster says, in one query; the check-in page asks `venues.doors`."""
        return self.select_related("venue__village", "venue__commune")

    def live(self) -> Self:
        return self.filter(Q(revoked_at=None) | Q(revoked_at__gt=timezone.now()))

    def printable(self) -> Self:
        """Live, not about to end, and at an open venue; in the order in which they are handed out."""
        mine = self.filter(revoked_at=None, venue__in=Venue.objects.open())
        return mine.order_by("venue__village__sort_key", "venue__sort_key", "venue", "version")


class Poster(models.Model):
    """A QR poster (mã QR địa điểm). Its random code is all that its address holds."""

    class Kind(models.TextChoices):
        ENTRANCE = "entrance", _("entrance")
        EXIT = "exit", _("exit")
        TABLE = "table", _("table")

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="posters")
    code = models.CharField(max_length=16, unique=True, default=new_code)
    version = models.PositiveSmallIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.ENTRANCE)
    label = models.CharField(_("label"), max_length=40, blank=True, help_text=_("As “Bàn 5” or “Cổng sau”."))
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(
        null=True, blank=True, help_text=_("From then on it no longer works; a reissue leaves the old one a while.")
    )

    objects = PosterQuerySet.as_manager()

    class Meta:
        ordering = ["venue", "version"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "version"], name="poster_version_once_a_venue"),
            models.CheckConstraint(condition=Q(kind__in=["entrance", "exit", "table"]), name="poster_kind_known"),
            models.CheckConstraint(
                condition=Q(revoked_by=None) | Q(revoked_at__isnull=False), name="poster_revoked_by_has_its_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("checkins:create", args=[self.code])

    @property
    def address(self) -> str:
        """What the QR code says."""
        return f"{settings.PUBLIC_URL}{self.get_absolute_url()}"

    @property
    def is_live(self) -> bool:
        """As `venues.doors.Door.is_open`."""
        return not self.is_revoked and self.venue.is_open

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None and self.revoked_at <= timezone.now()

    @property
    def is_ending(self) -> bool:
        """Replaced by a newer one, and still working for a while."""
        return self.revoked_at is not None and not self.is_revoked


class OldPosterScanQuerySet(models.QuerySet["OldPosterScan"]):
    def count_one(self, poster_id: int, day: date) -> None:
        """One statement: two at the same moment are two."""
        table = OldPosterScan._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (poster_id, day, count) VALUES (%s, %s, 1)"  # noqa: S608
                f" ON CONFLICT (poster_id, day) DO UPDATE SET count = {table}.count + 1",
                [poster_id, day],
            )

    def by_poster(self, since: date) -> dict[int, tuple[int, date]]:
        """{poster's key: (scans, the last day of them)} since that day, in one query."""
        rows = self.filter(day__gte=since).order_by().values_list("poster")
        return {poster: (scans, last) for poster, scans, last in rows.annotate(Sum("count"), Max("day"))}

    def alerts(self, venues: Iterable[Venue]) -> list[OldPosterAlert]:
        """Old posters of these venues that somebody scanned within the last days, in one query."""
        recently = timezone.localdate() - ALERTED
        rows = self.filter(poster__venue__in=venues).order_by().values_list(*ALERT_COLUMNS)
        counted = rows.annotate(times=Sum("count"), last=Max("day")).filter(last__gte=recently)
        return [OldPosterAlert(*row) for row in counted.order_by("-last", "poster__version")]


ALERTED = timedelta(days=7)
ALERT_COLUMNS = ("poster__venue", "poster__venue__name", "poster__version", "poster__label", "poster__revoked_at")


@dataclass(frozen=True)
class OldPosterAlert:
    """An old poster that still hangs somewhere: scanned so many times in vain since it ended."""

    venue_id: int
    venue: str
    version: int
    label: str
    since: datetime
    times: int
    last: date


class OldPosterScan(models.Model):
    """How often a revoked poster was scanned on a day. Counts alone: nothing of who scanned."""

    poster = models.ForeignKey(Poster, on_delete=models.CASCADE, related_name="old_scans", db_index=False)
    day = models.DateField()
    count = models.PositiveIntegerField()

    objects = OldPosterScanQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poster", "day"], name="old_poster_scan_once_a_day")]

    def __str__(self) -> str:
        return f"{self.count} scans of poster {self.poster_id} on {self.day}"
