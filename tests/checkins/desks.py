"""A keeper's desk and what it sends."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from checkins.models import Notice, VisitorCard
from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory
from tests.surveys.batches import envelope
from venues.models import OldPosterScan, Poster, Venue

BATCH = "/api/v1/check-ins/batch"
LOOKUP = "/api/v1/cards/lookup"
DESK = "/api/v1/desk"
NUMBER = "000090000001"


def kept_venue(cast: Cast, **facts: Any) -> Venue:
    """In the care of the cast's keeper; one stays 60 minutes."""
    made: Venue = VenueFactory(village=cast.village, **{"usual_stay": 60, **facts})
    made.keepers.add(cast.people["keeper"])
    return made


def check_in(cast: Cast, venue: Venue, **facts: Any) -> dict[str, Any]:
    """Typed just now."""
    made = {"uuid": str(uuid4()), "kind": "check_in", "keeper": cast.people["keeper"].pk, "venue": venue.pk}
    made |= {"entered_at": timezone.now().isoformat(), "left_at": None, "source": "typed", "companions": 0}
    return {**made, "name": "Nguyễn Văn Mẫu", "phone": "0912345678", "card_code": None, "card_key": None, **facts}


def check_out(cast: Cast, venue: Venue, of: object = None, **facts: Any) -> dict[str, Any]:
    """One visit by its id, or everybody."""
    made = {"uuid": str(uuid4()), "kind": "check_out", "keeper": cast.people["keeper"].pk, "venue": venue.pk}
    return {**made, "check_in": str(of) if of else None, "at": timezone.now().isoformat(), **facts}


def visitor_card(cast: Cast, **facts: Any) -> VisitorCard:
    officer = cast.people["officer"]
    made = {"commune": cast.commune, "village": cast.village, "issued_by": officer, "issued_at": timezone.now()}
    return VisitorCard.objects.create(**{**made, "name": "Trần Thị Mẫu", "phone": "+84987654321", **facts})


def post(client: Client, *records: Any, **facts: Any) -> Any:
    return client.post(BATCH, envelope(*records, **facts), content_type="application/json")


def look_up(client: Client, **facts: Any) -> Any:
    return client.post(LOOKUP, facts, content_type="application/json")


def noticed(cast: Cast, venue: Venue, text: str = "Khử khuẩn quầy hàng.") -> Notice:
    """By the health station, about this morning."""
    now = timezone.now()
    facts = {"from_at": now - timedelta(hours=3), "until_at": now - timedelta(hours=2), "told_at": now}
    return Notice.objects.create(venue=venue, text=text, told_by=cast.people["health"], **facts)


def stray_poster(venue: Venue, label: str = "") -> Poster:
    """Revoked, and scanned all the same."""
    now = timezone.now()
    poster: Poster = PosterFactory(venue=venue, version=7, label=label, revoked_at=now - timedelta(days=2))
    OldPosterScan.objects.count_one(poster.pk, timezone.localdate(now))
    return poster
