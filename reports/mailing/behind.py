"""Who is behind its target, silent, or late with its report: villages and organisations. A handful of queries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Max, Sum
from django.utils import timezone

from accounts.models import Commune, User
from organisations.models import Organisation
from reports.dashboard import goal_of
from reports.measures import Goal
from reports.models import DailySummary, MailPlan, Reminder, Target
from thongnhat_portal.days import start_of
from villages.models import Village


@dataclass(frozen=True)
class Behind:
    """A village or an organisation that is to be reminded, why, and the accounts that answer for it."""

    unit: Village | Organisation
    cause: Reminder.Cause
    day: date
    people: list[User] = field(default_factory=list)
    summary: DailySummary | None = None
    goal: Goal | None = None
    last_report: date | None = None

    @property
    def kind(self) -> str:
        return self.unit._meta.model_name or ""

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.unit.pk

    @property
    def reachable(self) -> list[User]:
        return [person for person in self.people if person.is_active and person.email]


def behind(commune: Commune) -> list[Behind]:
    """Villages by the last closed day, organisations by today; in their order. The mail plan says what is silent."""
    day = DailySummary.objects.last_closed_day(commune)
    villages = list(_villages(commune, day)) if day else []
    return [*villages, *overdue(commune, timezone.localdate())]


def _villages(commune: Commune, day: date) -> Iterator[Behind]:
    own = DailySummary.objects.filter(commune=commune, village__isnull=False).newest_revisions()
    rows = own.filter(day=day).select_related("village__commune").prefetch_related("village__heads")
    target, own_targets = Target.objects.for_day(commune, day), Target.objects.of_villages(commune, day)
    since = day - timedelta(days=MailPlan.objects.of(commune).silent_days - 1)
    visits = own.filter(day__range=(since, day)).order_by().values_list("village")
    knocks = dict(visits.annotate(n=Sum("visits")))
    for row in rows.order_by("village__sort_key", "village"):
        assert row.village
        speaking = own_targets.get(row.village.pk, target)
        goal = goal_of(speaking, row)
        cause = _cause(row, speaking, goal, knocked=bool(knocks.get(row.village.pk)), since=since)
        if cause:
            yield Behind(row.village, cause, day, list(row.village.heads.all()), row, goal)


def _cause(
    row: DailySummary, target: Target | None, goal: Goal | None, *, knocked: bool, since: date
) -> Reminder.Cause | None:
    """Behind the pace comes first; silence counts where there is work left, once a target has run that long."""
    if target is None or (goal and goal.is_met):
        return None
    if goal and row.installed < pace(target, goal.wanted, row.day):
        return Reminder.Cause.BEHIND
    has_work = row.surveyed < row.households_present or row.without_bluezone > 0
    return Reminder.Cause.SILENT if has_work and not knocked and target.starts_on <= since else None


def pace(target: Target, wanted: int, day: date) -> float:
    """People who should have it on the evening of a day: evenly from the first day on, all on the due date."""
    days = (target.due_on - target.starts_on).days + 1
    gone = min((day - target.starts_on).days + 1, days)
    return wanted * gone / days


def overdue(commune: Commune, day: date) -> Iterator[Behind]:
    """Organisations whose staff report is late: too long since the last, or since they were registered."""
    late = Organisation.objects.filter(commune=commune).overdue(day).annotate(last=Max("staff_reports__as_of"))
    for organisation in late.select_related("commune").prefetch_related("reporters"):
        people = list(organisation.reporters.all())
        yield Behind(organisation, Reminder.Cause.OVERDUE, day, people, last_report=organisation.last)  # type: ignore[attr-defined]


def by_person(units: list[Behind]) -> dict[User, list[Behind]]:
    """Who can be written to, with all they answer for: one mail each."""
    found: defaultdict[User, list[Behind]] = defaultdict(list)
    for unit in units:
        for person in unit.reachable:
            found[person].append(unit)
    return dict(found)


def letters_of_today(commune: Commune) -> set[tuple[str, int]]:
    """Kind and key of the units to which a letter went out today."""
    letters = Reminder.objects.filter(commune=commune, channel=Reminder.Channel.LETTER)
    return {row.unit_key for row in letters.filter(sent_at__gte=start_of(timezone.localdate()))}


def last_reminders(commune: Commune) -> dict[tuple[str, int], Reminder]:
    """The newest of each unit, by its kind and key. Two queries."""
    newest: dict[tuple[str, int], Reminder] = {}
    for kind in ("village", "organisation"):
        of_kind = Reminder.objects.filter(commune=commune).exclude(**{kind: None})
        keys = of_kind.order_by().values_list(kind).annotate(last=Max("pk")).values_list("last")
        newest |= {row.unit_key: row for row in Reminder.objects.filter(pk__in=keys).select_related("sent_by")}
    return newest
