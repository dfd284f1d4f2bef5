"""The picture of a case: the subject's stays over days and venues. Arithmetic only; the template draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from thongnhat_portal.days import start_of
from tracing.models import Stay
from venues.models import Venue

DAY_WIDTH, DAY_WIDTH_FEW, FEW_DAYS = 108, 168, 6
LEAST_WIDTH = 26  # wide enough for the number of contacts
HEAD, ROW, LABEL_HEIGHT = 30, 52, 24
LETTER = 10  # pixels of a letter of the labels, generously
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Bar:
    """One stay, in pixels; `middle` is where the number of its contacts stands."""

    stay: Stay
    x: int
    width: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Row:
    """One venue: its name above its first bar, beginning with it, or ending with the picture where it is too long."""

    venue: Venue
    y: int
    label_x: int
    label_anchor: str
    bars: Sequence[Bar]

    @property
    def label_y(self) -> int:
        return self.y + LABEL_HEIGHT - 7

    @property
    def bar_y(self) -> int:
        return self.y + LABEL_HEIGHT


@dataclass(frozen=True)
class Column:
    """One day, from midnight; `noon` is a fine line."""

    day: date
    x: int
    noon: int


@dataclass(frozen=True)
class Timeline:
    width: int
    height: int
    columns: Sequence[Column]
    rows: Sequence[Row]


def timeline(stays: Sequence[Stay]) -> Timeline | None:
    """Venues in the order of the first stay, days from the first stay to the last; None where there is none."""
    if not stays:
        return None
    first = timezone.localdate(min(stay.from_at for stay in stays))
    last = timezone.localdate(max(stay.until_at for stay in stays))
    count = (last - first).days + 1
    scale = Scale(start_of(first), DAY_WIDTH_FEW if count <= FEW_DAYS else DAY_WIDTH)
    width = count * scale.day_width
    rows = [_row(number, own, scale, width) for number, own in enumerate(_by_venue(stays))]
    days = [first + n * ONE_DAY for n in range(count)]
    columns = [Column(day, scale.x(start_of(day)), scale.x(start_of(day) + ONE_DAY / 2)) for day in days]
    return Timeline(width, HEAD + len(rows) * ROW + 6, columns, rows)


@dataclass(frozen=True)
class Scale:
    origin: datetime
    day_width: int

    def x(self, moment: datetime) -> int:
        return round((moment - self.origin) / ONE_DAY * self.day_width)


def _by_venue(stays: Iterable[Stay]) -> list[list[Stay]]:
    venues: dict[Any, list[Stay]] = {}
    for stay in sorted(stays, key=lambda one: one.from_at):
        venues.setdefault(stay.venue_id, []).append(stay)
    return list(venues.values())


def _row(number: int, stays: Sequence[Stay], scale: Scale, width: int) -> Row:
    bars = [_bar(stay, scale, width) for stay in stays]
    venue = stays[0].venue
    fits = bars[0].x + len(venue.name) * LETTER <= width
    label_x, anchor = (bars[0].x, "start") if fits else (width - 2, "end")
    return Row(venue, HEAD + number * ROW, label_x, anchor, bars)


def _bar(stay: Stay, scale: Scale, width: int) -> Bar:
    """Short stays are drawn wide enough to be seen and to bear their number, within the picture."""
    begin = scale.x(stay.from_at)
    length = max(scale.x(stay.until_at) - begin, LEAST_WIDTH)
    return Bar(stay, max(min(begin, width - length), 0), length)
