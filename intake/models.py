from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from vault.fields import SealedTextField

UNSENT_AMBER, UNSENT_RED = timedelta(hours=24), timedelta(days=3)


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, user: User) -> Self:
        """The officer's and the chair's whole commune; a village head's surveyors'; everybody's own devices."""
        mine = self.filter(commune=user.commune_id)
        if user.has_role(Role.OFFICER, Role.CHAIR):
            return mine
        if user.has_role(Role.VILLAGE_HEAD):
            return mine.filter(Q(user=user) | _of_surveyors_in_villages_of(user))
        return mine.filter(user=user)

    def with_unsent(self) -> Self:
        return self.filter(unsent__gt=0).order_by("oldest_unsent_at")

    def worst_first(self) -> Self:
        """By the age of the oldest unsent record, then those heard of last."""
        return self.order_by(F("oldest_unsent_at").asc(nulls_last=True), "-seen_at")


def _of_surveyors_in_villages_of(head: User) -> Q:
    """Villages stand above this app, so they are reached by what the person has there.

    Groups and households each by a query of their own: joined in one, the rows of both are multiplied.
    """
    people = User.objects.get_queryset().order_by()
    by_group = people.filter(assigned_groups__village__heads=head)
    by_household = people.filter(assigned_households__village__heads=head)
    return Q(user__in=by_group.values("pk")) | Q(user__in=by_household.values("pk"))


class Device(models.Model):
    """A phone that captures without signal, as it last reported itself. What it captured since, nobody can know."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="+")
    uuid = models.UUIDField()
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="survey_devices", help_text=_("Who used it last.")
    )
    name = models.CharField(max_length=60, blank=True)
    app = models.CharField(max_length=40, blank=True)
    unsent = models.PositiveIntegerField(default=0)
    oldest_unsent_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "uuid"], name="device_once_a_commune"),
            models.CheckConstraint(
                condition=Q(unsent=0, oldest_unsent_at=None) | Q(unsent__gt=0, oldest_unsent_at__isnull=False),
                name="device_unsent_has_its_age",
            ),
        ]

    def __str__(self) -> str:
        return f"device {self.uuid}"

    def alarm(self, now: datetime) -> str:
        """ "" (all sent or fresh), "care" after a day, "behind" after three: since the oldest unsent record."""
        age = now - self.oldest_unsent_at if self.oldest_unsent_at else timedelta()
        return "behind" if age >= UNSENT_RED else "care" if age >= UNSENT_AMBER else ""


class Receipt(models.Model):
    """A record that is stored for good. The id is unique: this row decides who was first."""

    uuid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20)
    body_hash = models.CharField(max_length=64)
    batch = models.UUIDField(help_text=_("Of the sending that stored it."))
    sender = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    device = models.ForeignKey(Device, on_delete=models.SET_NULL, null=True, related_name="receipts")
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"receipt {self.uuid}"


class SetAsideQuerySet(models.QuerySet["SetAside"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(commune=user.commune_id) if user.has_role(Role.OFFICER) else self.none()

    def undecided(self) -> Self:
        return self.filter(decision="")


class SetAside(models.Model):
    """A record that could not simply be stored: whole, sealed, for an officer to decide; of visits, until a purge."""

    class Cause(models.TextChoices):
        CONFLICT = "conflict", _("the same id was sent before with other answers")
        NOT_ALLOWED = "not_allowed", _("the sender may no longer record here")
        OTHER_PERSON = "other_person", _("sent by another person than who captured it")

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    uuid = models.UUIDField()
    body_hash = models.CharField(max_length=64)
    body = SealedTextField()
    cause = models.CharField(max_length=12, choices=Cause.choices)
    sender = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, on_delete=models.SET_NULL, null=True, related_name="+")
    clock_skew_s = models.IntegerField(default=0)
    received_at = models.DateTimeField()
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["uuid", "body_hash"], name="set_aside_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None)
                | Q(decision__in=["accepted", "rejected"], decided_by__isnull=False, decided_at__isnull=False),
                name="set_aside_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=["conflict", "not_allowed", "other_person"]), name="set_aside_cause_known"
            ),
        ]
        indexes = [models.Index(fields=["commune", "decision"])]

    def __str__(self) -> str:
        return f"set aside {self.uuid}"

    @property
    def clock_skew(self) -> timedelta:
        return timedelta(seconds=self.clock_skew_s)

    @property
    def status(self) -> str:
        """What the device is told."""
        return "conflict" if self.cause == self.Cause.CONFLICT else "quarantined"
