"""What a document cites: figures of closed days, read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Sum

from accounts.models import Commune
from organisations.models import Organisation, OutreachActivity, StaffReport
from reports.dashboard import Progress, progress
from reports.documents.content import short_date
from reports.measures import Goal
from reports.models import DailySummary, Target

CHART_DAYS = timedelta(days=90)
DAY_SUMS = ("visits", "completed_visits", "installed_on_the_spot", "check_ins", "flagged_check_ins")


@dataclass(frozen=True)
class Facts:
    """A commune from `since` up to and with the closed day `day`; both are one for a daily report."""

    commune: Commune
    since: date
    day: date
    progress: Progress
    before: DailySummary | None
    """The commune on the last day closed before `since`."""
    sums: dict[str, int]
    """What was done on all those days together: visits, check-ins, …"""
    staff: Sequence[StaffReport]
    silent_organisations: int
    outreach: tuple[int, int]
    """Activities, and people reached."""
    series: Sequence[DailySummary]
    """For the chart: the days of a period; for one day, those since the target began."""

    @property
    def summary(self) -> DailySummary:
        return self.progress.summary

    @property
    def target(self) -> Target | None:
        return self.progress.target

    @property
    def is_one_day(self) -> bool:
        return self.since == self.day

    @property
    def gained(self) -> int | None:
        """People with Bluezone more than before; None where no day was closed before."""
        return self.summary.installed - self.before.installed if self.before else None

    @property
    def citation(self) -> str:
        return f"Số liệu hết ngày {short_date(self.day)}, lần chốt {self.summary.revision}"

    @cached_property
    def villages(self) -> list[tuple[DailySummary, Goal | None]]:
        """In their Vietnamese order, each against its own target or else the commune's."""
        rows = sorted(self.progress.villages, key=lambda row: row.summary.village.sort_key)  # type: ignore[union-attr]
        return [(row.summary, row.goal) for row in rows]


def facts(commune: Commune, since: date, day: date) -> Facts | None:
    """None where `day` is not closed. A fixed number of queries, whatever the size."""
    found = progress(commune, day)
    if found is None or found.summary.day != day:
        return None
    own = DailySummary.objects.of_commune(commune).newest_revisions()
    organisations = Organisation.objects.filter(commune=commune).active()
    staff = StaffReport.objects.filter(organisation__in=organisations).standing_on(day)
    staff = staff.select_related("organisation").order_by("organisation__sort_key", "organisation")
    return Facts(
        commune=commune,
        since=since,
        day=day,
        progress=found,
        before=own.filter(day__lt=since).order_by("-day").first(),
        sums=own.filter(day__range=(since, day)).aggregate(**{name: Sum(name, default=0) for name in DAY_SUMS}),
        staff=list(staff),
        silent_organisations=organisations.exclude(staff_reports__as_of__lte=day).count(),
        outreach=_outreach(commune, since, day),
        series=list(own.filter(day__range=(_chart_begins(since, found), day)).order_by("day")),
    )


def _chart_begins(since: date, found: Progress) -> date:
    day = found.summary.day
    if since < day or found.target is None:
        return since
    return max(found.target.starts_on, day - CHART_DAYS)


def _outreach(commune: Commune, since: date, day: date) -> tuple[int, int]:
    days = OutreachActivity.objects.filter(commune=commune).by_day(since, day).values()
    return sum(n for n, _ in days), sum(reached for _, reached in days)
