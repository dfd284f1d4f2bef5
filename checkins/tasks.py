from celery import shared_task

from accounts.models import Commune
from checkins import actions
from checkins.examining import examine as examine_visits
from jobs.actions import report_progress


@shared_task(name="checkins.purge_checkins")
def purge_checkins() -> dict[str, int]:
    """Every commune by its own retention; twice is harmless."""
    communes = list(Commune.objects.all())
    result = {"removed": 0, "held": 0}
    for number, commune in enumerate(communes, start=1):
        proof = actions.purge(commune=commune)
        result["removed"] += proof.removed
        result["held"] += proof.held
        report_progress(number, len(communes))
    return result


@shared_task(name="checkins.examine")
def examine() -> dict[str, int]:
    """Look for doubts in every visit in which nobody has looked yet."""
    examined = examine_visits()
    return {"visits": examined.visits, "doubts": examined.doubts}
