"""The main menu of each role."""

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


FIELD = (Role.VILLAGE_HEAD, Role.SURVEYOR, Role.MONITOR)
ENTRIES = (
    Entry("dashboard", _("Dashboard"), (Role.CHAIR, Role.OFFICER, Role.SUPERVISOR)),
    Entry("survey", _("Door to door"), (*FIELD, Role.OFFICER)),
    Entry("paper:choose", _("Paper"), (Role.VILLAGE_HEAD, Role.OFFICER)),
    Entry("households:list", _("Households"), (*FIELD, Role.OFFICER, Role.CHAIR)),
    Entry("fieldwork:overview", _("Field work"), (Role.VILLAGE_HEAD, Role.OFFICER, Role.CHAIR)),
    Entry("villages:list", _("Villages"), (*FIELD, Role.OFFICER, Role.CHAIR)),
    Entry("venues:list", _("Venues"), LOOKERS),
    Entry("doubts", _("Doubts and alerts"), (Role.OFFICER, Role.VILLAGE_HEAD)),
    Entry("cards:list", _("Visitor cards"), (Role.OFFICER, Role.VILLAGE_HEAD)),
    Entry("inspections:list", _("Inspections"), (Role.MONITOR, Role.OFFICER, Role.VILLAGE_HEAD)),
    Entry("answerability", _("Answerability"), (Role.CHAIR, Role.OFFICER, Role.VILLAGE_HEAD)),
    Entry("revision_list", _("Late data"), (Role.CHAIR, Role.OFFICER, Role.SUPERVISOR)),
    Entry("quality", _("Data quality"), (Role.OFFICER, Role.CHAIR, Role.VILLAGE_HEAD)),
    Entry("coverage", _("Coverage"), (Role.CHAIR, Role.OFFICER, Role.MONITOR)),
    Entry("organisations:list", _("Organisations"), (Role.CHAIR, Role.OFFICER, Role.REPORTER)),
    Entry("outreach:list", _("Outreach"), (Role.CHAIR, Role.OFFICER, Role.VILLAGE_HEAD, Role.REPORTER)),
    Entry("households:upload", _("Excel list"), (Role.OFFICER,)),
    Entry("tracing:work", _("Follow-up"), (Role.HEALTH,)),
    Entry("tracing:releases", _("Releases"), (Role.HEALTH, Role.CHAIR)),
    Entry("keeper", _("At the door"), (Role.KEEPER, Role.HEALTH)),
    Entry("tracing:list", _("Contact tracing"), (Role.HEALTH, Role.CHAIR)),
    Entry("declarations", _("Health declarations"), (Role.HEALTH,)),
    Entry("targets", _("Target"), (Role.CHAIR,)),
    Entry("documents:choose", _("Documents"), (Role.CHAIR, Role.OFFICER)),
    Entry("mails:plan", _("Mails"), (Role.CHAIR, Role.OFFICER)),
    Entry("accounts:list", _("Accounts"), (Role.OFFICER, Role.ADMIN)),
    Entry("communes:list", _("Communes"), (Role.ADMIN,)),
    Entry("audit", _("Audit"), (Role.ADMIN, Role.CHAIR, Role.HEALTH)),
    Entry("retention", _("Retention"), (Role.ADMIN, Role.HEALTH)),
    Entry("jobs", _("Jobs"), (Role.ADMIN, Role.CHAIR, Role.OFFICER)),
    Entry("progress_list", _("Public page"), tuple(Role.values)),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For the base template: the entries of this person's role, and where they are now."""
    user = getattr(request, "user", None)
    role = user.role if user and user.is_authenticated else ""
    match = request.resolver_match
    return {
        "navigation": [entry for entry in ENTRIES if role in entry.roles],
        "current_view": match.view_name if match else "",
    }
