"""When the target is reached at the recent pace, with a range. No database; docs/reference/projection.md says more."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Projection:
    """When the target is reached at the recent pace; None: never at this pace."""

    per_day: float
    slowest: float
    fastest: float
    expected: date | None
    earliest: date | None
    latest: date | None


MEAN_DAYS, RANGE_DAYS, RANGE_MEAN_DAYS = 7, 14, 3
FARTHEST = 3650  # days; beyond ten years "never" is the honest word
FAN_LONGEST, FAN_OF_NEVER = 56, 14  # days drawn: to the expected day, or a fortnight if it never comes


def projection(series: Sequence[tuple[date, int]], wanted: int) -> Projection | None:
    """From (day, installed) of closed days, oldest first; None with fewer than two days.

    Expected: the mean daily gain of the last 7 closed days. Range: the slowest and fastest 3-day means of the last 14.
    """
    if len(series) < 2:
        return None
    last_day, installed = series[-1]
    missing = wanted - installed
    mean = _daily_gain(series[-MEAN_DAYS - 1 :])
    recent = series[-RANGE_DAYS - 1 :]
    windows = [recent[end - RANGE_MEAN_DAYS - 1 : end] for end in range(RANGE_MEAN_DAYS + 1, len(recent) + 1)]
    # Few days may have a mean outside of every three of them (10, 0, 0, 10): the range holds what is expected.
    means = [mean, *(_daily_gain(window) for window in windows)]
    return Projection(
        per_day=mean,
        slowest=min(means),
        fastest=max(means),
        expected=_reached(last_day, missing, mean),
        earliest=_reached(last_day, missing, max(means)),
        latest=_reached(last_day, missing, min(means)),
    )


@dataclass(frozen=True)
class FanDay:
    """People with Bluezone on a day to come, at the slowest, the mean and the fastest recent pace."""

    day: date
    slowest: int
    expected: int
    fastest: int


def fan(found: Projection, last_day: date, installed: int, wanted: int) -> list[FanDay]:
    """Day by day from the last closed one to the expected day, eight weeks at most; empty once the target is reached.

    No line falls below nobody or rises above what is wanted: from there on the target is met, and more is not claimed.
    """
    if installed >= wanted:
        return []
    length = min((found.expected - last_day).days, FAN_LONGEST) if found.expected else FAN_OF_NEVER
    paces = (found.slowest, found.per_day, found.fastest)
    return [
        FanDay(last_day + timedelta(days=n), *(min(max(round(installed + n * pace), 0), wanted) for pace in paces))
        for n in range(length + 1)
    ]


def _daily_gain(window: Sequence[tuple[date, int]]) -> float:
    (first_day, first), (last_day, last) = window[0], window[-1]
    return (last - first) / (last_day - first_day).days


def _reached(day: date, missing: int, per_day: float) -> date | None:
    if missing <= 0:
        return day
    days = math.ceil(missing / per_day) if per_day > 0 else FARTHEST + 1
    return day + timedelta(days=days) if days <= FARTHEST else None
