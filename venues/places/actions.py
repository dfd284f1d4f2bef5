"""Deeds on places that lack a poster. A place is settled once: by a venue, or by a reason."""

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from venues.actions import register_venue
from venues.models import Category, RequiredPlace, Venue


class AlreadySettled(Exception):
    """Somebody else made a venue of it, or struck it off."""


@transaction.atomic
def list_place(*, actor: User, place: RequiredPlace) -> None:
    """Cleaned by its form."""
    place.commune, place.listed_by = place.village.commune, actor
    place.save()
    audit.record(actor=actor, action="place.list", target=place, commune=place.commune, category=place.category)


@transaction.atomic
def register_place(*, actor: User, place: RequiredPlace) -> Venue:
    """The venue made of it, waiting for approval; or the one of its name that the village has by now."""
    locked = _locked(place)
    venue = Venue.objects.of_that_name(locked.village, locked.name).first()
    if venue is None:
        venue = Venue(
            commune=locked.commune,
            village=locked.village,
            name=locked.name,
            category=locked.category,
            address=locked.address,
            asks_health=Category(locked.category).asks_health,
        )
        register_venue(actor=actor, venue=venue, keepers=[])
    locked.venue = venue
    _settle(actor, "place.register", locked)
    return venue


@transaction.atomic
def strike_place(*, actor: User, place: RequiredPlace, reason: str) -> None:
    """It needs no poster, and why."""
    locked = _locked(place)
    locked.reason = reason
    _settle(actor, "place.strike", locked)


def _locked(place: RequiredPlace) -> RequiredPlace:
    locked = RequiredPlace.objects.select_for_update().get(pk=place.pk)
    if locked.settled_at:
        raise AlreadySettled
    return locked


def _settle(actor: User, action: str, place: RequiredPlace) -> None:
    place.settled_by, place.settled_at = actor, timezone.now()
    place.save()
    audit.record(actor=actor, action=action, target=place, commune=place.commune, reason=place.reason)
