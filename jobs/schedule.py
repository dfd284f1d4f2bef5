"""What is done by itself, and when. Every task does all that is due, so a machine that was off catches up."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone


@dataclass(frozen=True)
class Every:
    task: str
    interval: timedelta

    def next_run(self, last: datetime | None) -> datetime | None:
        """None: at once."""
        return last + self.interval if last else None


@dataclass(frozen=True)
class Daily:
    task: str
    at: time

    def next_run(self, last: datetime | None) -> datetime | None:
        """The first `at` (commune time) after the last run; None: at once."""
        if last is None:
            return None
        local = timezone.localtime(last)
        today = local.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return today if today > local else today + timedelta(days=1)


Entry = Every | Daily

TICK = "jobs.tick"
SCHEDULE: tuple[Entry, ...] = (
    Every("checkins.examine", timedelta(minutes=10)),
    Every("reports.close_due_days", timedelta(minutes=10)),
    Every("venues.forget_prints", timedelta(hours=1)),
    Daily("accounts.forget_sign_in_traces", time(3, 10)),
    Daily("villages.forget_old_imports", time(3, 20)),
    Daily("venues.forget_old_imports", time(3, 25)),
    Daily("checkins.purge_checkins", time(2, 30)),
    Daily("tracing.forget_contacts", time(2, 45)),
    Daily("jobs.forget_old_jobs", time(3, 30)),
)
