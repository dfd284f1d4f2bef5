from tracing.models.case import Case, CaseKind, HandOver, SubjectPhone
from tracing.models.contact import Contact, Degree, Exposure, FollowUp
from tracing.models.release import Release, ReleaseLine
from tracing.models.stay import Stay

__all__ = [
    "Case",
    "CaseKind",
    "Contact",
    "Degree",
    "Exposure",
    "FollowUp",
    "HandOver",
    "Release",
    "ReleaseLine",
    "Stay",
    "SubjectPhone",
]
