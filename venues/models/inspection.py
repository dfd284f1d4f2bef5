from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, User
from venues.models.category import Category
from venues.models.venue import Venue, counts
from vietnam.text import SORT_KEY_LENGTH, sort_key
from villages.models import Village


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(venue__in=Venue.objects.visible_to(user))

    def with_photo_marks(self) -> Self:
        """Each with `has_photo`, the photo itself left where it is."""
        return self.annotate(has_photo=Q(photo__isnull=False))


class Inspection(models.Model):
    """What the monitoring team (tổ giám sát dịch bệnh) found at a venue; append-only. Letter 210 §3.3."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="inspections")
    inspector = models.ForeignKey(User, on_delete=models.PROTECT, related_name="inspections")
    at = models.DateTimeField()
    is_up = models.BooleanField(_("the poster is up"))
    is_legible = models.BooleanField(_("the poster is legible"))
    is_used = models.BooleanField(_("visitors scan it"))
    is_reminder = models.BooleanField(_("the keeper was reminded"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    photo = models.BinaryField(null=True, blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_up=True) | Q(is_legible=False, is_used=False),
                name="inspection_of_no_poster_is_plain",
            )
        ]
        indexes = [models.Index(fields=["venue", "-at"])]

    def __str__(self) -> str:
        return f"inspection {self.pk}"

    @property
    def is_in_order(self) -> bool:
        return self.is_up and self.is_legible and self.is_used


class RequiredPlaceQuerySet(models.QuerySet["RequiredPlace"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(village__in=Village.objects.visible_to(user))

    def open(self) -> Self:
        """Still without a venue of their own, and not struck off the list."""
        return self.filter(settled_at=None)

    def counts(self, *fields: str) -> dict[Any, int]:
        """How many by a field's value, or by the values of several, in one query."""
        return counts(self, *fields)


class RequiredPlace(models.Model):
    """A place that ought to have a poster and has none (letter 210 §3.2 "tất cả đối tượng áp dụng")."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Village, verbose_name=_("village"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False)
    category = models.CharField(_("category"), max_length=16, choices=Category.choices)
    address = models.CharField(_("address"), max_length=160, blank=True)
    listed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    listed_at = models.DateTimeField(auto_now_add=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = RequiredPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(category__in=Category.values), name="required_place_category_known"),
            models.CheckConstraint(
                condition=Q(settled_by=None, settled_at=None, venue=None, reason="")
                | (Q(settled_by__isnull=False, settled_at__isnull=False) & (Q(venue__isnull=False) | ~Q(reason=""))),
                name="required_place_settled_has_its_why",
            ),
        ]
        indexes = [models.Index(fields=["village", "settled_at"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
