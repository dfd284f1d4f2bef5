"""What the dashboard and the public page show, read from closed days only: a handful of queries, whatever the size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef

from accounts.models import Commune
from checkins.models import CheckIn
from reports.measures import Goal, goal
from reports.models import DailySummary, Denominator, Target
from reports.models.summary import DailySummaryQuerySet
from reports.projection import FanDay, Projection, fan, projection
from venues.coverage import required
from venues.models import Category, Venue
from villages.models import Village

TREND_DAYS = 60
FORTNIGHT = 14
BEHIND_SHOWN = 3


def goal_of(target: Target | None, summary: DailySummary) -> Goal | None:
    """A target applied to the commune's or a village's figures of a day; None while nobody is known to be counted."""
    if target is None:
        return None
    whole = summary.people if target.denominator == Denominator.POPULATION else summary.smartphones
    if not whole:
        return None
    return goal(
        percent=float(target.percent),
        whole=whole,
        installed=summary.installed,
        day=summary.day,
        due_on=target.due_on,
    )


@dataclass(frozen=True)
class VillageStanding:
    """One line of the ranking."""

    rank: int
    summary: DailySummary
    goal: Goal | None
    own_target: Target | None = None
    """The village's own (chỉ tiêu giao), by which its goal is counted; None: the commune's."""


@dataclass(frozen=True)
class Progress:
    """One commune on one closed day: its figures, its target, its villages, the days before."""

    commune: Commune
    summary: DailySummary
    target: Target | None
    series: Sequence[DailySummary]
    villages: Sequence[VillageStanding]

    @cached_property
    def goal(self) -> Goal | None:
        return goal_of(self.target, self.summary)

    @cached_property
    def projection(self) -> Projection | None:
        if self.goal is None:
            return None
        return projection([(row.day, row.installed) for row in self.series], self.goal.wanted)

    @property
    def is_on_course(self) -> bool | None:
        """Whether the expected day is within the due date; None when nothing can be said."""
        if self.projection is None or self.target is None:
            return None
        return self.projection.expected is not None and self.projection.expected <= self.target.due_on

    @property
    def is_out_of_reach(self) -> bool:
        """Even all smartphones seen would not do: the target cannot be met by installing alone."""
        ceiling = self.summary.ceiling
        of_people = self.target is not None and self.target.denominator == Denominator.POPULATION
        return of_people and ceiling is not None and self.summary.surveyed > 0 and ceiling < self.target.ratio  # type: ignore[union-attr]

    @property
    def may_still_be_found(self) -> bool:
        """Whether the households not surveyed would lift the ceiling enough, with as many smartphones as the others."""
        s, owners = self.summary, self.summary.owners_among_surveyed
        enough = owners is not None and self.target is not None and owners >= self.target.ratio
        return enough and s.surveyed < s.households_present

    @property
    def is_over(self) -> bool:
        return self.target is not None and self.summary.day >= self.target.due_on

    @property
    def behind(self) -> list[VillageStanding]:
        """The villages that miss most people, worst first; they carry the rest."""
        short = [(row.goal.missing, row) for row in self.villages if row.goal and not row.goal.is_met]
        return [row for _missing, row in sorted(short, key=lambda pair: (-pair[0], pair[1].rank))[:BEHIND_SHOWN]]

    @property
    def check_in_days(self) -> list[tuple[DailySummary, float]]:
        """Closed days of the last fortnight, newest first, each with its check-ins as a share of the busiest day's."""
        since = self.summary.day - timedelta(days=FORTNIGHT)
        rows = [row for row in self.series if row.day > since]
        busiest = max((row.check_ins for row in rows), default=0)
        return [(row, row.check_ins / busiest if busiest else 0.0) for row in reversed(rows)]

    @cached_property
    def fan(self) -> list[FanDay]:
        """The projection day by day; none after the due date, when there is nothing left to expect."""
        if self.goal is None or self.projection is None or self.is_over:
            return []
        return fan(self.projection, self.summary.day, self.summary.installed, self.goal.wanted)

    @property
    def fan_by_week(self) -> list[FanDay]:
        """Every seventh day of the projection, and its last."""
        return [*self.fan[7:-1:7], *self.fan[-1:]]


def progress(commune: Commune, day: date | None = None) -> Progress | None:
    """The commune on `day`, or on its last closed day; on an unclosed day the last one closed before. None: no day."""
    own = DailySummary.objects.of_commune(commune).newest_revisions()
    upto = own.filter(day__lte=day) if day else own
    summary = upto.order_by("-day").first()
    if summary is None:
        return None
    target = Target.objects.for_day(commune, summary.day)
    since = summary.day - timedelta(days=TREND_DAYS)
    series = list(own.filter(day__lte=summary.day, day__gte=since).order_by("day"))
    return Progress(commune, summary, target, series, _standings(commune, summary, target))


def progress_of_village(village: Village, day: date | None = None) -> Progress | None:
    """The same of one village, against its own target or else the commune's; beside no other village. Four queries."""
    own = DailySummary.objects.filter(village=village).newest_revisions()
    upto = own.filter(day__lte=day) if day else own
    summary = upto.order_by("-day").first()
    if summary is None:
        return None
    summary.village = village
    given = Target.objects.of_villages(village.commune, summary.day).get(village.pk)
    target = given or Target.objects.for_day(village.commune, summary.day)
    since = summary.day - timedelta(days=TREND_DAYS)
    series = list(own.filter(day__lte=summary.day, day__gte=since).order_by("day"))
    return Progress(village.commune, summary, target, series, ())


def _standings(commune: Commune, summary: DailySummary, target: Target | None) -> list[VillageStanding]:
    """Villages of the same day and revision, best adoption first; unknown rates last. Own targets come before the
    commune's."""
    own = Target.objects.of_villages(commune, summary.day)
    rows = DailySummary.objects.filter(commune=commune, day=summary.day, revision=summary.revision)
    villages = rows.exclude(village=None).select_related("village")
    ranked = sorted(villages, key=lambda row: -1.0 if row.adoption is None else row.adoption, reverse=True)
    return [_standing(rank, row, own.get(row.village_id or 0), target) for rank, row in enumerate(ranked, start=1)]


def _standing(rank: int, row: DailySummary, own: Target | None, commune_target: Target | None) -> VillageStanding:
    return VillageStanding(rank, row, goal_of(own or commune_target, row), own)


@dataclass(frozen=True)
class CategoryStanding:
    """Venues of one category: how many must have a poster, have one, and had a check-in on that day."""

    category: Category
    required: int
    with_poster: int
    active: int


def categories(commune: Commune, day: date) -> list[CategoryStanding]:
    """Required and active are never mixed. Four queries; each venue asks the index for one visit of the day."""
    venues = Venue.objects.filter(commune=commune).open(day)
    wanted = required(commune, day, "category")
    with_poster = venues.with_live_poster().counts("category")
    seen_that_day = CheckIn.objects.filter(venue=OuterRef("pk"), flags=0).on_day(day)
    active = venues.filter(Exists(seen_that_day)).counts("category")
    return [
        CategoryStanding(category, wanted[category], with_poster.get(category, 0), active.get(category, 0))
        for category in Category
        if category in wanted
    ]


@dataclass(frozen=True)
class CommuneStanding:
    commune: Commune
    summary: DailySummary | None
    target: Target | None

    @property
    def goal(self) -> Goal | None:
        return goal_of(self.target, self.summary) if self.summary else None


def standings_of_communes(communes: Iterable[Commune], summaries: DailySummaryQuerySet) -> list[CommuneStanding]:
    """Each commune on its last closed day, with the target that spoke on it. Two queries for all of them."""
    newest = {row.commune_id: row for row in summaries.newest_of_communes()}
    targets: dict[int, Target] = {}
    for target in Target.objects.filter(village=None).order_by("starts_on", "pk"):
        summary = newest.get(target.commune_id)
        if summary and target.starts_on <= summary.day:
            targets[target.commune_id] = target
    return [CommuneStanding(commune, newest.get(commune.pk), targets.get(commune.pk)) for commune in communes]
