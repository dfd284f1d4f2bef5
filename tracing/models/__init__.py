from tracing.models.case import Case, CaseKind, HandOver, SubjectPhone
from tracing.models.contact import Contact, ContactQuerySet, Degree, Exposure, FollowUp, FollowUpState
from tracing.models.release import Release, ReleaseLine, ReleaseState
from tracing.models.stay import Stay

__all__ = [
    "Case",
    "CaseKind",
    "Contact",
    "ContactQuerySet",
    "Degree",
    "Exposure",
    "FollowUp",
    "FollowUpState",
    "HandOver",
    "Release",
    "ReleaseLine",
    "ReleaseState",
    "Stay",
    "SubjectPhone",
]
