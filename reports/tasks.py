from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts.models import Commune
from jobs.actions import report_progress
from reports import actions


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
