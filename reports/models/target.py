from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from villages.models import Village

LONGEST = timedelta(days=730)


class Denominator(models.TextChoices):
    POPULATION = "population", _("of the population")
    SMARTPHONES = "smartphones", _("of the people with a smartphone")


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: User) -> Self:
        if user.sees_all_communes:
            return self if user.has_role(Role.SUPERVISOR) else self.none()
        if user.has_role(Role.CHAIR, Role.OFFICER, Role.SUPERVISOR):
            return self.filter(commune=user.commune_id)
        return self.none()

    def for_day(self, commune: Commune, day: date) -> Target | None:
        """The commune's target that speaks on a day: the last one begun by then, also after it was due."""
        begun = self.of_commune(commune).filter(starts_on__lte=day)
        return begun.order_by("-starts_on", "-pk").first()

    def of_villages(self, commune: Commune, day: date) -> dict[int, Target]:
        """The villages' own targets that speak on a day, by the village's key; who has none has the commune's.

        A new target of the commune ends what was given to the villages before it: they are given anew.
        """
        newer = Target.objects.of_commune(commune).filter(starts_on__gt=OuterRef("starts_on"), starts_on__lte=day)
        begun = self.filter(~Exists(newer), commune=commune, village__isnull=False, starts_on__lte=day)
        last = {target.village_id: target for target in begun.order_by("starts_on", "pk")}
        return {key: target for key, target in last.items() if key and not target.follows_commune}

    def in_full(self) -> Self:
        """With the village and who set it, in one query."""
        return self.select_related("village", "set_by")

    def of_commune(self, commune: Commune) -> Self:
        """What was asked of the commune as a whole."""
        return self.filter(commune=commune, village=None)


class Target(models.Model):
    """What a letter asks for: so many percent, of whom, until when. A new letter is a new row.

    Of the commune, or of one village (chỉ tiêu giao).
    """

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="targets")
    village = models.ForeignKey(
        Village,
        verbose_name=_("village"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        help_text=_("Empty: the whole commune."),
    )
    percent = models.DecimalField(
        _("percent"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(100)],
    )
    denominator = models.CharField(
        _("of whom"), max_length=12, choices=Denominator.choices, default=Denominator.POPULATION
    )
    follows_commune = models.BooleanField(
        default=False, editable=False, help_text=_("From this day on the village has the commune's target again.")
    )
    starts_on = models.DateField(_("from"))
    due_on = models.DateField(_("due on"), help_text=_("The evening of this day still counts."))
    source_letter = models.CharField(_("source letter"), max_length=200, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__gt=0, percent__lte=100), name="target_percent_in_range"),
            models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="target_due_after_start"),
            models.CheckConstraint(
                condition=Q(follows_commune=False) | Q(village__isnull=False), name="target_only_a_village_follows"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % until {self.due_on}"

    @property
    def ratio(self) -> float:
        return float(self.percent) / 100
