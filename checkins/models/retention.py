from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from checkins.models.checkin import CheckIn
from venues.models import Venue

NOTICE_DAYS = 14  # how long a venue is shown what it was told


class Hold(models.Model):
    """A visit that an open case keeps from the purge; written by tracing."""

    check_in = models.ForeignKey(CheckIn, on_delete=models.PROTECT, related_name="holds")
    reference = models.CharField(_("case"), max_length=60)
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_in", "reference"], name="hold_once_a_case")]

    def __str__(self) -> str:
        return f"hold {self.reference}"


class Disclosure(models.Model):
    """Somebody read who a visitor was (not why): shown to the citizen; written by tracing."""

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="disclosures")
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reference = models.CharField(max_length=60)

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["reference", "at"])]

    def __str__(self) -> str:
        return f"disclosure {self.pk}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> Self:
        """Of the venues one keeps, or of one's village; the health station's own venue like any keeper's."""
        if user.has_role(Role.VILLAGE_HEAD):
            return self.filter(venue__in=Venue.objects.visible_to(user))
        if user.has_role(Role.KEEPER, Role.HEALTH):
            return self.filter(venue__in=user.kept_venues.filter(commune=user.commune_id))
        return self.none()

    def recent(self, now: datetime) -> Self:
        """Those to be heeded still, with their venues."""
        return self.filter(told_at__gt=now - timedelta(days=NOTICE_DAYS)).select_related("venue__village")


class Notice(models.Model):
    """The health station tells a venue *that* somebody infectious was there and *when*, never who. By tracing."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="notices")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    text = models.CharField(_("what to do"), max_length=500)
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-told_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="notice_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class PurgeQuerySet(models.QuerySet["Purge"]):
    def visible_to(self, user: User) -> Self:
        if user.has_role(Role.ADMIN) and user.sees_all_communes:
            return self
        if user.has_role(Role.ADMIN, Role.CHAIR, Role.OFFICER, Role.HEALTH):
            return self.filter(commune=user.commune_id)
        return self.none()


class Purge(models.Model):
    """Proof of one purge: what was removed, what a case holds, the oldest visit left."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="purges")
    at = models.DateTimeField()
    retention_days = models.PositiveSmallIntegerField()
    removed = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    set_aside = models.PositiveIntegerField(default=0, help_text=_("Removed: records of desks that were set aside."))
    oldest_left_at = models.DateTimeField(null=True, blank=True)

    objects = PurgeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"purge of {self.commune} at {self.at:%Y-%m-%d}"
