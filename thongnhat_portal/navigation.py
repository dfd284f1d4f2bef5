"""The main menu of each role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from venues.permissions import LOOKERS


@dataclass(frozen=True)
class Entry:
    url_name: str
    label: Promise
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Entries under one heading; a single one needs none and stands by itself."""

    label: Promise
    entries: tuple[Entry, ...]

    def of(self, role: str) -> Entry | Group | None:
        own = tuple(entry for entry in self.entries if role in entry.roles)
        return Group(self.label, own) if len(own) > 1 else next(iter(own), None)

    @property
    def names(self) -> list[str]:
        return [entry.url_name for entry in self.entries]


LEADING = (Role.CHAIR, Role.OFFICER)
FIELD = (Role.VILLAGE_HEAD, Role.SURVEYOR, Role.MONITOR)
MENU = (
    Entry("dashboard", _("Dashboard"), (*LEADING, Role.SUPERVISOR)),
    Entry("survey", _("Door to door"), (*FIELD, Role.OFFICER)),
    Entry("keeper", _("At the door"), (Role.KEEPER, Role.HEALTH)),
    Group(
        _("Tracing"),
        (
            Entry("tracing:list", _("Contact tracing"), (Role.HEALTH, Role.CHAIR)),
            Entry("tracing:work", _("Follow-up"), (Role.HEALTH,)),
            Entry("tracing:releases", _("Releases"), (Role.HEALTH, Role.CHAIR)),
            Entry("declarations", _("Health declarations"), (Role.HEALTH,)),
        ),
    ),
    Group(
        _("Survey"),
        (
            Entry("households:list", _("Households"), (*FIELD, *LEADING)),
            Entry("fieldwork:overview", _("Field work"), (Role.VILLAGE_HEAD, *LEADING)),
            Entry("villages:list", _("Villages"), (*FIELD, *LEADING)),
            Entry("paper:choose", _("Paper"), (Role.VILLAGE_HEAD, Role.OFFICER)),
            Entry("households:upload", _("Excel list"), (Role.OFFICER,)),
            Entry("quality", _("Data quality"), (Role.VILLAGE_HEAD, *LEADING)),
        ),
    ),
    Group(
        _("Venues"),
        (
            Entry("venues:list", _("Venues"), LOOKERS),
            Entry("doubts", _("Doubts and alerts"), (Role.OFFICER, Role.VILLAGE_HEAD)),
            Entry("cards:list", _("Visitor cards"), (Role.OFFICER, Role.VILLAGE_HEAD)),
            Entry("inspections:list", _("Inspections"), (Role.MONITOR, Role.OFFICER, Role.VILLAGE_HEAD)),
            Entry("coverage", _("Coverage"), (*LEADING, Role.MONITOR)),
        ),
    ),
    Group(
        _("Organisations"),
        (
            Entry("organisations:list", _("Organisations"), (*LEADING, Role.REPORTER)),
            Entry("outreach:list", _("Outreach"), (*LEADING, Role.VILLAGE_HEAD, Role.REPORTER)),
        ),
    ),
    Group(
        _("Results"),
        (
            Entry("answerability", _("Answerability"), (*LEADING, Role.VILLAGE_HEAD)),
            Entry("targets", _("Target"), (Role.CHAIR,)),
            Entry("documents:choose", _("Documents"), LEADING),
            Entry("mails:plan", _("Mails"), LEADING),
            Entry("revision_list", _("Late data"), (*LEADING, Role.SUPERVISOR)),
        ),
    ),
    Group(
        _("Administration"),
        (
            Entry("accounts:list", _("Accounts"), (Role.OFFICER, Role.ADMIN)),
            Entry("communes:list", _("Communes"), (Role.ADMIN,)),
            Entry("audit", _("Audit"), (Role.ADMIN, Role.CHAIR, Role.HEALTH)),
            Entry("retention", _("Retention"), (Role.ADMIN, Role.HEALTH)),
            Entry("jobs", _("Jobs"), (Role.ADMIN, *LEADING)),
        ),
    ),
    Entry("progress_list", _("Public page"), tuple(Role.values)),
)


def menu_of(role: str) -> list[Entry | Group]:
    own = (part.of(role) if isinstance(part, Group) else part if role in part.roles else None for part in MENU)
    return [part for part in own if part]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For the base template: the menu of this person's role, and where they are now."""
    user = getattr(request, "user", None)
    role = user.role if user and user.is_authenticated else ""
    match = request.resolver_match
    return {"navigation": menu_of(role), "current_view": match.view_name if match else ""}
