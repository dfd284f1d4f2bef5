from checkins.models.card import VisitorCard
from checkins.models.checkin import CheckIn, CheckInQuerySet, Doubt, LeftHow, Provenance, Slip
from checkins.models.desk import PosterCheck, RememberedCard
from checkins.models.retention import Disclosure, Hold, Notice, Purge

__all__ = [
    "CheckIn",
    "CheckInQuerySet",
    "Disclosure",
    "Doubt",
    "Hold",
    "LeftHow",
    "Notice",
    "PosterCheck",
    "Provenance",
    "Purge",
    "RememberedCard",
    "Slip",
    "VisitorCard",
]
