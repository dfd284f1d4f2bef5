"""Required, with a live poster, active today, active in the last seven days: never mixed, each counted for itself."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from typing import Self

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Commune
from checkins.models import CheckIn
from checkins.models.checkin import CheckInQuerySet
from reports.measures import ratio
from thongnhat_portal.days import start_of
from venues.coverage import required
from venues.models import Category, Venue
from villages.models import Village

WEEK = timedelta(days=6)  # today and the six days before
Cell = tuple[int, str]  # village's key, category


@dataclass(frozen=True)
class Figures:
    required: int = 0
    with_poster: int = 0
    active_today: int = 0
    active_week: int = 0

    def __add__(self, other: Self) -> "Figures":
        return Figures(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def coverage(self) -> float | None:
        return ratio(self.with_poster, self.required)


@dataclass(frozen=True)
class Coverage:
    """The figures of a commune now, by village and category."""

    day: date
    villages: list[Village]
    cells: dict[Cell, Figures]

    def by_village(self) -> list[tuple[Village, Figures]]:
        """Every village, also one without any place."""
        return [(village, self._sum(key for key in self.cells if key[0] == village.pk)) for village in self.villages]

    def by_category(self, village: Village | None = None) -> list[tuple[Category, Figures]]:
        """The categories of which there is a place, of one village or of all."""
        wanted = [key for key in self.cells if village is None or key[0] == village.pk]
        found = [(category, [key for key in wanted if key[1] == category]) for category in Category]
        return [(category, self._sum(keys)) for category, keys in found if keys]

    def total(self, village: Village | None = None) -> Figures:
        return self._sum(key for key in self.cells if village is None or key[0] == village.pk)

    def _sum(self, keys: Iterable[Cell]) -> Figures:
        return sum((self.cells[key] for key in keys), Figures())


def coverage(commune: Commune) -> Coverage:
    """Six queries, whatever the size. Doubtful check-ins make no venue active."""
    today = timezone.localdate()
    venues = Venue.objects.filter(commune=commune).open(today)
    parts = [
        required(commune, today, "village", "category"),
        venues.with_live_poster().counts("village", "category"),
        venues.filter(Exists(_visits(today))).counts("village", "category"),
        venues.filter(Exists(_visits(today - WEEK))).counts("village", "category"),
    ]
    keys = sorted(set().union(*parts))
    cells = {key: Figures(*(part.get(key, 0) for part in parts)) for key in keys}
    return Coverage(today, list(Village.objects.filter(commune=commune)), cells)


def _visits(since: date) -> CheckInQuerySet:
    return CheckIn.objects.filter(venue=OuterRef("pk"), flags=0, entered_at__gte=start_of(since))
