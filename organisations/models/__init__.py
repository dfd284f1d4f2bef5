from organisations.models.imports import RosterImport
from organisations.models.organisation import Organisation, OrganisationKind, OrganisationQuerySet
from organisations.models.outreach import OutreachActivity, OutreachKind
from organisations.models.staff import FIGURES, RosterEntry, StaffReport

__all__ = [
    "FIGURES",
    "Organisation",
    "OrganisationKind",
    "OrganisationQuerySet",
    "OutreachActivity",
    "OutreachKind",
    "RosterEntry",
    "RosterImport",
    "StaffReport",
]
