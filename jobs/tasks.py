"""Celery's doors into jobs."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from jobs import actions
from jobs.models import Job

KEPT = timedelta(days=90)


@shared_task(name="jobs.tick")
def tick() -> dict[str, int]:
    return actions.tick()


@shared_task(name="jobs.perform")
def perform(job_id: int) -> None:
    actions.perform(job_id)


@shared_task(name="jobs.forget_old_jobs")
def forget_old_jobs() -> dict[str, int]:
    """Rows of jobs that ended 90 days ago; the schedule's own rows stay."""
    old = Job.objects.filter(scheduled=False, finished_at__lt=timezone.now() - KEPT)
    return {"removed": old.delete()[0]}
