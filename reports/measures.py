"""The measures of adoption (DESIGN §2), from the figures of one day or the series of days. No database."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


def ratio(part: int, whole: int) -> float | None:
    """part / whole, never clipped: a rate can pass 1. None when there is nothing to divide by."""
    return part / whole if whole else None


class Measured:
    """The rates of anything that has the figures of a DailySummary. Every rate is a ratio, or None if unknown."""

    population: int | None
    households: int
    surveyed: int
    surveyed_members: int
    smartphones: int
    installed: int
    moved_away: int
    venues_required: int
    venues_with_poster: int
    venues_active: int

    @property
    def people(self) -> int:
        """The official population; where there is none, the members of surveyed households."""
        return self.surveyed_members if self.population is None else self.population

    @property
    def people_are_official(self) -> bool:
        return self.population is not None

    @property
    def adoption(self) -> float | None:
        return ratio(self.installed, self.people)

    @property
    def adoption_among_smartphones(self) -> float | None:
        return ratio(self.installed, self.smartphones)

    @property
    def without_bluezone(self) -> int:
        """People with a smartphone who have not installed it."""
        return self.smartphones - self.installed

    @property
    def households_present(self) -> int:
        """Households on the register, less those found to have moved away."""
        return max(self.households - self.moved_away, 0)

    @property
    def coverage(self) -> float | None:
        return ratio(self.surveyed, self.households_present)

    @property
    def ceiling(self) -> float | None:
        """The adoption there would be if every smartphone seen had it."""
        return ratio(self.smartphones, self.people)

    @property
    def owners_among_surveyed(self) -> float | None:
        """People with a smartphone in a surveyed household, for each of its members."""
        return ratio(self.smartphones, self.surveyed_members)

    @property
    def venue_coverage(self) -> float | None:
        return ratio(self.venues_with_poster, self.venues_required)

    @property
    def venue_activity(self) -> float | None:
        return ratio(self.venues_active, self.venues_required)


@dataclass(frozen=True)
class Goal:
    """A target applied to the figures of a day."""

    wanted: int
    """People who must have it."""
    installed: int
    days_left: int
    """Days after the one shown, up to and with the due date; 0 or less when it has passed."""

    @property
    def missing(self) -> int:
        return max(self.wanted - self.installed, 0)

    @property
    def is_met(self) -> bool:
        return self.missing == 0

    @property
    def needed_per_day(self) -> int | None:
        """People a day, rounded up; None when no day is left."""
        return math.ceil(self.missing / self.days_left) if self.days_left > 0 else None


def goal(*, percent: float, whole: int, installed: int, day: date, due_on: date) -> Goal:
    """`whole` people, `percent` of whom must have it by the evening of `due_on`, seen on the evening of `day`."""
    # Rounded before the ceiling: 50 % of 6,800 is 3,400, whatever binary fractions say.
    wanted = math.ceil(round(whole * percent / 100, 6))
    return Goal(wanted=wanted, installed=installed, days_left=(due_on - day).days)


@dataclass(frozen=True)
class Projection:
    """When the target is reached at the recent pace; None: never at this pace."""

    per_day: float
    expected: date | None
    earliest: date | None
    latest: date | None


MEAN_DAYS, RANGE_DAYS, RANGE_MEAN_DAYS = 7, 14, 3
FARTHEST = 3650  # days; beyond ten years "never" is the honest word


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
    means = [_daily_gain(window) for window in windows] or [mean]
    return Projection(
        per_day=mean,
        expected=_reached(last_day, missing, mean),
        earliest=_reached(last_day, missing, max(means)),
        latest=_reached(last_day, missing, min(means)),
    )


def _daily_gain(window: Sequence[tuple[date, int]]) -> float:
    (first_day, first), (last_day, last) = window[0], window[-1]
    return (last - first) / (last_day - first_day).days


def _reached(day: date, missing: int, per_day: float) -> date | None:
    if missing <= 0:
        return day
    days = math.ceil(missing / per_day) if per_day > 0 else FARTHEST + 1
    return day + timedelta(days=days) if days <= FARTHEST else None
