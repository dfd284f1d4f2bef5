from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from vietnam.text import SORT_KEY_LENGTH, fold, sort_key

POPULATION_MOST = 100_000
FOLD_LENGTH = 120


class VillageQuerySet(models.QuerySet["Village"]):
    def visible_to(self, user: User) -> Self:
        """Villages this user works with; every view starts here."""
        mine = self.filter(commune=user.commune_id)
        if user.has_role(Role.CHAIR, Role.OFFICER, Role.MONITOR):
            return mine
        if user.has_role(Role.VILLAGE_HEAD):
            return mine.filter(heads=user)
        if user.has_role(Role.SURVEYOR):
            groups = Q(pk__in=user.assigned_groups.order_by().values("village"))
            return mine.filter(groups | Q(pk__in=user.assigned_households.order_by().values("village")))
        return self.none()

    def with_household_counts(self) -> Self:
        """In their order, which Django forgets where it groups."""
        counted = self.annotate(household_count=Count("households", filter=Q(households__retired_at=None)))
        return counted.order_by("sort_key", "pk")

    def with_closing_counts(self) -> Self:
        """Households as a day's figures begin from: merged doubles too, for the visit that ended them takes them off.

        So the days before a merge that are closed after it are right as well.
        """
        counted = Q(households__retired_at=None) | Q(households__merged_into__isnull=False)
        return self.annotate(household_count=Count("households", filter=counted)).order_by("sort_key", "pk")


class Village(models.Model):
    """A village (thôn) with its official figures, each with where it comes from and of what day."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="villages")
    name = models.CharField(_("village"), max_length=100, help_text=_("Without the word “Thôn”, as “Đồng Tiến”."))
    name_fold = models.CharField(max_length=FOLD_LENGTH, editable=False)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False)
    population = models.PositiveIntegerField(
        _("official population"), null=True, blank=True, validators=[MaxValueValidator(POPULATION_MOST)]
    )
    population_source = models.CharField(_("source of the population"), max_length=200, blank=True)
    population_as_of = models.DateField(_("population as of"), null=True, blank=True)
    official_households = models.PositiveIntegerField(
        _("official number of households"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(POPULATION_MOST)],
    )
    official_households_source = models.CharField(_("source of the households"), max_length=200, blank=True)
    official_households_as_of = models.DateField(_("households as of"), null=True, blank=True)
    heads = models.ManyToManyField(User, verbose_name=_("village heads"), blank=True, related_name="headed_villages")

    objects = VillageQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "name_fold"], name="village_name_once_a_commune"),
            models.CheckConstraint(
                condition=Q(population__isnull=True) | Q(population_as_of__isnull=False),
                name="village_population_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(official_households__isnull=True) | Q(official_households_as_of__isnull=False),
                name="village_households_have_their_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Thôn {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("villages:detail", args=[self.pk])

    def set_keys(self) -> None:
        self.name_fold, self.sort_key = village_fold(self.name), sort_key(self.name)


def village_fold(name: str) -> str:
    """How two spellings of a village are known to be one: without accents, case and the word “Thôn”."""
    return fold(name).removeprefix("thon ").strip()[:FOLD_LENGTH]


def group_fold(name: str) -> str:
    """How two spellings of a group are known to be one; empty for signs that name nothing."""
    return fold(name)[:FOLD_LENGTH]


class ResidentialGroupQuerySet(models.QuerySet["ResidentialGroup"]):
    def visible_to(self, user: User) -> Self:
        if user.has_role(Role.SURVEYOR):
            return self.filter(village__commune=user.commune_id, surveyors=user)
        return self.filter(village__in=Village.objects.visible_to(user))

    def with_household_counts(self) -> Self:
        """In their order, which Django forgets where it groups."""
        counted = self.annotate(household_count=Count("households", filter=Q(households__retired_at=None)))
        return counted.order_by("village__sort_key", "sort_key", "pk")


class ResidentialGroup(models.Model):
    """A self-managed residential group (tổ tự quản khu dân cư)."""

    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("residential group"), max_length=100)
    name_fold = models.CharField(max_length=FOLD_LENGTH, editable=False)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False)
    surveyors = models.ManyToManyField(User, verbose_name=_("surveyors"), blank=True, related_name="assigned_groups")

    objects = ResidentialGroupQuerySet.as_manager()

    class Meta:
        ordering = ["village__sort_key", "sort_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["village", "name_fold"], name="group_name_once_a_village")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        self.name_fold, self.sort_key = group_fold(self.name), sort_key(self.name)
