from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import check_can_see_jobs
from jobs.models import Job
from jobs.schedule import SCHEDULE, Entry, StrOrPromise
from thongnhat_portal.http import signed_in

ROWS_SHOWN = 50


@dataclass(frozen=True)
class ScheduledRow:
    task: str
    label: StrOrPromise
    job: Job | None
    next_run: datetime | None


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Last run, next run and result of what is repeated; below, the jobs people asked for; what stands still is red.

    Admins see all that was asked for in what they govern, chair and officer what they asked for themselves.
    """
    check_can_see_jobs(signed_in(request))
    repeated = {job.task: job for job in Job.objects.filter(scheduled=True)}
    rows = [_row(entry, repeated.get(entry.task)) for entry in SCHEDULE]
    asked = Job.objects.visible_to(signed_in(request)).filter(scheduled=False).select_related("requested_by")
    return render(request, "jobs/job_list.html", {"scheduled": rows, "jobs": asked[:ROWS_SHOWN]})


def _row(entry: Entry, job: Job | None) -> ScheduledRow:
    return ScheduledRow(entry.task, entry.label, job, entry.next_run(job.started_at if job else None))
