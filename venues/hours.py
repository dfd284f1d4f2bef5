"""When a place is open: the one rule for opening hours and for an event's window. Plain Python, no queries."""

from datetime import datetime, time, timedelta
from typing import Protocol

from django.utils import timezone


class Timed(Protocol):
    """What the rule asks of a venue, or of whatever stands for one."""

    @property
    def opens_at(self) -> time | None: ...
    @property
    def closes_at(self) -> time | None: ...
    @property
    def open_on(self) -> str: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...


def is_open_at(place: Timed, moment: datetime) -> bool:
    """An event from its beginning to its end; another place within its hours, on its days of the week.

    Hours past midnight belong to the day on which they began. The same hour twice, or none: round the clock.
    """
    if place.starts_at and place.ends_at:
        return place.starts_at <= moment <= place.ends_at
    local = timezone.localtime(moment)
    if place.opens_at is None or place.closes_at is None or place.opens_at == place.closes_at:
        return _is_day(place, local)
    hour = local.time()
    if place.opens_at < place.closes_at:
        return _is_day(place, local) and place.opens_at <= hour <= place.closes_at
    began_today = hour >= place.opens_at and _is_day(place, local)
    began_yesterday = hour <= place.closes_at and _is_day(place, local - timedelta(days=1))
    return began_today or began_yesterday


def _is_day(place: Timed, local: datetime) -> bool:
    return str(local.isoweekday()) in place.open_on
