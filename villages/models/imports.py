from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from vault.fields import SealedTextField


class ListImportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        return self.filter(commune=user.commune_id) if user.has_role(Role.OFFICER) else self.none()


class ListImport(models.Model):
    """An uploaded list on its way: checked first, stored when the officer says so.

    The file waits in the database, sealed, so that any worker on any machine can read it.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        FAULTY = "faulty", _("has faulty rows")
        UNREADABLE = "unreadable", _("cannot be read")
        READY = "ready", _("ready to be imported")
        STORING = "storing", _("being imported")
        STORED = "stored", _("imported")
        TAKEN_BACK = "taken_back", _("taken back")

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    content = SealedTextField(blank=True, help_text=_("The file in base64; emptied once it is stored."))
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices, default=State.CHECKING)
    problem = models.JSONField(default=list, help_text=_("Code and details of what makes the file unreadable."))
    outcome = models.JSONField(default=dict)
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ListImportQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"

    @property
    def file(self) -> bytes:
        return b64decode(self.content)

    @file.setter
    def file(self, content: bytes) -> None:
        self.content = b64encode(content).decode()

    @property
    def is_waiting(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.STORING)

    @property
    def has_failed(self) -> bool:
        """Its job ended without an answer; nothing was stored."""
        return self.is_waiting and self.job is not None and self.job.state == "failed"

    @property
    def can_be_taken_back(self) -> bool:
        """Only lists that keep a journal can."""
        return False


STATE_KNOWN = Q(state__in=["checking", "faulty", "unreadable", "ready", "storing", "stored", "taken_back"])


class HouseholdImport(ListImport):
    create_villages = models.BooleanField(
        _("Create missing villages"),
        default=False,
        help_text=_("Otherwise a village that is not on the register is an error of its row."),
    )

    class Meta(ListImport.Meta):
        constraints = [models.CheckConstraint(condition=STATE_KNOWN, name="household_import_state_known")]

    def get_absolute_url(self) -> str:
        return reverse("households:import", args=[self.pk])

    @property
    def can_be_taken_back(self) -> bool:
        """It was stored and changed something; whether somebody built on it since, shows when it is tried."""
        return ImportJournal.objects.filter(upload=self).exists()


class ImportJournal(models.Model):
    """What an import wrote, household by household, so that it can be taken back; it goes with its upload."""

    upload = models.OneToOneField(HouseholdImport, on_delete=models.CASCADE, related_name="journal")
    changes = SealedTextField(help_text=_("JSON from villages/importing/journal.py."))

    def __str__(self) -> str:
        return str(self.upload)
