"""What is done by itself, and when. Every task does all that is due, so a machine that was off catches up."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

StrOrPromise = str | Promise


@dataclass(frozen=True)
class Every:
    task: str
    interval: timedelta
    label: StrOrPromise = ""

    def next_run(self, last: datetime | None) -> datetime | None:
        """None: at once."""
        return last + self.interval if last else None


@dataclass(frozen=True)
class Daily:
    task: str
    at: time
    label: StrOrPromise = ""

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
    Every("checkins.examine", timedelta(minutes=10), _("Look for doubtful check-ins")),
    Every("reports.close_due_days", timedelta(minutes=10), _("Close the days that are over")),
    Every("reports.mail_summaries", timedelta(minutes=10), _("Mail the daily summaries")),
    Every("reports.mail_reminders", timedelta(minutes=10), _("Mail the weekly reminders")),
    Every("venues.forget_prints", timedelta(hours=1), _("Remove printed posters' files")),
    Daily("accounts.forget_sign_in_traces", time(3, 10), _("Forget traces of sign-ins")),
    Daily("villages.forget_old_imports", time(3, 20), _("Remove old lists of households")),
    Daily("venues.forget_old_imports", time(3, 25), _("Remove old lists of venues")),
    Daily("organisations.forget_old_imports", time(3, 27), _("Remove old staff rosters' files")),
    Daily("checkins.purge_checkins", time(2, 30), _("Remove check-ins past their retention")),
    Daily("tracing.forget_contacts", time(2, 45), _("Remove the contacts of cases closed long ago")),
    Daily("jobs.forget_old_jobs", time(3, 30), _("Forget jobs long ended")),
)
