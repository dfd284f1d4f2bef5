"""The commune's target shared out among its villages, on the figures of the last closed day."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Commune
from reports.dashboard import goal_of
from reports.measures import Goal
from reports.models import DailySummary, Target
from villages.models import Village


@dataclass(frozen=True)
class Share:
    """What one village has to reach: its own target, or the commune's where it has none."""

    village: Village
    own: Target | None
    summary: DailySummary | None
    goal: Goal | None


@dataclass(frozen=True)
class Allotment:
    target: Target
    summary: DailySummary | None
    shares: Sequence[Share]

    @property
    def goal(self) -> Goal | None:
        return goal_of(self.target, self.summary) if self.summary else None

    @property
    def wanted(self) -> int | None:
        """People whom the villages together have to reach; None while one of them cannot be told."""
        goals = [share.goal for share in self.shares]
        return sum(goal.wanted for goal in goals if goal) if goals and all(goals) else None

    @property
    def missing(self) -> int | None:
        """By how many people the villages' targets together fall short of the commune's; 0: they add up."""
        if self.goal is None or self.wanted is None:
            return None
        return max(self.goal.wanted - self.wanted, 0)


def allotment(commune: Commune) -> Allotment | None:
    """The commune's newest target and the villages' shares of it; None: no target is set. Four queries."""
    target = Target.objects.of_commune(commune).order_by("-starts_on", "-pk").first()
    if target is None:
        return None
    own = Target.objects.of_villages(commune, target.due_on)
    summaries = {row.village_id: row for row in DailySummary.objects.of_last_closed_day(commune)}
    shares = [
        Share(village, own.get(village.pk), row, goal_of(own.get(village.pk, target), row) if row else None)
        for village in Village.objects.filter(commune=commune)
        for row in [summaries.get(village.pk)]
    ]
    return Allotment(target, summaries.get(None), shares)
