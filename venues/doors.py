"""What stands behind a poster's code, and where a visit was: all that the citizen's pages ask of venues."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from time import monotonic
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from thongnhat_portal.compiled import CompiledOnce
from venues.models import Poster, Venue
from venues.models.poster import CODE_ALPHABET

CODE = re.compile(f"[{CODE_ALPHABET}]{{10,16}}")
NEVER_IN_A_CODE = re.compile(r"[^0-9A-Za-z]")
COLUMNS = {
    "poster_id": "pk",
    "code": "code",
    "revoked_at": "revoked_at",
    "venue_id": "venue",
    "name": "venue__name",
    "address": "venue__address",
    "status": "venue__status",
    "usual_stay": "venue__usual_stay",
    "village": "venue__village__name",
    "photo_id": "venue__photo",
    "commune": "venue__commune__name",
    "retention_days": "venue__commune__retention_days",
    "kind": "kind",
    "asks_health": "venue__asks_health",
    "starts_at": "venue__starts_at",
    "ends_at": "venue__ends_at",
    "opens_at": "venue__opens_at",
    "closes_at": "venue__closes_at",
    "open_on": "venue__open_on",
}

PLACE_COLUMNS = {"name": "name", "usual_stay": "usual_stay", "village": "village__name", "commune": "commune__name"}


@dataclass(frozen=True)
class Door:
    """A poster and its venue as a visitor meets them; `usual_stay` in minutes."""

    poster_id: int
    code: str
    revoked_at: datetime | None
    venue_id: int
    name: str
    address: str
    status: str
    usual_stay: int
    village: str
    photo_id: int | None
    commune: str
    retention_days: int
    kind: str
    asks_health: bool
    starts_at: datetime | None
    ends_at: datetime | None
    opens_at: time | None
    closes_at: time | None
    open_on: str

    @property
    def is_open(self) -> bool:
        return not self.is_revoked and self.status == Venue.Status.APPROVED

    @property
    def is_gone(self) -> bool:
        """For good, not for now."""
        return self.is_revoked or self.status == Venue.Status.RETIRED

    @property
    def is_exit(self) -> bool:
        return self.kind == Poster.Kind.EXIT

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None and self.revoked_at <= timezone.now()


@dataclass(frozen=True)
class Place:
    """A venue as the confirmation of a visit names it; `usual_stay` in minutes."""

    name: str
    usual_stay: int
    village: str
    commune: str


def _door_rows(code: str) -> QuerySet[Poster, Any]:
    return Poster.objects.filter(code=code).values_list(*COLUMNS.values())


def _place_rows(venue_id: int) -> QuerySet[Venue, Any]:
    return Venue.objects.filter(pk=venue_id).values_list(*PLACE_COLUMNS.values())


_DOORS, _PLACES = CompiledOnce(_door_rows), CompiledOnce(_place_rows)


def typed_code(text: str) -> str:
    """A code as somebody typed it: small letters, in groups, or with the whole address before it."""
    return NEVER_IN_A_CODE.sub("", text.strip().rstrip("/").rpartition("/")[2]).upper()


def door(code: str) -> Door | None:
    """The door of a code; None for a code that was never issued, or could not have been.

    Remembered for a moment (settings.DOORS_REMEMBERED_S): in a rush everybody stands before the same one.
    """
    return _door(code, _moment()) if CODE.fullmatch(code) else None


def place(venue_id: int) -> Place:
    """Where a visit was; remembered like a door."""
    return _place(venue_id, _moment())


def _moment() -> float:
    """The same for so long as things are remembered."""
    return monotonic() // settings.DOORS_REMEMBERED_S if settings.DOORS_REMEMBERED_S else monotonic()


@lru_cache(maxsize=1_000)
def _door(code: str, moment: float) -> Door | None:
    row = _DOORS.row(code)
    return Door(*row) if row else None


@lru_cache(maxsize=1_000)
def _place(venue_id: int, moment: float) -> Place:
    row = _PLACES.row(venue_id)
    assert row, venue_id
    return Place(*row)
