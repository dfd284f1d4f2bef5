from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import DateField, DurationField, ExpressionWrapper, F, IntegerField, Max, Q, Value
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from vietnam.text import SORT_KEY_LENGTH, fold, sort_key
from villages.models import Village

FOLD_LENGTH = 200


class OrganisationKind(models.TextChoices):
    AGENCY = "agency", _("agency")
    UNIT = "unit", _("public service unit")
    SCHOOL = "school", _("school")
    ENTERPRISE = "enterprise", _("enterprise or cooperative")
    MASS_ORGANISATION = "mass", _("mass organisation")
    HEALTH_STATION = "health", _("health station")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User) -> Self:
        """The commune's, for those who lead it; a reporter's own."""
        mine = self.filter(commune=user.commune_id)
        if user.has_role(Role.CHAIR, Role.OFFICER):
            return mine
        if user.has_role(Role.REPORTER):
            return mine.filter(reporters=user)
        return self.none()

    def active(self) -> Self:
        return self.filter(retired_at=None)

    def with_silence(self, day: date) -> Self:
        """`spoke_on`: the day of the newest staff report of `day` or before, else the day of the registration."""
        newest = Max("staff_reports__as_of", filter=Q(staff_reports__as_of__lte=day))
        spoke_on = Coalesce(newest, TruncDate("registered_at"), output_field=DateField())
        return self.annotate(spoke_on=spoke_on).order_by("sort_key", "pk")

    def overdue(self, day: date) -> Self:
        """The active ones whose staff report was due before `day`, each with `spoke_on`.

        One that reports every 7 days and spoke last on the 1st owes its report on the 8th: overdue from the 9th on.
        """
        silence = ExpressionWrapper(Value(day, DateField()) - F("spoke_on"), DurationField())
        every = Cast("report_every_days", IntegerField()) * Value(timedelta(days=1))
        allowed = ExpressionWrapper(every, DurationField())
        return self.active().with_silence(day).alias(silence=silence, allowed=allowed).filter(silence__gt=F("allowed"))


class Organisation(models.Model):
    """An agency, unit, school, enterprise or mass organisation that answers for its people. Letter 210 §3.1, §3.5."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="organisations")
    name = models.CharField(_("name"), max_length=160)
    name_fold = models.CharField(max_length=FOLD_LENGTH, editable=False)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=OrganisationKind.choices)
    village = models.ForeignKey(
        Village, verbose_name=_("village"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    head_name = models.CharField(_("head"), max_length=100, blank=True, help_text=_("Who answers to the chair."))
    reporters = models.ManyToManyField(
        User, verbose_name=_("reporters"), blank=True, related_name="reported_organisations"
    )
    volunteers = models.ManyToManyField(
        User,
        verbose_name=_("lent volunteers"),
        blank=True,
        related_name="lending_organisations",
        help_text=_("Accounts of surveyors whom a mass organisation lends."),
    )
    report_every_days = models.PositiveSmallIntegerField(_("a staff report is due every (days)"), default=7)
    registered_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "name_fold"], name="organisation_name_once_a_commune"),
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"),
            models.CheckConstraint(
                condition=Q(report_every_days__range=(1, 60)), name="organisation_reports_at_least_every_two_months"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_fold, self.sort_key = fold(self.name)[:FOLD_LENGTH], sort_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("organisations:detail", args=[self.pk])

    @property
    def is_active(self) -> bool:
        return self.retired_at is None

    @property
    def lends_volunteers(self) -> bool:
        """Letter 210 §3.5 asks it of the mass organisations."""
        return self.kind == OrganisationKind.MASS_ORGANISATION

    def days_overdue(self, spoke_on: date, day: date) -> int:
        """How long the staff report is overdue on `day`; 0 if it is not, or not asked for."""
        late = (day - spoke_on).days - self.report_every_days
        return max(late, 0) if self.is_active else 0
