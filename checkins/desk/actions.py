"""What is written from a desk beside visits."""

from __future__ import annotations

from datetime import datetime

from accounts import audit
from accounts.models import User
from checkins.models import PosterCheck
from venues.models import Poster, Venue

Outcome = PosterCheck.Outcome


def check_poster(*, keeper: User, venue: Venue, code: str, now: datetime) -> PosterCheck:
    """The daily test scan; a poster that is not the venue's own, or no longer works, is on the record as well."""
    poster = Poster.objects.select_related("venue").filter(code=code.upper()).first()
    outcome = _outcome(poster, venue)
    check = PosterCheck.objects.create(venue=venue, poster=poster, outcome=outcome, checked_by=keeper, checked_at=now)
    if outcome != Outcome.OWN:
        audit.record(actor=keeper, action="poster.check_failed", target=venue, outcome=outcome)
    return check


def _outcome(poster: Poster | None, venue: Venue) -> Outcome:
    if poster is None:
        return Outcome.UNKNOWN
    if poster.venue_id != venue.pk:
        return Outcome.FOREIGN
    return Outcome.OWN if poster.is_live else Outcome.REVOKED
