from celery import shared_task
from django.utils import timezone

from villages import actions
from villages.models import HouseholdImport


@shared_task(name="villages.check_list")
def check_list(upload_id: int) -> dict[str, int]:
    upload = HouseholdImport.objects.get(pk=upload_id)
    if upload.state == HouseholdImport.State.CHECKING:
        actions.check_list(upload=upload)
    return {"faulty": upload.outcome.get("failed", 0)}


@shared_task(name="villages.store_list")
def store_list(upload_id: int) -> dict[str, int]:
    upload = HouseholdImport.objects.get(pk=upload_id)
    if upload.state == HouseholdImport.State.STORING:
        actions.store_list(upload=upload)
    return {name: upload.outcome.get(name, 0) for name in ("created", "updated", "unchanged")}


@shared_task(name="villages.forget_old_imports")
def forget_old_imports() -> dict[str, int]:
    return {"removed": actions.forget_old_imports(now=timezone.now())}
