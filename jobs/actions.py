"""The life of a job: asked for, sent, claimed, done or failed; and what the tick mends."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import Commune, User
from jobs.models import ATTEMPTS, Job
from jobs.schedule import SCHEDULE, TICK, Entry
from thongnhat_portal.celery import app

log = logging.getLogger(__name__)
_current: ContextVar[int | None] = ContextVar("current job", default=None)

Arguments = dict[str, int | str | bool]


def ask_for(*, task: str, arguments: Arguments, requested_by: User | None, commune: Commune | None = None) -> Job:
    """Write the row of a job and send it when the transaction is committed; a dead broker only delays it."""
    job = Job.objects.create(task=task, arguments=arguments, requested_by=requested_by, commune=commune)
    transaction.on_commit(lambda: send(job.pk))
    return job


def send(job_id: int) -> bool:
    """Tell a worker; False when the broker is away, and then the next tick tries again."""
    try:
        app.send_task("jobs.perform", args=[job_id], retry=False)
    except (OperationalError, OSError):
        log.warning("broker away, job waits", extra={"job": job_id})
        return False
    Job.objects.filter(pk=job_id).update(sent_at=timezone.now())
    return True


def claim(job_id: int) -> Job | None:
    """Take a waiting job; None when another worker has it or it is over: a message may come twice."""
    now = timezone.now()
    taken = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(
        state=Job.State.RUNNING,
        started_at=now,
        heartbeat_at=now,
        attempts=F("attempts") + 1,
        progress=0,
        error="",
    )
    return Job.objects.get(pk=job_id) if taken else None


def perform(job_id: int) -> None:
    """Run a job's task in this process and write down how it ended."""
    job = claim(job_id)
    if job is None:
        return
    try:
        with _as_current(job):
            result = _function(job.task)(**job.arguments)
    except Exception as fault:  # a task's edge: the row says that it failed, the log says where
        log.error("job failed", extra={"job": job.pk, "task": job.task}, exc_info=fault)
        _finish(job, Job.State.FAILED, {}, type(fault).__name__)
    else:
        _finish(job, Job.State.DONE, result if isinstance(result, dict) else {}, "")


def _function(task: str) -> Callable[..., object]:
    if task not in app.tasks:
        app.autodiscover_tasks(force=True)  # a web process or a command has not loaded the tasks yet
    function: Callable[..., object] = app.tasks[task]
    return function


def _finish(job: Job, state: Job.State, result: dict[str, object], error: str) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, result=result, error=error, finished_at=timezone.now())


@contextmanager
def _as_current(job: Job) -> Iterator[None]:
    token = _current.set(job.pk)
    try:
        yield
    finally:
        _current.reset(token)


def report_progress(done: int, total: int) -> None:
    """Called by a task now and then: moves the bar on the page and shows that the work is alive."""
    if job_id := _current.get():
        Job.objects.filter(pk=job_id).update(progress=done, total=total, heartbeat_at=timezone.now())


def tick() -> dict[str, int]:
    """All that is due: queue what the schedule asks for, wake what stands still, send what waits."""
    now = timezone.now()
    queued = sum(_queue_if_due(entry, now) for entry in SCHEDULE)
    woken = _wake_what_stands_still()
    sent = sum(send(pk) for pk in Job.objects.waiting_to_be_sent().values_list("pk", flat=True))
    result = {"queued": queued, "woken": woken, "sent": sent}
    Job.objects.update_or_create(
        task=TICK, scheduled=True, defaults={"state": Job.State.DONE, "finished_at": now, "result": result}
    )
    return result


def _queue_if_due(entry: Entry, now: datetime) -> bool:
    job, _ = Job.objects.get_or_create(task=entry.task, scheduled=True, defaults={"state": Job.State.DONE})
    due = entry.next_run(job.started_at)
    if due is not None and due > now:
        return False
    over = Job.objects.filter(pk=job.pk, state__in=[Job.State.DONE, Job.State.FAILED])
    return bool(over.update(state=Job.State.QUEUED, queued_at=now, sent_at=None, attempts=0))


def _wake_what_stands_still() -> int:
    """Back into the queue, five times at the most; then it has failed, and the page says so."""
    stuck = Job.objects.standing_still()
    given_up = stuck.filter(attempts__gte=ATTEMPTS)
    given_up.update(state=Job.State.FAILED, error="StoodStill", finished_at=timezone.now())
    return stuck.update(state=Job.State.QUEUED, sent_at=None)
