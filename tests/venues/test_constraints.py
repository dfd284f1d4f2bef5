"""What the database itself refuses."""

from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory
from tests.villages.test_constraints import refused
from venues.models import Poster, Venue

NOW = timezone.now()
BROKEN_VENUES: list[tuple[str, dict[str, Any]]] = [
    ("venue_category_known", {"category": "spa"}),
    ("venue_status_known", {"status": "lost"}),
    ("venue_stay_in_range", {"usual_stay": 4}),
    ("venue_stay_in_range", {"usual_stay": 1441}),
    ("venue_capacity_in_range", {"capacity": 0}),
    ("venue_capacity_in_range", {"capacity": 50_001}),
    ("venue_event_ends_after_it_begins", {"starts_at": NOW, "ends_at": NOW}),
    ("venue_event_ends_after_it_begins", {"starts_at": NOW}),
    ("venue_event_ends_after_it_begins", {"ends_at": NOW}),
    ("venue_event_has_its_times", {"category": "funeral"}),
    ("venue_approval_is_whole", {"approved_by": None}),
    ("venue_open_was_approved", {"approved_by": None, "approved_at": None}),
    ("venue_suspension_has_its_reason", {"status": "suspended"}),
    ("venue_hours_are_whole", {"opens_at": "08:00"}),
]


@pytest.mark.parametrize(("name", "values"), BROKEN_VENUES)
def test_a_venue_that_cannot_be_is_refused(cast: Cast, name: str, values: dict[str, Any]) -> None:
    VenueFactory(village=cast.village)

    refused(name, Venue.objects.all(), **values)


def test_an_approval_has_its_time(cast: Cast) -> None:
    VenueFactory(village=cast.village, status="pending")

    refused("venue_approval_is_whole", Venue.objects.all(), approved_by=cast.people["officer"])


def test_a_version_exists_once_a_venue(cast: Cast) -> None:
    venue = PosterFactory(venue=VenueFactory(village=cast.village)).venue
    twin = PosterFactory(venue=venue)

    refused("poster_version_once_a_venue", Poster.objects.filter(pk=twin.pk), version=1)


def test_a_poster_is_of_a_known_kind(cast: Cast) -> None:
    PosterFactory(venue=VenueFactory(village=cast.village))

    refused("poster_kind_known", Poster.objects.all(), kind="window")


def test_who_revoked_a_poster_did_so_at_a_time(cast: Cast) -> None:
    PosterFactory(venue=VenueFactory(village=cast.village))

    refused("poster_revoked_by_has_its_time", Poster.objects.all(), revoked_by=cast.people["officer"])


def test_every_constraint_is_broken_here() -> None:
    broken = {name for name, _ in BROKEN_VENUES}
    broken |= {"poster_version_once_a_venue", "poster_kind_known", "poster_revoked_by_has_its_time"}

    assert {constraint.name for model in (Venue, Poster) for constraint in model._meta.constraints} == broken


def test_what_has_posters_or_venues_is_not_deleted(cast: Cast) -> None:
    venue = PosterFactory(venue=VenueFactory(village=cast.village)).venue

    for thing in (venue, venue.village):
        with pytest.raises(models.ProtectedError):
            thing.delete()
