from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from thongnhat_portal.days import start_of
from villages.models import Household, Village
from villages.models.household import MEMBERS_MOST


class Outcome(models.TextChoices):
    COMPLETED = "completed", _("Surveyed")
    ABSENT = "absent", _("Nobody at home")
    REFUSED = "refused", _("Refused")
    MOVED_AWAY = "moved_away", _("Moved away")


# These decide what is known of a household; a closed door changes nothing.
SETTLING = (Outcome.COMPLETED, Outcome.MOVED_AWAY)


class Provenance(models.TextChoices):
    PAGE = "page", _("page")
    DEVICE = "device", _("device, sent later")
    PAPER = "paper", _("paper")
    DEMO = "demo", _("demo")
    MERGE = "merge", _("merge of double households")


class HomeVisitQuerySet(models.QuerySet["HomeVisit"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(household__in=Household.objects.visible_to(user))

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("home visits are never deleted")

    def settling(self) -> Self:
        return self.filter(outcome__in=SETTLING)

    def knocks(self) -> Self:
        """Doors that were knocked on: without what a merge of doubles wrote down."""
        return self.exclude(provenance=Provenance.MERGE)

    def newest_first(self) -> Self:
        return self.order_by("-captured_at", "-pk")

    def captured_before(self, day: date) -> Self:
        return self.filter(captured_at__lt=start_of(day))

    def captured_since(self, day: date) -> Self:
        return self.filter(captured_at__gte=start_of(day))

    def figures_since(self, day: date) -> dict[str, int]:
        """Visits captured since a day began, and people helped to install on the spot."""
        recent = self.knocks().captured_since(day)
        return recent.aggregate(visits=Count("pk"), installed_on_the_spot=Coalesce(Sum("installed_on_the_spot"), 0))

    def take_for_summary(self, *, before: date, at: datetime) -> Self:
        """Mark those in no summary yet and captured before a day's beginning; one UPDATE decides which they are."""
        self.filter(summarised_at=None).captured_before(before).update(summarised_at=at)
        return self.filter(summarised_at=at)


class HomeVisit(models.Model):
    """One knock on one door (lượt đến hộ). Append-only: a correction is a newer visit.

    The counts of people are fixed when the visit is recorded, from the phones that stand beside it:
    `smartphones` and `installed` are people (owners with at least one), never devices.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    body_hash = models.CharField(max_length=64)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="visits")
    village = models.ForeignKey(
        Village,
        on_delete=models.PROTECT,
        related_name="visits",
        help_text=_("Where it counts: as it was that day."),
    )
    surveyor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="visits")
    captured_at = models.DateTimeField(_("time of the visit"))
    received_at = models.DateTimeField(default=timezone.now)
    clock_skew_s = models.IntegerField(
        default=0, help_text=_("Seconds by which the device's clock was wrong; captured_at is already put right.")
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    members = models.PositiveSmallIntegerField(
        _("members"), default=0, validators=[MinValueValidator(1), MaxValueValidator(MEMBERS_MOST)]
    )
    smartphones = models.PositiveSmallIntegerField(default=0)
    installed = models.PositiveSmallIntegerField(default=0)
    installed_on_the_spot = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(_("note"), max_length=300, blank=True)
    provenance = models.CharField(max_length=8, choices=Provenance.choices, default=Provenance.PAGE)
    summarised_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = HomeVisitQuerySet.as_manager()

    class Meta:
        ordering = ["-captured_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="visit_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.COMPLETED, members__range=(1, MEMBERS_MOST))
                | (~Q(outcome=Outcome.COMPLETED) & Q(members=0, smartphones=0, installed=0, installed_on_the_spot=0)),
                name="visit_counts_only_when_completed",
            ),
            models.CheckConstraint(
                condition=Q(smartphones__lte=models.F("members"))
                & Q(installed__lte=models.F("smartphones"))
                & Q(installed_on_the_spot__lte=models.F("installed")),
                name="visit_people_within_members",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "-captured_at"]),
            models.Index(fields=["village", "captured_at"]),
            models.Index(fields=["captured_at"]),
            models.Index(fields=["summarised_at", "captured_at"]),
        ]

    def __str__(self) -> str:
        return f"visit {self.uuid}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("home visits are never deleted")

    @property
    def is_completed(self) -> bool:
        return self.outcome == Outcome.COMPLETED

    @property
    def is_settling(self) -> bool:
        return self.outcome in SETTLING

    @property
    def captured_on(self) -> date:
        """The commune's day on which the door was knocked on."""
        return timezone.localtime(self.captured_at).date()
