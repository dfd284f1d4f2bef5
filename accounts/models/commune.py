from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models.user import User

RETENTION_DAYS_LEAST = 21
RETENTION_DAYS_MOST = 365


class CommuneQuerySet(models.QuerySet["Commune"]):
    def visible_to(self, user: User) -> Self:
        """Admins and supervisors without a commune of their own see all; everybody else sees one."""
        if user.sees_all_communes:
            return self
        return self.filter(pk=user.commune_id)


class Commune(models.Model):
    """A commune (xã) and what its documents say of it. Its name is data: nine communes were named Thống Nhất."""

    name = models.CharField(_("commune"), max_length=100, help_text=_("Without the word “Xã”, as “Thống Nhất”."))
    slug = models.SlugField(_("address on this portal"), unique=True)
    district = models.CharField(_("district"), max_length=100, blank=True, help_text=_("As “Huyện …”."))
    province = models.CharField(_("province"), max_length=100, blank=True, help_text=_("As “Tỉnh …”."))
    issuer = models.CharField(
        _("issuing body"), max_length=150, default="Ủy ban nhân dân", help_text=_("As in the letterhead.")
    )
    signatory_name = models.CharField(_("signatory"), max_length=100, blank=True)
    signatory_title = models.CharField(_("signatory's title"), max_length=100, blank=True)
    retention_days = models.PositiveSmallIntegerField(
        _("check-ins are kept for (days)"),
        default=30,
        validators=[MinValueValidator(RETENTION_DAYS_LEAST), MaxValueValidator(RETENTION_DAYS_MOST)],
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retention_days__range=(RETENTION_DAYS_LEAST, RETENTION_DAYS_MOST)),
                name="commune_retention_in_range",
            )
        ]

    def __str__(self) -> str:
        return f"Xã {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("progress", args=[self.slug])
