from __future__ import annotations

import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
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
