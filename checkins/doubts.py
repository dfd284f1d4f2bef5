"""What makes a visit doubtful: plain rules. Doubtful visits are taken, marked and counted apart, never dropped."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple, Protocol

from django.utils import timezone

from checkins.models import Doubt

DEVICE_PHONES_MOST, DEVICE_WINDOW = 8, timedelta(hours=1)
TWO_PLACES_WINDOW = timedelta(minutes=5)


class Timetable(Protocol):
    """A venue, or its door: hours of the day, days of the week, and for an event when it begins and ends."""

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


def doubt_of_time(place: Timetable, moment: datetime) -> Doubt | None:
    """None for a moment at which visitors are expected."""
    if place.starts_at and place.ends_at and not place.starts_at <= moment <= place.ends_at:
        return Doubt.OUTSIDE_EVENT
    if not is_open_at(opens_at=place.opens_at, closes_at=place.closes_at, open_on=place.open_on, moment=moment):
        return Doubt.OUT_OF_HOURS
    return None


def is_open_at(*, opens_at: time | None, closes_at: time | None, open_on: str, moment: datetime) -> bool:
    """Hours that close at or before they open end on the next day: a Saturday's evening lasts into Sunday."""
    local = timezone.localtime(moment)
    today, yesterday = (str((local - timedelta(days=n)).isoweekday()) in open_on for n in (0, 1))
    if opens_at is None or closes_at is None:
        return today
    hour = local.time()
    if opens_at < closes_at:
        return today and opens_at <= hour <= closes_at
    return (today and hour >= opens_at) or (yesterday and hour <= closes_at)


class Seen(NamedTuple):
    """As much of a visit as the rules look at; nothing that names a person."""

    pk: int
    venue: int
    village: int
    entered_at: datetime
    left_at: datetime | None
    phone_index: str
    device_hash: str


def in_two_places(visits: Iterable[Seen]) -> Iterator[int]:
    """Keys of the visits of one phone to two villages within five minutes, the first not ended before the second."""
    with_phone = (visit for visit in visits if visit.phone_index)
    for own in _grouped(with_phone, lambda visit: visit.phone_index):
        for number, first in enumerate(own):
            for second in own[number + 1 :]:
                if second.entered_at - first.entered_at > TWO_PLACES_WINDOW:
                    break
                if first.village != second.village and not _has_left(first, second.entered_at):
                    yield from (first.pk, second.pk)


def _has_left(visit: Seen, moment: datetime) -> bool:
    return visit.left_at is not None and visit.left_at <= moment


def many_from_device(visits: Iterable[Seen]) -> Iterator[int]:
    """Keys of the visits of a device that entered more than eight phones at one venue within an hour."""
    known = (visit for visit in visits if visit.device_hash)
    for own in _grouped(known, lambda visit: (visit.venue, visit.device_hash)):
        phones: Counter[str] = Counter()
        first = told = 0
        for last, visit in enumerate(own):
            phones[visit.phone_index] += 1
            while visit.entered_at - own[first].entered_at > DEVICE_WINDOW:
                phones -= Counter([own[first].phone_index])
                first += 1
            if len(phones) > DEVICE_PHONES_MOST:
                yield from (other.pk for other in own[max(first, told) : last + 1])
                told = last + 1


def _grouped(visits: Iterable[Seen], key: Callable[[Seen], Hashable]) -> Iterable[list[Seen]]:
    """Groups of equal key, each in order of time."""
    groups: defaultdict[Hashable, list[Seen]] = defaultdict(list)
    for visit in sorted(visits, key=lambda visit: visit.entered_at):
        groups[key(visit)].append(visit)
    return groups.values()
