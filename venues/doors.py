"""What stands behind a poster's code: all that the check-in page asks of the database, in one small query.

This is the one query that everybody at every door waits for, so Django compiles it once and not at each scan:
building its four joins costs more than running them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from venues.models import Poster, Venue
from venues.models.poster import CODE_ALPHABET

CODE = re.compile(f"[{CODE_ALPHABET}]{{10,16}}")
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
    "commune": "venue__commune__name",
    "retention_days": "venue__commune__retention_days",
}


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
    commune: str
    retention_days: int

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.status == Venue.Status.APPROVED

    @property
    def is_gone(self) -> bool:
        """For good, not for now."""
        return self.revoked_at is not None or self.status == Venue.Status.RETIRED


def door(code: str) -> Door | None:
    """The door of a code; None for a code that was never issued, or could not have been."""
    if not CODE.fullmatch(code):
        return None
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.vendor), [code])
        row: Sequence[Any] | None = cursor.fetchone()
    return Door(*row) if row else None


@cache
def _statement(vendor: str) -> str:
    """The query in this database's dialect, its one parameter open."""
    query = Poster.objects.order_by().filter(code="?").values_list(*COLUMNS.values()).query
    statement: str = query.sql_with_params()[0]
    return statement
