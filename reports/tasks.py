from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts.models import Commune
from jobs.actions import report_progress
from reports import actions
from reports.mailing import sending


@shared_task(name="reports.close_due_days")
def close_due_days() -> dict[str, int]:
    """Close all that is due up to yesterday in every commune; a machine that was off for a week closes the week."""
    yesterday = timezone.localdate() - timedelta(days=1)
    communes = list(Commune.objects.all())
    result = {"closed": 0, "revised": 0}
    for number, commune in enumerate(communes, start=1):
        closed = actions.close_days(commune=commune, until=yesterday)
        result["closed"] += len(closed.days)
        result["revised"] += len(closed.revised)
        report_progress(number, len(communes))
    return result


@shared_task(name="reports.mail_summaries")
def mail_summaries() -> dict[str, int]:
    """Of each commune whose hour has come, yesterday's figures; once to each recipient."""
    return sending.send_due_summaries(timezone.now())


@shared_task(name="reports.mail_reminders")
def mail_reminders() -> dict[str, int]:
    """Once a week to those behind or silent; once to each of them."""
    return sending.send_due_reminders(timezone.now())
