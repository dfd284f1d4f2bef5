from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from organisations.models import Organisation
from villages.models import Village


class DocumentKind(models.TextChoices):
    DAILY = "daily", _("daily report")
    PERIODIC = "periodic", _("periodic report")
    LIST = "list", _("list")
    REMINDER = "reminder", _("reminder letter")


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: User) -> Self:
        if user.has_role(Role.CHAIR, Role.OFFICER):
            return self.filter(commune=user.commune_id)
        return self.none()

    def with_units(self) -> Self:
        return self.select_related("commune", "village__commune", "organisation__commune", "edited_by")


class Draft(models.Model):
    """The free parts of an official document as the officer last wrote them; the figures are read from closed days."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=DocumentKind.choices)
    since = models.DateField(_("from"), help_text=_("The day itself, but for a periodic report."))
    day = models.DateField(_("day"))
    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    texts = models.JSONField(default=dict)
    revision = models.PositiveSmallIntegerField(
        null=True, editable=False, help_text=_("Of the figures it was opened or last saved with; empty: it cites none.")
    )
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-edited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "commune",
                "kind",
                "since",
                "day",
                Coalesce("village", 0),
                Coalesce("organisation", 0),
                name="draft_once_a_document",
            ),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="draft_kind_known"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("documents:edit", args=[self.pk])

    @property
    def unit(self) -> Village | Organisation | None:
        """Whom a list or a letter is about."""
        return self.village or self.organisation
