from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from organisations.models.organisation import Organisation
from vault.fields import BlindIndexField, SealedTextField
from vietnam.text import SORT_KEY_LENGTH, sort_key

FIGURES = (
    "headcount",
    "smartphones",
    "installed",
    "relatives_reached",
    "relatives_installed",
    "premises",
    "premises_with_qr",
    "staff_scanning",
)


class StaffReportQuerySet(models.QuerySet["StaffReport"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(organisation__in=Organisation.objects.visible_to(user))

    def newest_first(self) -> Self:
        return self.order_by("-as_of", "-pk")

    def standing_on(self, day: date) -> Self:
        """The one report of each organisation that speaks on a day: its newest of that day or before.

        Looked for once an organisation, not once a report.
        """
        earlier = StaffReport.objects.filter(organisation=OuterRef("pk"), as_of__lte=day).newest_first()
        speaking = Organisation.objects.annotate(report=Subquery(earlier.values("pk")[:1]))
        return self.filter(pk__in=speaking.values("report"))


@dataclass(frozen=True)
class Rate:
    """A part of a whole in words and numbers; it can pass 1 (relatives are not staff) and is never clipped."""

    label: StrOrPromise
    part: int
    whole: int
    of: StrOrPromise

    @property
    def ratio(self) -> float | None:
        return self.part / self.whole if self.whole else None


class StaffReport(models.Model):
    """What an organisation says of its own people on a day (letter 210 §3.1). Append-only: a newer one corrects it.

    All figures are people, but for `premises`. They stand beside the commune's rate and are never added to it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="staff_reports")
    as_of = models.DateField(_("day"))
    headcount = models.PositiveIntegerField(_("staff (people)"))
    smartphones = models.PositiveIntegerField(_("with a smartphone"))
    installed = models.PositiveIntegerField(_("with Bluezone"))
    relatives_reached = models.PositiveIntegerField(_("relatives reached"), default=0)
    relatives_installed = models.PositiveIntegerField(_("relatives with Bluezone"), default=0)
    premises = models.PositiveSmallIntegerField(_("own premises"), default=0)
    premises_with_qr = models.PositiveSmallIntegerField(_("premises with a QR poster"), default=0)
    staff_scanning = models.PositiveIntegerField(_("staff who scan when they enter"), default=0)
    note = models.CharField(_("note"), max_length=500, blank=True)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(default=timezone.now)

    objects = StaffReportQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(smartphones__lte=F("headcount")) & Q(installed__lte=F("smartphones")),
                name="staff_report_people_within_headcount",
            ),
            models.CheckConstraint(
                condition=Q(relatives_installed__lte=F("relatives_reached")), name="staff_report_relatives_were_reached"
            ),
            models.CheckConstraint(
                condition=Q(premises_with_qr__lte=F("premises")) & Q(staff_scanning__lte=F("headcount")),
                name="staff_report_parts_within_wholes",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-as_of"])]

    def __str__(self) -> str:
        return f"staff report {self.pk}"

    def says_the_same(self, other: StaffReport) -> bool:
        """The same day, figures and words."""
        return all(getattr(self, name) == getattr(other, name) for name in ("as_of", "note", *FIGURES))

    @property
    def adoption(self) -> Rate:
        return Rate(_("Staff with Bluezone"), self.installed, self.headcount, _("staff"))

    @property
    def rates(self) -> list[Rate]:
        """Every rate with its denominator, the two adoptions first (DESIGN §2, measures)."""
        return [
            self.adoption,
            Rate(_("Smartphones with Bluezone"), self.installed, self.smartphones, _("staff with a smartphone")),
            Rate(
                _("Relatives with Bluezone"), self.relatives_installed, self.relatives_reached, _("relatives reached")
            ),
            Rate(
                _("Relatives with Bluezone, to each member of staff"),
                self.relatives_installed,
                self.headcount,
                _("staff"),
            ),
            Rate(_("Premises with a QR poster"), self.premises_with_qr, self.premises, _("own premises")),
            Rate(_("Staff who scan when they enter"), self.staff_scanning, self.headcount, _("staff")),
        ]


class RosterEntry(models.Model):
    """A member of staff on the optional roster; the last roster sent in replaces the one before.

    The phone's index is that of the household surveys, so that the overlap can be shown; it is never added to anything.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="roster")
    name = models.CharField(_("full name"), max_length=100)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False)
    phone = SealedTextField(_("phone"), blank=True, default="")
    phone_index = BlindIndexField(source="phone", purpose="surveys")
    has_smartphone = models.BooleanField(_("has a smartphone"), default=False)
    installed = models.BooleanField(_("Bluezone installed"), default=False)

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(installed=False) | Q(has_smartphone=True), name="roster_installed_has_smartphone"
            )
        ]

    def __str__(self) -> str:
        return f"roster entry {self.pk}"

    def set_keys(self) -> None:
        self.sort_key = sort_key(self.name)
