"""Opening an event: registered, approved and given its poster in one deed."""

from django.db import transaction

from accounts.models import User
from venues import actions
from venues.models import Venue
from vietnam.text import sort_key
from villages.models import Village


@transaction.atomic
def open_event(*, actor: User, venue: Venue) -> Venue:
    """Open at once, by the right of whoever opens it; sent twice, it is one. See docs/decisions/0010."""
    Village.objects.select_for_update().get(pk=venue.village_id)
    same = Venue.objects.open().filter(
        village=venue.village_id, sort_key=sort_key(venue.name), category=venue.category, starts_at=venue.starts_at
    )
    if twin := same.first():
        return twin
    actions.register_venue(actor=actor, venue=venue, keepers=[])
    actions.approve_venue(actor=actor, venue=venue)
    return venue
