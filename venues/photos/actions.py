"""Keeping, removing and reading the photo of a venue."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from venues.models import Poster, Venue, VenuePhoto
from venues.photos.pictures import Picture


@transaction.atomic
def keep_photo(*, actor: User, venue: Venue, picture: Picture) -> None:
    """In place of the one before."""
    parts = {"content": picture.content, "thumbnail": picture.thumbnail}
    VenuePhoto.objects.update_or_create(venue=venue, defaults=parts)
    audit.record(actor=actor, action="venue.photo", target=venue, commune=venue.commune)


@transaction.atomic
def remove_photo(*, actor: User, venue: Venue) -> None:
    """A photo on which people can be known is not kept. Twice is harmless."""
    removed, _ = VenuePhoto.objects.filter(venue=venue).delete()
    if removed:
        audit.record(actor=actor, action="venue.photo_removed", target=venue, commune=venue.commune)


def door_photo(code: str) -> bytes | None:
    """The thumbnail behind a live poster's code; None for any other. One query."""
    live = Poster.objects.live().filter(code=code, venue__status=Venue.Status.APPROVED)
    found = live.values_list("venue__photo__thumbnail", flat=True).first()
    return bytes(found) if found else None
