"""What makes a visit doubtful: plain rules. Doubtful visits are taken, marked and counted apart, never dropped."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from checkins.models import Doubt
from venues.hours import Timed, is_open_at

DEVICE_PHONES_MOST, DEVICE_WINDOW = 8, timedelta(hours=1)
TWO_PLACES_WINDOW = timedelta(minutes=5)


def doubt_of_time(place: Timed, moment: datetime) -> Doubt | None:
    """None for a moment at which visitors are expected."""
    if is_open_at(place, moment):
        return None
    return Doubt.OUTSIDE_EVENT if place.starts_at else Doubt.OUT_OF_HOURS


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
