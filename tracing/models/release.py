from __future__ import annotations

from datetime import datetime
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from tracing.models.case import Case
from tracing.models.stay import Stay

DAYS_MOST = 30


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, user: User) -> Self:
        if user.has_role(Role.HEALTH, Role.CHAIR):
            return self.filter(case__commune=user.commune_id)
        return self.none()

    def waiting(self) -> Self:
        """Asked for, and neither signed nor refused nor withdrawn yet."""
        return self.filter(signed_at=None, refused_at=None, withdrawn_at=None)

    def in_force(self, now: datetime) -> Self:
        return self.filter(signed_at__isnull=False, withdrawn_at=None, expires_at__gt=now)

    def counted(self) -> Self:
        """Each with `opens`: how many contacts the stays, windows and length it lists would open."""
        listed = Q(
            lines__from_at__lte=F("lines__stay__exposures__from_at"),
            lines__until_at__gte=F("lines__stay__exposures__until_at"),
            lines__stay__exposures__minutes__gte=F("least_minutes"),
        )
        return self.annotate(opens=Count("lines__stay__exposures__contact", filter=listed, distinct=True))

    def for_rows(self) -> Self:
        """Counted, with what a row of a list says of them."""
        return self.counted().select_related("case", "asked_by", "signed_by")


class ReleaseState(models.TextChoices):
    """What became of a release; told from its fields, stored nowhere."""

    WAITING = "waiting", _("waits for a signature")
    IN_FORCE = "in_force", _("in force")
    EXPIRED = "expired", _("expired")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Release(models.Model):
    """The opening of identities (duyệt mở danh sách): asked for by the health station, signed by the chair.

    Bound to the stays and windows it lists and to `least_minutes`; what is added or widened later needs its own. It
    expires; a further one for the same stays renews it (`renews`). Withdrawn at any time.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="releases")
    reason = models.CharField(_("reason"), max_length=500)
    least_minutes = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField(
        _("for (days)"), default=14, validators=[MinValueValidator(1), MaxValueValidator(DAYS_MOST)]
    )
    renews = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="renewals")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    why_not = models.CharField(_("why not"), max_length=500, blank=True, help_text=_("Of a refusal or withdrawal."))

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="release_has_reason"),
            models.CheckConstraint(
                condition=Q(signed_by=None, signed_at=None, expires_at=None)
                | Q(
                    signed_by__isnull=False,
                    signed_at__isnull=False,
                    expires_at__isnull=False,
                    expires_at__gt=F("signed_at"),
                ),
                name="release_signed_by_someone_and_expires",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("asked_by")), name="release_signed_by_a_second_person"
            ),
            models.CheckConstraint(
                condition=Q(refused_by=None, refused_at=None)
                | (Q(refused_by__isnull=False, refused_at__isnull=False, signed_at=None) & ~Q(why_not="")),
                name="release_refused_by_someone_and_not_signed",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | (Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(why_not="")),
                name="release_withdrawn_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("tracing:release", args=[self.pk])

    @property
    def state(self) -> ReleaseState:
        if self.withdrawn_at:
            return ReleaseState.WITHDRAWN
        if self.refused_at:
            return ReleaseState.REFUSED
        if self.expires_at is None:
            return ReleaseState.WAITING
        return ReleaseState.IN_FORCE if self.expires_at > timezone.now() else ReleaseState.EXPIRED


class ReleaseLineQuerySet(models.QuerySet["ReleaseLine"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(release__signed_at__isnull=False, release__withdrawn_at=None, release__expires_at__gt=now)


class ReleaseLine(models.Model):
    """A stay that a release lists, with the window it had when it was asked for (the lingering margin included)."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="lines")
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="release_lines")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    objects = ReleaseLineQuerySet.as_manager()

    class Meta:
        ordering = ["from_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["release", "stay"], name="release_line_once"),
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="release_line_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"line {self.pk} of release {self.release_id}"
