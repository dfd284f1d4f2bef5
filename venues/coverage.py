"""How many places must have a poster: the one rule for the coverage page, the dashboard and the closed days."""

from collections import Counter
from datetime import date
from typing import Any

from accounts.models import Commune
from venues.models import RequiredPlace, Venue


def required(commune: Commune, day: date, *fields: str) -> dict[Any, int]:
    """Venues open or waiting for approval (events until their last day) and listed places, by the values of `fields`.

    Two queries. Places are those on the list now: what a closed day counted stays as it was frozen.
    """
    counted = Counter(Venue.objects.filter(commune=commune).required(day).counts(*fields))
    counted.update(RequiredPlace.objects.filter(commune=commune).open().counts(*fields))
    return dict(counted)
