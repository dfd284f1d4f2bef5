"""Outreach beside the curve: what was done on which day, and what was gained in the three days after it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Commune
from organisations.models import OutreachActivity, OutreachKind

AFTER = timedelta(days=3)


@dataclass(frozen=True)
class OutreachDay:
    """Activities of one day, of what kinds, and people reached; `gain` of the three days after, None if not known."""

    day: date
    activities: int
    reached: int
    kinds: tuple[OutreachKind, ...]
    gain: int | None


@dataclass(frozen=True)
class GainAfter:
    """The mean gain in the three days after the days on which something was done."""

    kind: OutreachKind | None
    """None: after any day, for comparison."""
    days: int
    mean: float | None


@dataclass(frozen=True)
class Outreach:
    days: list[OutreachDay]
    """Oldest first."""
    gains: list[GainAfter]

    @property
    def by_day(self) -> dict[date, OutreachDay]:
        return {row.day: row for row in self.days}


def gain_after(installed: Mapping[date, int], day: date) -> int | None:
    """People gained from the evening of a day to the third evening after it; None if one of them was not closed."""
    first, last = installed.get(day), installed.get(day + AFTER)
    return None if first is None or last is None else last - first


def mean_gain(installed: Mapping[date, int], days: Collection[date]) -> tuple[int, float | None]:
    """(days whose three days after are closed, their mean gain)."""
    gains = [gain for day in days if (gain := gain_after(installed, day)) is not None]
    return len(gains), sum(gains) / len(gains) if gains else None


def outreach(commune: Commune, series: Sequence[tuple[date, int]]) -> Outreach:
    """Of the days of a series of (day, installed). Two queries."""
    if not series:
        return Outreach([], [])
    installed = dict(series)
    done = OutreachActivity.objects.filter(commune=commune)
    kinds = _kinds(commune, series[0][0], series[-1][0])
    days = [
        OutreachDay(day, n, reached, tuple(kinds[day]), gain_after(installed, day))
        for day, (n, reached) in done.by_day(series[0][0], series[-1][0]).items()
    ]
    return Outreach(days, _gains(installed, kinds) if days else [])


def _kinds(commune: Commune, since: date, until: date) -> defaultdict[date, list[OutreachKind]]:
    done = OutreachActivity.objects.filter(commune=commune, day__range=(since, until))
    found: defaultdict[date, list[OutreachKind]] = defaultdict(list)
    for day, kind in done.order_by("day", "kind").values_list("day", "kind").distinct():
        found[day].append(OutreachKind(kind))
    return found


def _gains(installed: Mapping[date, int], kinds: Mapping[date, list[OutreachKind]]) -> list[GainAfter]:
    """Kinds in their order, then any day."""
    used = [kind for kind in OutreachKind if any(kind in of_day for of_day in kinds.values())]
    rows = [GainAfter(kind, *mean_gain(installed, [day for day in kinds if kind in kinds[day]])) for kind in used]
    return [*rows, GainAfter(None, *mean_gain(installed, installed.keys()))]
