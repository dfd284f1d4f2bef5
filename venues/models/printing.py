from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Commune, Role, User
from venues.models.venue import Venue
from villages.models import Village

PRINTS_KEPT, PRINTS_LOOKED_AT = timedelta(days=1), timedelta(hours=1)


class Format(models.TextChoices):
    """What a poster is printed on. Hà Nội asked for at least 15 × 15 cm in 2021; tables take less."""

    A4 = "a4", gettext_lazy("A4, code of 15 cm")
    A5 = "a5", gettext_lazy("A5, code of 11 cm")
    STICKER = "sticker", gettext_lazy("square sticker of 15 cm")
    SHEET = "sheet", gettext_lazy("eight small ones a page of A4")


class PosterPrintQuerySet(models.QuerySet["PosterPrint"]):
    def visible_to(self, user: User) -> Self:
        """One's own, as long as they are kept."""
        return self.filter(commune=user.commune_id, asked_by=user, asked_at__gt=timezone.now() - PRINTS_KEPT)

    def forgotten(self, now: datetime) -> Self:
        """Those whose day is over before the next look."""
        return self.filter(asked_at__lte=now - PRINTS_KEPT + PRINTS_LOOKED_AT)


class PosterPrint(models.Model):
    """Many posters in one file, made by a job; kept in the database for a day, where any machine finds it."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    paper = models.CharField(max_length=8, choices=Format.choices)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    count = models.PositiveIntegerField(default=0)
    content = models.BinaryField(null=True, blank=True)
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = PosterPrintQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(paper__in=Format.values), name="poster_print_paper_known")]
        indexes = [models.Index(fields=["asked_at"])]

    def __str__(self) -> str:
        return f"posters {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("venues:print_status", args=[self.pk])

    @property
    def place(self) -> str:
        """Whose posters: a venue's, a village's, the commune's, or those of all villages of a head."""
        if self.venue or self.village:
            return str(self.venue or self.village)
        return _("All my villages") if self.asked_by.has_role(Role.VILLAGE_HEAD) else _("All villages")
