"""Surveyors at an impossible pace. No database.

Two rules. A survey asks of every phone in a house: more than 12 households surveyed within any 30 minutes cannot have
been asked. And nobody completes surveys in two alleys less than a minute apart.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

MOST, WINDOW = 12, timedelta(minutes=30)
WALK = timedelta(minutes=1)


class Seen(NamedTuple):
    """A household surveyed; `alley` is empty where it is not known."""

    surveyor: int
    at: datetime
    village: int
    alley: str
    household: int


@dataclass(frozen=True)
class Hurry:
    """The first moment at which somebody was too quick; `households` within the window, 2 for two alleys."""

    surveyor: int
    since: datetime
    until: datetime
    households: int
    household: int
    is_two_alleys: bool


def hurries(visits: Iterable[Seen]) -> Iterator[Hurry]:
    """At most one of each rule for a surveyor and a UTC day. `visits` ordered by surveyor and moment."""
    told: set[tuple[int, object, bool]] = set()
    for _surveyor, own in groupby(visits, lambda visit: visit.surveyor):
        for found in _of_one(own):
            key = (found.surveyor, found.since.date(), found.is_two_alleys)
            if key not in told:
                told.add(key)
                yield found


def _of_one(visits: Iterable[Seen]) -> Iterator[Hurry]:
    recent: deque[Seen] = deque()
    for visit in visits:
        before = recent[-1] if recent else None
        recent.append(visit)
        while visit.at - recent[0].at > WINDOW:
            recent.popleft()
        if len(recent) > MOST:
            yield _hurry(recent[0], visit, len(recent), is_two_alleys=False)
        if before and _are_apart(before, visit) and visit.at - before.at < WALK:
            yield _hurry(before, visit, 2, is_two_alleys=True)


def _are_apart(one: Seen, other: Seen) -> bool:
    known = bool(one.alley and other.alley)
    return one.village != other.village or (known and one.alley != other.alley)


def _hurry(first: Seen, last: Seen, households: int, *, is_two_alleys: bool) -> Hurry:
    return Hurry(last.surveyor, first.at, last.at, households, last.household, is_two_alleys)
