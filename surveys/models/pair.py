from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from surveys.models.visit import HomeVisit


class ReviewedPair(models.Model):
    """Two completed visits of different surveyors to one household, looked at by somebody; both stay as they are."""

    earlier = models.ForeignKey(HomeVisit, on_delete=models.PROTECT, related_name="+")
    later = models.ForeignKey(HomeVisit, on_delete=models.PROTECT, related_name="+")
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="pair_reviewed_once"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="pair_is_of_two_visits"),
        ]

    def __str__(self) -> str:
        return f"visits {self.earlier_id} and {self.later_id}"
