"""The outreach of one month: its weeks as a calendar, its activities by day, totals by kind and by village."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from organisations.models import OutreachActivity
from organisations.models.outreach import OutreachQuerySet

MONDAY_FIRST = Calendar(firstweekday=0)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class Total:
    """Activities and the people they reached; somebody reached twice counts twice."""

    label: str
    activities: int
    reached: int


@dataclass(frozen=True)
class Square:
    """A day of the calendar; None for the days of the months beside."""

    day: date | None
    activities: int


@dataclass(frozen=True)
class Month:
    first: date
    activities: list[OutreachActivity]

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def total(self) -> Total:
        return _total("", self.activities)

    @property
    def by_day(self) -> dict[date, list[OutreachActivity]]:
        days: dict[date, list[OutreachActivity]] = defaultdict(list)
        for activity in self.activities:
            days[activity.day].append(activity)
        return dict(days)

    @property
    def weekdays(self) -> list[date]:
        """Some Monday to Sunday, for their names."""
        return MONDAY_FIRST.monthdatescalendar(self.first.year, self.first.month)[0]

    @property
    def weeks(self) -> list[list[Square]]:
        by_day = self.by_day
        return [
            [Square(day if day.month == self.first.month else None, len(by_day.get(day, []))) for day in week]
            for week in MONDAY_FIRST.monthdatescalendar(self.first.year, self.first.month)
        ]

    @property
    def by_kind(self) -> list[Total]:
        return _totals(self.activities, lambda activity: activity.get_kind_display())

    @property
    def by_village(self) -> list[Total]:
        """What was done for the whole commune stands in a line of its own: it is no village's."""
        whole = _("the whole commune")
        return _totals(self.activities, lambda activity: str(activity.village) if activity.village else whole)


def month(activities: OutreachQuerySet, first: date) -> Month:
    """One query; the photos are left where they are."""
    found = activities.filter(day__gte=first, day__lt=(first + timedelta(days=31)).replace(day=1))
    rows = found.with_photo_known().select_related("village", "organisation", "recorded_by")
    return Month(first, list(rows))


def asked_month(text: str, newest: date | None, today: date) -> date:
    """The first day of the month `2021-07`; without one, or for nonsense, the newest in which anything was done."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = (newest or today).replace(day=1)
    return min(max(first, EARLIEST), LATEST)


def _totals(activities: Iterable[OutreachActivity], label: Callable[[OutreachActivity], str]) -> list[Total]:
    """The most people reached first."""
    parts: dict[str, list[OutreachActivity]] = defaultdict(list)
    for activity in activities:
        parts[label(activity)].append(activity)
    return sorted((_total(name, part) for name, part in parts.items()), key=lambda total: -total.reached)


def _total(label: str, activities: list[OutreachActivity]) -> Total:
    return Total(label, len(activities), sum(activity.reached for activity in activities))
