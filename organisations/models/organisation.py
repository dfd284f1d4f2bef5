from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
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
