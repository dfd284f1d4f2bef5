"""What visits that were in no daily summary change in the figures of each village and day.

A household's state is its newest settling visit. So each settling visit adds its own counts on its day and takes away
those of the one before it; a late visit that slips in between two others also takes back what the next one assumed.
The change is the difference between these steps with and without the new visits: one rule for visits on time and
late, and its cost grows with the new visits, not with history.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import OuterRef, Q, Subquery

from surveys.models import HomeVisit, Outcome, Provenance
from surveys.models.visit import SETTLING, HomeVisitQuerySet

# What a household adds to its village for as long as a visit is its newest settling one.
STATE_FIGURES = ("surveyed", "surveyed_members", "smartphones", "installed", "moved_away")
# What a visit adds to its own day alone.
DAY_FIGURES = ("visits", "completed_visits", "absent_visits", "refused_visits", "installed_on_the_spot")

# (village's key, day, figure) → how much more from that day on (state) or on that day (day figures)
Changes = Counter[tuple[int, date, str]]


def changes(visits: HomeVisitQuerySet, marked_at: datetime) -> Changes:
    """What `visits`, marked as summarised at `marked_at`, change in what those marked before gave. Two queries."""
    new = list(with_neighbours(visits, marked_at))
    keys = {key for visit in new for key in (visit.previous_id, visit.next_id) if key}  # type: ignore[attr-defined]
    neighbours = HomeVisit.objects.in_bulk(keys).values()
    total: Changes = Counter()
    for household in _by_household(new, neighbours):
        total.update(_steps(household))
        total.subtract(_steps(visit for visit in household if visit.summarised_at != marked_at))
    for visit in new:
        total.update(_own_day(visit))
    return Counter({key: change for key, change in total.items() if change})


def with_neighbours(visits: HomeVisitQuerySet, marked_at: datetime) -> HomeVisitQuerySet:
    """Each visit with the keys of the earlier summarised settling visits just before and just after it.

    The time is bound by itself, so that the index of household and time finds them without the household's history.
    """
    settled = HomeVisit.objects.settling().filter(household=OuterRef("household"), summarised_at__lt=marked_at)
    at, pk = OuterRef("captured_at"), OuterRef("pk")
    earlier = settled.filter(Q(captured_at__lt=at) | Q(pk__lt=pk), captured_at__lte=at).order_by("-captured_at", "-pk")
    later = settled.filter(Q(captured_at__gt=at) | Q(pk__gt=pk), captured_at__gte=at).order_by("captured_at", "pk")
    return visits.annotate(previous_id=Subquery(earlier.values("pk")[:1]), next_id=Subquery(later.values("pk")[:1]))


def _by_household(*groups: Iterable[HomeVisit]) -> Iterator[list[HomeVisit]]:
    found: defaultdict[int, list[HomeVisit]] = defaultdict(list)
    for group in groups:
        for visit in group:
            if visit.outcome in SETTLING:
                found[visit.household_id].append(visit)
    for visits in found.values():
        yield sorted(visits, key=lambda visit: (visit.captured_at, visit.pk))


def _steps(visits: Iterable[HomeVisit]) -> Changes:
    """The staircase of one household's settling visits, oldest first."""
    steps: Changes = Counter()
    previous: HomeVisit | None = None
    for visit in visits:
        day = visit.captured_on
        steps.update(_state(visit, day))
        if previous:
            steps.subtract(_state(previous, day))
        previous = visit
    return steps


def _state(visit: HomeVisit, day: date) -> Changes:
    completed = int(visit.is_completed)
    counts = (completed, visit.members, visit.smartphones, visit.installed, 1 - completed)
    return Counter({(visit.village_id, day, name): n for name, n in zip(STATE_FIGURES, counts, strict=True)})


def _own_day(visit: HomeVisit) -> Changes:
    if visit.provenance == Provenance.MERGE:
        return Counter()  # nobody knocked: a merge of doubles wrote it down
    outcomes = (Outcome.COMPLETED, Outcome.ABSENT, Outcome.REFUSED)
    counts = (1, *(int(visit.outcome == outcome) for outcome in outcomes), visit.installed_on_the_spot)
    day = visit.captured_on
    return Counter({(visit.village_id, day, name): n for name, n in zip(DAY_FIGURES, counts, strict=True)})
