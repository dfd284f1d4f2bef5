from celery import shared_task
from django.utils import timezone

from organisations.models import RosterImport
from organisations.roster import actions as rosters


@shared_task(name="organisations.check_roster")
def check_roster(upload_id: int) -> dict[str, int]:
    upload = RosterImport.objects.get(pk=upload_id)
    if upload.state == RosterImport.State.CHECKING:
        rosters.check_list(upload=upload)
    return {"faulty": upload.outcome.get("failed", 0)}


@shared_task(name="organisations.store_roster")
def store_roster(upload_id: int) -> dict[str, int]:
    upload = RosterImport.objects.get(pk=upload_id)
    if upload.state == RosterImport.State.STORING:
        rosters.store_list(upload=upload)
    return {"created": upload.outcome.get("created", 0)}


@shared_task(name="organisations.forget_old_imports")
def forget_old_imports() -> dict[str, int]:
    return {"removed": rosters.forget_old_imports(now=timezone.now())}
