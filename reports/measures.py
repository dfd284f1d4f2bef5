"""The measures of adoption (DESIGN §2), from the figures of one day or the series of days. No database."""

import math
from dataclasses import dataclass
from datetime import date


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
