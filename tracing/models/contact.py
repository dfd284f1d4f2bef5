from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from checkins.models import CheckIn
from tracing.models.case import Case
from tracing.models.release import ReleaseLine
from tracing.models.stay import Stay
from vault.fields import BlindIndexField, SealedTextField
from vault.masking import Masked


class Degree(models.IntegerChoices):
    F1 = 1, _("F1 (close contact)")
    F2 = 2, _("F2 (contact of an F1)")


class FollowUpState(models.TextChoices):
    TO_CALL = "to_call", _("to call")
    UNREACHED = "unreached", _("not reached")
    REACHED = "reached", pgettext_lazy("by telephone", "reached")
    QUARANTINED = "quarantined", _("in quarantine")
    POSITIVE = "positive", _("tested positive")
    FINISHED = "finished", _("finished")


class ContactQuerySet(models.QuerySet["Contact"]):
    def strongest_first(self) -> Self:
        return self.order_by("degree", "-minutes", "-places", "pk")

    def marked_open(self) -> Self:
        """Each with `is_open` (a release in force lists a stay, window and length it had) and `open_until`."""
        opened = ReleaseLine.objects.in_force(timezone.now()).filter(
            stay__exposures__contact=OuterRef("pk"),
            from_at__lte=F("stay__exposures__from_at"),
            until_at__gte=F("stay__exposures__until_at"),
            release__least_minutes__lte=F("stay__exposures__minutes"),
        )
        last = opened.order_by("-release__expires_at").values("release__expires_at")
        return self.annotate(is_open=Exists(opened), open_until=Subquery(last[:1]))


class Contact(Masked, models.Model):
    """A person who was near (F1), or near a chosen F1 (F2): once a case, whatever number of places and times.

    Known by phone; who gave none is one contact for each check-in. `companions` came along unnamed. Name and phone
    are copies, for they are needed longer than the check-ins are kept; they go on the case's `forget_on`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    degree = models.PositiveSmallIntegerField(choices=Degree.choices)
    name = SealedTextField(_("full name"))
    phone = SealedTextField(_("phone"), blank=True, default="")
    phone_index = BlindIndexField(source="phone", purpose="checkins", db_index=False)
    only_check_in = models.ForeignKey(
        CheckIn,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Of who gave no phone."),
    )
    companions = models.PositiveSmallIntegerField(_("companions"), default=0)
    minutes = models.PositiveIntegerField(_("minutes together"), default=0)
    places = models.PositiveSmallIntegerField(_("places"), default=0)
    last_exposed_at = models.DateTimeField(_("last time together"))
    found_at = models.DateTimeField()
    is_new = models.BooleanField(default=False, help_text=_("Found after the list was first made, and not opened yet."))

    state = models.CharField(
        _("follow-up"), max_length=11, choices=FollowUpState.choices, default=FollowUpState.TO_CALL
    )
    quarantine_from = models.DateField(_("quarantine from"), null=True, blank=True)
    quarantine_until = models.DateField(_("quarantine until"), null=True, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_on = models.DateField(_("next step on"), null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["degree", "-minutes", "-places", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "phone_index"], condition=~Q(phone_index=""), name="contact_once_a_case"
            ),
            models.UniqueConstraint(
                fields=["case", "only_check_in"],
                condition=Q(only_check_in__isnull=False),
                name="contact_without_phone_once_a_check_in",
            ),
            models.CheckConstraint(condition=Q(degree__in=Degree.values), name="contact_degree_known"),
            models.CheckConstraint(condition=Q(state__in=FollowUpState.values), name="contact_state_known"),
            models.CheckConstraint(
                condition=Q(quarantine_from=None, quarantine_until=None)
                | Q(
                    quarantine_from__isnull=False,
                    quarantine_until__isnull=False,
                    quarantine_until__gte=F("quarantine_from"),
                ),
                name="contact_quarantine_runs_forward",
            ),
        ]
        indexes = [models.Index(fields=["case", "next_on"])]

    def __str__(self) -> str:
        return f"contact {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("tracing:contact", args=[self.case_id, self.pk])


class Exposure(models.Model):
    """One overlap of a contact with a stay: when, and for how many whole minutes."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="exposures")
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="exposures")
    check_in = models.ForeignKey(CheckIn, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    minutes = models.PositiveIntegerField()
    is_doubtful = models.BooleanField(default=False)

    class Meta:
        ordering = ["from_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stay", "check_in"], condition=Q(check_in__isnull=False), name="exposure_once"
            ),
            models.CheckConstraint(condition=Q(until_at__gte=F("from_at")), name="exposure_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"exposure {self.pk}"


class FollowUp(models.Model):
    """What was done for a contact: a call, a quarantine, a test, a note. Append-only; the note is sealed."""

    class Kind(models.TextChoices):
        CALL = "call", _("call")
        QUARANTINE = "quarantine", _("quarantine")
        TEST = "test", _("test")
        NOTE = "note", _("note")

    class Result(models.TextChoices):
        REACHED = "reached", pgettext_lazy("by telephone", "reached")
        NO_ANSWER = "no_answer", _("no answer")
        WRONG_NUMBER = "wrong_number", _("wrong number")
        WAITING = "waiting", _("result awaited")
        NEGATIVE = "negative", _("negative")
        POSITIVE = "positive", _("positive")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="follow_ups")
    kind = models.CharField(_("what was done"), max_length=10, choices=Kind.choices)
    result = models.CharField(_("result"), max_length=12, choices=Result.choices, blank=True)
    day = models.DateField(_("day"))
    note = SealedTextField(_("note"), blank=True, default="")
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()

    class Meta:
        ordering = ["-done_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["call", "quarantine", "test", "note"]), name="follow_up_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"
