"""Writing down an inspection."""

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from thongnhat_portal.days import TAPPED_TWICE
from venues.actions import WrongStatus
from venues.models import Inspection, Venue


@transaction.atomic
def inspect(*, actor: User, venue: Venue, found: Inspection) -> Inspection:
    """Keep what was found; sent twice it is one, so that no reminder counts double. Raises WrongStatus."""
    locked = Venue.objects.select_for_update().get(pk=venue.pk)
    if locked.status != Venue.Status.APPROVED:
        raise WrongStatus
    now = timezone.now()
    same = Inspection.objects.filter(
        venue=locked,
        inspector=actor,
        at__gt=now - TAPPED_TWICE,
        is_up=found.is_up,
        is_legible=found.is_legible,
        is_used=found.is_used,
        is_reminder=found.is_reminder,
        note=found.note,
    )
    if twin := same.first():
        return twin
    found.venue, found.inspector, found.at = locked, actor, now
    found.save()
    audit.record(
        actor=actor,
        action="venue.inspect",
        target=locked,
        commune=locked.commune,
        in_order=found.is_in_order,
        reminder=found.is_reminder,
    )
    return found
