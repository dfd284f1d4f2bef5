"""Two revisions of one closed day, figure by figure. Three queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils.text import capfirst

from reports.models import DailySummary
from reports.models.summary import SUMS
from surveys.models import HomeVisit, Provenance
from villages.models import Village

FIGURES = ("population", *SUMS)


@dataclass(frozen=True)
class Cell:
    """A figure in the earlier and in the later revision; None: not known, or the village was not there yet."""

    before: int | None
    after: int | None

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Line:
    """One figure: of the commune, then of each village."""

    label: str
    cells: Sequence[Cell]

    @property
    def is_changed(self) -> bool:
        return any(cell.is_changed for cell in self.cells)


@dataclass(frozen=True)
class Comparison:
    earlier: DailySummary
    later: DailySummary
    revisions: Sequence[DailySummary]
    """The commune's rows of this day, all revisions, first to last."""
    villages: Sequence[Village]
    lines: Sequence[Line]
    late_visits: int
    """Visits captured up to this day that came in after the earlier revision and are counted by the later."""
    merges: int
    """Double households merged meanwhile."""

    def changes(self) -> Iterator[tuple[Village | None, str, Cell]]:
        """What is different: (village, or None for the commune; figure; before and after)."""
        for line in self.lines:
            for place, cell in zip((None, *self.villages), line.cells, strict=True):
                if cell.is_changed:
                    yield place, line.label, cell


def compare(later: DailySummary, earlier_revision: int) -> Comparison:
    """`later` is the commune's row; `earlier_revision` lies under its own."""
    every = DailySummary.objects.filter(commune=later.commune_id, day=later.day)
    rows = every.filter(revision__in=(earlier_revision, later.revision), village__isnull=False)
    found = {(row.village_id, row.revision): row for row in rows.select_related("village")}
    revisions = list(every.filter(village=None).order_by("revision"))
    earlier = next(row for row in revisions if row.revision == earlier_revision)
    places = {row.village_id: row.village for row in found.values() if row.village}
    villages = sorted(places.values(), key=lambda village: village.sort_key)
    pairs = [(found.get((one.pk, earlier.revision)), found.get((one.pk, later.revision))) for one in villages]
    lines = [_line(name, [(earlier, later), *pairs]) for name in FIGURES]
    return Comparison(earlier, later, revisions, villages, lines, **_came_between(earlier, later, revisions))


def _line(name: str, pairs: Sequence[tuple[DailySummary | None, DailySummary | None]]) -> Line:
    label = capfirst(str(DailySummary._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
    return Line(label, [Cell(getattr(before, name, None), getattr(after, name, None)) for before, after in pairs])


def _came_between(earlier: DailySummary, later: DailySummary, revisions: Sequence[DailySummary]) -> dict[str, int]:
    """A visit is marked with the moment of the closing that first counted it, and a revision bears the same moment."""
    moments = [row.closed_at for row in revisions if earlier.revision < row.revision <= later.revision]
    visits = HomeVisit.objects.filter(village__commune=later.commune_id, summarised_at__in=moments)
    merged = Q(provenance=Provenance.MERGE)
    came = visits.captured_before(later.day + timedelta(days=1))
    return came.aggregate(late_visits=Count("pk", filter=~merged), merges=Count("pk", filter=merged))
