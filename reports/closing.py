"""The arithmetic of closing days: what is frozen, what changed since, and the summaries that follow."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import Commune
from checkins.models import CheckIn
from checkins.models.checkin import DAY_FIGURES as CHECKIN_FIGURES
from reports.models import DailySummary
from reports.models.summary import SUMS, SURVEY_FIGURES, VENUE_FIGURES
from surveys.changes import DAY_FIGURES, STATE_FIGURES, Changes
from venues.coverage import required
from venues.models import Venue
from villages.models import Village

Rows = dict[int | None, DailySummary]  # by village's key; None: the commune


@dataclass
class Book:
    """Figures of a day = the newest frozen summary on or before it + all changes up to it.

    One rule closes new days and revises closed ones. Only days from just before the first change are read.
    """

    commune: Commune
    changes: Changes
    target_days: set[date]
    until: date

    def __post_init__(self) -> None:
        self.by_day: defaultdict[date, list[tuple[int, str, int]]] = defaultdict(list)
        for (village, day, name), n in self.changes.items():
            self.by_day[day].append((village, name, n))
        self.check_ins = self._check_ins()
        happened = set(self.by_day) | {day for day, _ in self.check_ins}
        closed = self._closed_since(min(self.target_days | happened, default=date.max))
        self.days_to_close = (self.target_days | happened) - closed
        self.first = min(self.days_to_close | happened, default=date.max)
        self.frozen = self._frozen()
        self.villages = list(Village.objects.filter(commune=self.commune).with_closing_counts())
        venues = Venue.objects.filter(commune=self.commune).open(self.until)
        self.venues = {
            "venues_required": required(self.commune, self.until, "village"),
            "venues_with_poster": venues.with_live_poster().counts("village"),
        }

    def _check_ins(self) -> dict[tuple[date, int], dict[str, int]]:
        """Of the days since the last closed one; those of a closed day stay as they were frozen."""
        visits = CheckIn.objects.filter(venue__commune=self.commune)
        last = DailySummary.objects.last_closed_day(self.commune)
        since = last + timedelta(days=1) if last else None
        return visits.by_day_and_village(since, self.until + timedelta(days=1))

    def _closed_since(self, day: date) -> set[date]:
        return set(DailySummary.objects.of_commune(self.commune).filter(day__gte=day).values_list("day", flat=True))

    def _frozen(self) -> dict[date, Rows]:
        """Newest revisions from the last closed day before the first change on."""
        own = DailySummary.objects.of_commune(self.commune).filter(day__lt=self.first).order_by("-day")
        base = own.values_list("day", flat=True).first() or self.first
        days: defaultdict[date, Rows] = defaultdict(dict)
        for summary in DailySummary.objects.filter(commune=self.commune, day__gte=base).newest_revisions():
            days[summary.day][summary.village_id] = summary
        return days

    def revisions(self, now: datetime) -> Iterator[tuple[date, list[DailySummary]]]:
        """(day, its new rows: villages, then commune), oldest first; only days that are due or have changed."""
        carried: Counter[tuple[int, str]] = Counter()
        for day in sorted({*self.frozen, *self.days_to_close}):
            if day < self.first:
                continue
            carried.update(self._changes_on(day, STATE_FIGURES))
            own_day = self._changes_on(day, DAY_FIGURES)
            if day in self.days_to_close or any(carried.values()) or own_day:
                yield day, self._rows(day, _sum(carried, own_day), now)

    def _changes_on(self, day: date, figures: tuple[str, ...]) -> Counter[tuple[int, str]]:
        return Counter({(village, name): n for village, name, n in self.by_day.get(day, ()) if name in figures})

    def _rows(self, day: date, change: Counter[tuple[int, str]], now: datetime) -> list[DailySummary]:
        before, basis = self.frozen.get(day, {}), self._frozen_on_or_before(day)
        rows = [self._village_row(village, day, change, basis.get(village.pk)) for village in self.villages]
        rows.append(self._commune_row(rows, day))
        for row in rows:
            row.revision = before[None].revision + 1 if before else 1
            row.closed_at = now
        return rows

    def _village_row(
        self, village: Village, day: date, change: Counter[tuple[int, str]], basis: DailySummary | None
    ) -> DailySummary:
        same_day = basis is not None and basis.day == day
        kept = SURVEY_FIGURES if same_day else STATE_FIGURES
        row = DailySummary(commune=self.commune, village=village, day=day, **_register(village, basis, same_day))
        for name in SURVEY_FIGURES:
            old = getattr(basis, name) if basis and name in kept else 0
            setattr(row, name, old + change[village.pk, name])
        for name, count in self._venue_figures(village, day, basis if same_day else None).items():
            setattr(row, name, count)
        return row

    def _venue_figures(self, village: Village, day: date, frozen: DailySummary | None) -> dict[str, int]:
        """Of a revision as they were frozen: the check-ins of that day may be purged by now."""
        if frozen:
            return {name: getattr(frozen, name) for name in (*VENUE_FIGURES, *CHECKIN_FIGURES)}
        counts = {name: found.get(village.pk, 0) for name, found in self.venues.items()}
        return counts | self.check_ins.get((day, village.pk), {})

    def _frozen_on_or_before(self, day: date) -> Rows:
        return self.frozen.get(max((closed for closed in self.frozen if closed <= day), default=day), {})

    def _commune_row(self, villages: list[DailySummary], day: date) -> DailySummary:
        """Sums. The population is official only if every village's is."""
        row = DailySummary(commune=self.commune, village=None, day=day)
        for name in SUMS:
            setattr(row, name, sum(getattr(village, name) for village in villages))
        if villages and all(village.population is not None for village in villages):
            row.population = sum(village.population or 0 for village in villages)
            row.population_source = "; ".join(sorted({village.population_source for village in villages}))[:200]
            row.population_as_of = min(village.population_as_of for village in villages if village.population_as_of)
        return row


def _register(village: Village, basis: DailySummary | None, same_day: bool) -> dict[str, object]:
    """The register's figures: as they stand for a new day, as they were frozen for a day closed before."""
    if basis and same_day:
        names = ("population", "population_source", "population_as_of", "households")
        return {name: getattr(basis, name) for name in names}
    return {
        "population": village.population,
        "population_source": village.population_source,
        "population_as_of": village.population_as_of,
        "households": village.household_count,  # type: ignore[attr-defined]
    }


def _sum(carried: Counter[tuple[int, str]], own_day: Counter[tuple[int, str]]) -> Counter[tuple[int, str]]:
    """Like `+`, which would drop what is negative."""
    total = carried.copy()
    total.update(own_day)
    return total
