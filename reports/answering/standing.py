"""What is known of a commune's villages and organisations on one closed day: five queries, whatever the size."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import Commune
from organisations.models import StaffReport
from reports.dashboard import goal_of
from reports.measures import Goal, goal, ratio
from reports.models import DailySummary, Denominator, Target


@dataclass(frozen=True)
class Standing:
    """How one unit stands: its share of the target is what it is ranked by."""

    installed: int | None = None
    whole: int | None = None
    """The people of whom the target speaks."""
    goal: Goal | None = None
    target: Target | None = None

    @property
    def rate(self) -> float | None:
        return None if self.installed is None or self.whole is None else ratio(self.installed, self.whole)

    @property
    def share(self) -> float | None:
        """Of its target, never clipped; where no target can be told, its rate."""
        return ratio(self.goal.installed, self.goal.wanted) if self.goal else self.rate


UNKNOWN = Standing()


@dataclass(frozen=True)
class ClosedDay:
    summary: DailySummary
    target: Target | None
    villages: Mapping[int, Standing]
    organisations: Mapping[int, Standing]
    reports: Mapping[int, StaffReport]
    """The staff report of each organisation that speaks on this day."""

    @property
    def day(self) -> date:
        return self.summary.day


def closed_day(commune: Commune, until: date | None) -> ClosedDay | None:
    """The last closed day up to and with `until`; None before the first."""
    rows = {row.village_id: row for row in DailySummary.objects.of_last_closed_day(commune, until)}
    summary = rows.pop(None, None)
    if summary is None:
        return None
    target = Target.objects.for_day(commune, summary.day)
    own = Target.objects.of_villages(commune, summary.day)
    said = StaffReport.objects.filter(organisation__commune=commune).standing_on(summary.day)
    reports = {report.organisation_id: report for report in said}
    return ClosedDay(
        summary,
        target,
        {key: _of_village(row, own.get(key, target)) for key, row in rows.items() if key},
        {key: _of_organisation(report, target, summary.day) for key, report in reports.items()},
        reports,
    )


def _is_of_smartphones(target: Target | None) -> bool:
    return target is not None and target.denominator == Denominator.SMARTPHONES


def _of_village(row: DailySummary, target: Target | None) -> Standing:
    whole = row.smartphones if _is_of_smartphones(target) else row.people
    return Standing(row.installed, whole, goal_of(target, row), target)


def _of_organisation(report: StaffReport, target: Target | None, day: date) -> Standing:
    """The commune's percent, of the organisation's own people."""
    whole = report.smartphones if _is_of_smartphones(target) else report.headcount
    found = None
    if target is not None and whole:
        percent, due_on = float(target.percent), target.due_on
        found = goal(percent=percent, whole=whole, installed=report.installed, day=day, due_on=due_on)
    return Standing(report.installed, whole, found, target)
