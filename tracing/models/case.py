from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from vault.fields import BlindIndexField, SealedTextField

MINUTES_MOST = 240
QUARANTINE_DAYS_MOST = 60
PARTICULARS = (  # what a form asks, and an edit may change
    "kind",
    "authority_reference",
    "reason",
    "onset_on",
    "tested_on",
    "infectious_from",
    "infectious_until",
    "least_minutes",
    "lingering_minutes",
    "quarantine_days",
)


class CaseKind(models.TextChoices):
    SUSPECTED = "suspected", _("suspected")
    CONFIRMED = "confirmed", _("confirmed (F0)")


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> Self:
        """The health station's own; the chair's, to sign what is asked of them. Nobody else knows that there is one."""
        if user.has_role(Role.HEALTH, Role.CHAIR):
            return self.filter(commune=user.commune_id)
        return self.none()

    def open(self) -> Self:
        return self.filter(closed_at=None)


class Case(models.Model):
    """A suspected or confirmed infection (ca nghi nhiễm, F0), opened on an authority's word and for a reason.

    Infectious from–until bounds the visits that count. Two people were in contact if both were at one venue for
    `least_minutes` (0: however short), the air of a visit lasting `lingering_minutes` beyond its end.
    """

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="cases")
    code = models.CharField(_("case"), max_length=12, editable=False, help_text=_("As 2021-007, counted by commune."))
    kind = models.CharField(_("kind"), max_length=9, choices=CaseKind.choices)
    authority_reference = models.CharField(
        _("authority's reference"), max_length=200, help_text=_("The document or result this case rests on.")
    )
    reason = models.CharField(_("reason"), max_length=500)
    onset_on = models.DateField(_("onset of symptoms"), null=True, blank=True)
    tested_on = models.DateField(_("test taken on"), null=True, blank=True)
    infectious_from = models.DateTimeField(_("infectious from"))
    infectious_until = models.DateTimeField(_("infectious until"))
    least_minutes = models.PositiveSmallIntegerField(
        _("together for at least (minutes)"), default=15, validators=[MaxValueValidator(MINUTES_MOST)]
    )
    lingering_minutes = models.PositiveSmallIntegerField(
        _("lingering margin (minutes)"), default=30, validators=[MaxValueValidator(MINUTES_MOST)]
    )
    quarantine_days = models.PositiveSmallIntegerField(
        _("quarantine (days)"),
        default=21,
        validators=[MinValueValidator(1), MaxValueValidator(QUARANTINE_DAYS_MOST)],
    )
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    traced_at = models.DateTimeField(null=True, blank=True, help_text=_("When contacts were last looked for."))
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    forget_on = models.DateField(null=True, blank=True, help_text=_("When the contacts of a closed case are removed."))

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "code"], name="case_code_once_a_commune"),
            models.CheckConstraint(condition=Q(kind__in=CaseKind.values), name="case_kind_known"),
            models.CheckConstraint(
                condition=~Q(authority_reference="") & ~Q(reason=""), name="case_has_reference_and_reason"
            ),
            models.CheckConstraint(
                condition=Q(infectious_until__gt=F("infectious_from")), name="case_window_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(least_minutes__lte=MINUTES_MOST, lingering_minutes__lte=MINUTES_MOST),
                name="case_minutes_in_range",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None, closed_at=None, forget_on=None)
                | Q(closed_by__isnull=False, closed_at__isnull=False, forget_on__isnull=False),
                name="case_closed_by_someone_with_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("tracing:case", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def last_day(self) -> date:
        """Of the infectious time; what ends at midnight ended with the day before."""
        return timezone.localdate(self.infectious_until - timedelta(microseconds=1))

    @property
    def lingering(self) -> timedelta:
        return timedelta(minutes=self.lingering_minutes)

    @property
    def hold_reference(self) -> str:
        """What holds and disclosures of this case's check-ins are marked with; unique in the installation."""
        return f"case {self.pk}"


class SubjectPhone(models.Model):
    """A phone of the case's subject, as the health station typed it; check-ins are found by its blind index."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="phones")
    phone = SealedTextField(_("phone"))
    phone_index = BlindIndexField(source="phone", purpose="checkins", db_index=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "phone_index"], name="subject_phone_once_a_case")]

    def __str__(self) -> str:
        return f"phone {self.pk} of case {self.case_id}"


class HandOver(models.Model):
    """What the nurse who goes tells the nurse who comes. Append-only."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_overs")
    text = SealedTextField(_("note"))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"
