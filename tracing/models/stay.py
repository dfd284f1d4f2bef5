from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from checkins.models import CheckIn
from tracing.models.case import Case
from venues.models import Venue


class StaySource(models.TextChoices):
    SCANNED = "scanned", _("found by phone")
    TYPED = "typed", _("added by hand")
    PLACE = "place", _("the place was looked at")


class StayQuerySet(models.QuerySet["Stay"]):
    def of_subject(self) -> Self:
        return self.filter(of_contact=None)

    def counted(self) -> Self:
        """Those whose contacts are looked for."""
        return self.filter(left_out_at=None)

    def with_contact_counts(self, least_minutes: int) -> Self:
        """Each with `contact_count`: the people found near it for so many minutes."""
        near = Q(exposures__minutes__gte=least_minutes)
        return self.annotate(contact_count=Count("exposures__contact", filter=near, distinct=True))


class Stay(models.Model):
    """A venue and a time at which somebody infectious was there, or may have been. The one thing contacts follow from.

    Of the case's subject, or of a chosen F1 (`of_contact`), whose contacts are F2. Its window never changes, for a
    release is bound to it: what was typed wrongly is left out (`left_out_at`) and typed anew.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stays")
    of_contact = models.ForeignKey(
        "tracing.Contact", on_delete=models.CASCADE, null=True, blank=True, related_name="stays"
    )
    venue = models.ForeignKey(Venue, verbose_name=_("venue"), on_delete=models.PROTECT, related_name="+")
    check_in = models.ForeignKey(CheckIn, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=7, choices=StaySource.choices)
    from_at = models.DateTimeField(_("from"))
    until_at = models.DateTimeField(_("until"))
    is_presumed = models.BooleanField(
        default=False, help_text=_("Nobody checked out: the end is that of the venue's usual stay.")
    )
    is_doubtful = models.BooleanField(default=False, help_text=_("The check-in bears a doubt."))
    found_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    left_out_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_out_at = models.DateTimeField(null=True, blank=True)

    objects = StayQuerySet.as_manager()

    class Meta:
        ordering = ["from_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "check_in"], condition=Q(check_in__isnull=False), name="stay_once_a_check_in"
            ),
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="stay_runs_forward"),
            models.CheckConstraint(condition=Q(source__in=StaySource.values), name="stay_source_known"),
            models.CheckConstraint(
                condition=Q(left_out_by=None, left_out_at=None)
                | Q(left_out_by__isnull=False, left_out_at__isnull=False),
                name="stay_left_out_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"stay {self.pk}"
