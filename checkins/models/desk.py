from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, User
from vault.fields import SealedTextField
from vault.sealing import INDEX_LENGTH
from venues.models import Poster, Venue


class RememberedCardQuerySet(models.QuerySet["RememberedCard"]):
    def lapsed(self, commune: Commune, before: object) -> Self:
        return self.filter(commune=commune, seen_at__lt=before)


class RememberedCard(models.Model):
    """The phone of an identity or insurance card's holder, asked once at a desk; kept no longer than check-ins.

    Found by a keyed hash of the card's number, which nobody keeps.
    """

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    card_hash = models.CharField(max_length=INDEX_LENGTH, unique=True)
    name = SealedTextField(_("full name"))
    phone = SealedTextField(_("phone"))
    seen_at = models.DateTimeField()

    objects = RememberedCardQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["commune", "seen_at"])]

    def __str__(self) -> str:
        return f"remembered card {self.pk}"


class PosterCheckQuerySet(models.QuerySet["PosterCheck"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(venue__in=Venue.objects.visible_to(user))

    def passed(self) -> Self:
        return self.filter(outcome=PosterCheck.Outcome.OWN)


class PosterCheck(models.Model):
    """The keeper's daily test scan of the poster on the wall: whether it is the venue's own and works."""

    class Outcome(models.TextChoices):
        OWN = "own", _("the venue's own, and it works")
        REVOKED = "revoked", _("the venue's own, but revoked")
        FOREIGN = "foreign", _("another venue's")
        UNKNOWN = "unknown", _("not a poster of the portal")

    NOT_OURS = (Outcome.FOREIGN, Outcome.UNKNOWN)  # somebody pasted another one over it

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="poster_checks")
    poster = models.ForeignKey(Poster, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    objects = PosterCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="unknown", poster=None)
                | Q(outcome__in=["own", "revoked", "foreign"], poster__isnull=False),
                name="poster_check_names_its_poster",
            )
        ]
        indexes = [models.Index(fields=["venue", "checked_at"])]

    def __str__(self) -> str:
        return f"poster check {self.pk}"
