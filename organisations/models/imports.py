from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from accounts.models import Role, User
from organisations.models.organisation import Organisation
from villages.models import ListImport
from villages.models.imports import STATE_KNOWN, ListImportQuerySet


class RosterImportQuerySet(ListImportQuerySet):
    def visible_to(self, user: User) -> Self:
        """Those of the organisations that this user sends rosters for; the chair sends none."""
        if not user.has_role(Role.OFFICER, Role.REPORTER):
            return self.none()
        return self.filter(organisation__in=Organisation.objects.visible_to(user))


class RosterImport(ListImport):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = RosterImportQuerySet.as_manager()

    class Meta(ListImport.Meta):
        constraints = [models.CheckConstraint(condition=STATE_KNOWN, name="roster_import_state_known")]

    def get_absolute_url(self) -> str:
        return reverse("rosters:import", args=[self.pk])
