"""Deeds on who keeps a venue."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from venues.actions import WrongStatus
from venues.models import Venue


class NotKept(Exception):
    """The venue was not in these hands any more."""


@transaction.atomic
def transfer_venue(*, actor: User, venue: Venue, leaving: User, coming: User, reason: str) -> None:
    """Out of one keeper's hands into another's; who leaves loses sight of it at once. Raises NotKept, WrongStatus."""
    locked = Venue.objects.select_for_update().get(pk=venue.pk)
    if locked.status == Venue.Status.RETIRED:
        raise WrongStatus
    if not locked.keepers.filter(pk=leaving.pk).exists():
        raise NotKept
    locked.keepers.remove(leaving)
    locked.keepers.add(coming)
    audit.record(
        actor=actor,
        action="venue.transfer",
        target=locked,
        commune=locked.commune,
        reason=reason,
        leaving=leaving.pk,
        coming=coming.pk,
    )
