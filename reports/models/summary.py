from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from checkins.models.checkin import DAY_FIGURES as CHECKIN_FIGURES
from reports.measures import Measured
from surveys.changes import DAY_FIGURES, STATE_FIGURES
from villages.models import Village

SURVEY_FIGURES = (*STATE_FIGURES, *DAY_FIGURES)
VENUE_FIGURES = ("venues_required", "venues_with_poster")
SUMS = ("households", *SURVEY_FIGURES, *VENUE_FIGURES, *CHECKIN_FIGURES)


class DailySummaryQuerySet(models.QuerySet["DailySummary"]):
    def visible_to(self, user: User) -> Self:
        """Figures without persons: the whole commune for those who steer it, the own village for its head."""
        if user.has_role(Role.SUPERVISOR) and user.sees_all_communes:
            return self
        mine = self.filter(commune=user.commune_id)
        if user.has_role(Role.CHAIR, Role.OFFICER, Role.SUPERVISOR):
            return mine
        return mine.filter(village__in=Village.objects.visible_to(user))

    def newest_revisions(self) -> Self:
        """Only the newest revision of each day. A revision is always of the whole day, the commune's row with it."""
        newer = DailySummary.objects.filter(
            commune=OuterRef("commune"), day=OuterRef("day"), village=None, revision__gt=OuterRef("revision")
        )
        return self.exclude(Exists(newer))

    def of_commune(self, commune: Commune) -> Self:
        return self.filter(commune=commune, village=None)

    def newest_of_communes(self) -> Self:
        """Of every commune its own row of the last closed day."""
        later = DailySummary.objects.filter(commune=OuterRef("commune"), village=None, day__gt=OuterRef("day"))
        return self.filter(~Exists(later), village=None).newest_revisions()

    def of_last_closed_day(self, commune: Commune, until: date | None = None) -> Self:
        """The commune's row and its villages', newest revision, of the last closed day (up to and with `until`)."""
        own = self.of_commune(commune).order_by("-day", "-revision")
        own = own.filter(day__lte=until) if until else own
        day, revision = own.values("day")[:1], own.values("revision")[:1]
        return self.filter(commune=commune, day=Subquery(day), revision=Subquery(revision))

    def revised_days(self) -> Self:
        """The communes' newest rows of days that were closed again, newest day first, each with `first_installed` and
        `first_closed_at` of its first revision."""
        first = DailySummary.objects.filter(commune=OuterRef("commune"), day=OuterRef("day"), village=None, revision=1)
        revised = self.filter(village=None, revision__gt=1).newest_revisions().select_related("commune")
        firsts = {
            "first_installed": Subquery(first.values("installed")),
            "first_closed_at": Subquery(first.values("closed_at")),
        }
        return revised.annotate(**firsts).order_by("-day", "commune__name", "pk")

    def last_closed_day(self, commune: Commune) -> date | None:
        last: date | None = self.of_commune(commune).aggregate(day=models.Max("day"))["day"]
        return last

    def update(self, **kwargs: Any) -> int:
        raise TypeError("daily summaries are frozen: a correction is a new revision")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("daily summaries are frozen")


class DailySummary(Measured, models.Model):
    """The figures of one village, or of the commune (village empty), on the evening of one closed day. Frozen."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="summaries")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, blank=True, related_name="summaries")
    day = models.DateField(_("day"))
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    closed_at = models.DateTimeField()

    population = models.PositiveIntegerField(_("official population"), null=True)
    population_source = models.CharField(max_length=200, blank=True)
    population_as_of = models.DateField(null=True)
    households = models.PositiveIntegerField(_("households on the register"), default=0)

    surveyed = models.IntegerField(_("households surveyed"), default=0)
    surveyed_members = models.IntegerField(_("members of surveyed households"), default=0)
    smartphones = models.IntegerField(_("people with a smartphone"), default=0)
    installed = models.IntegerField(_("people with Bluezone"), default=0)
    moved_away = models.IntegerField(_("households moved away"), default=0)

    visits = models.IntegerField(_("visits that day"), default=0)
    completed_visits = models.IntegerField(_("surveyed that day"), default=0)
    absent_visits = models.IntegerField(_("nobody at home that day"), default=0)
    refused_visits = models.IntegerField(_("refused that day"), default=0)
    installed_on_the_spot = models.IntegerField(_("installed on the spot that day"), default=0)

    venues_required = models.PositiveIntegerField(_("venues that must have a poster"), default=0)
    venues_with_poster = models.PositiveIntegerField(_("venues with a live poster"), default=0)
    venues_active = models.PositiveIntegerField(_("venues with a check-in that day"), default=0)
    check_ins = models.PositiveIntegerField(_("check-ins that day"), default=0)
    flagged_check_ins = models.PositiveIntegerField(_("doubtful check-ins that day"), default=0)

    objects = DailySummaryQuerySet.as_manager()

    class Meta:
        ordering = ["day", "village__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "day", "revision"],
                condition=Q(village=None),
                name="summary_of_commune_once",
            ),
            models.UniqueConstraint(
                fields=["village", "day", "revision"],
                condition=~Q(village=None),
                name="summary_of_village_once",
            ),
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 0 for name in SURVEY_FIGURES}) & Q(revision__gte=1),
                name="summary_figures_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(installed__lte=models.F("smartphones")),
                name="summary_installed_within_smartphones",
            ),
        ]
        indexes = [models.Index(fields=["commune", "day", "revision"])]

    def __str__(self) -> str:
        return f"{self.village or self.commune} {self.day} r{self.revision}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("daily summaries are frozen: a correction is a new revision")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("daily summaries are frozen")
