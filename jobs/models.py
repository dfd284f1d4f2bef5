from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from jobs.schedule import TICK
from jobs.words import ASKED_FOR, COUNTED

STANDSTILL = timedelta(minutes=10)
RESEND_AFTER = timedelta(seconds=60)
ATTEMPTS = 5


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> Self:
        """Admins see all work of what they govern; everybody else the jobs they asked for."""
        if user.sees_all_communes and user.has_role(Role.ADMIN):
            return self
        if user.has_role(Role.ADMIN):
            return self.filter(Q(commune=user.commune_id) | Q(commune__isnull=True))
        return self.filter(requested_by=user)

    def standing_still(self) -> Self:
        """Running, but without a sign of life for ten minutes: the worker was killed, or the machine went down."""
        return self.filter(state=Job.State.RUNNING, heartbeat_at__lt=timezone.now() - STANDSTILL)

    def waiting_to_be_sent(self) -> Self:
        recently = timezone.now() - RESEND_AFTER
        return self.filter(state=Job.State.QUEUED).filter(Q(sent_at__isnull=True) | Q(sent_at__lt=recently))

    def ticked_within(self, age: timedelta) -> bool:
        return self.filter(task=TICK, scheduled=True, finished_at__gte=timezone.now() - age).exists()


class Job(models.Model):
    """One piece of work for the workers: asked for by a person, or repeated by the schedule (one row a task)."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    task = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    scheduled = models.BooleanField(default=False)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at"]
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(scheduled=True), name="job_scheduled_once"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "failed"]), name="job_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(started_at__isnull=False, heartbeat_at__isnull=False),
                name="job_running_has_times",
            ),
        ]
        indexes = [models.Index(fields=["state", "sent_at"])]

    def __str__(self) -> str:
        return f"{self.task} #{self.pk}"

    @property
    def label(self) -> str:
        """The name of what somebody asked for."""
        return str(ASKED_FOR.get(self.task, ""))

    @property
    def counts(self) -> list[tuple[str, object]]:
        """What it counted, each with its word."""
        return [(str(COUNTED.get(name, name)), count) for name, count in self.result.items()]

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def stands_still(self) -> bool:
        return (
            self.state == self.State.RUNNING
            and self.heartbeat_at is not None
            and self.heartbeat_at < timezone.now() - STANDSTILL
        )
