from checkins.models.checkin import CheckIn, CheckInQuerySet, Provenance
from checkins.models.retention import Hold, Purge

__all__ = ["CheckIn", "CheckInQuerySet", "Hold", "Provenance", "Purge"]
