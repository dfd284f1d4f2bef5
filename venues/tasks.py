from celery import shared_task
from django.utils import timezone

from venues import print_actions
from venues.importing import actions as importing
from venues.models import PosterPrint, VenueImport


@shared_task(name="venues.print_posters")
def print_posters(print_id: int) -> dict[str, int]:
    asked = PosterPrint.objects.select_related("asked_by", "village", "venue").filter(pk=print_id).first()
    return {"posters": print_actions.make_print(asked=asked) if asked else 0}


@shared_task(name="venues.forget_prints")
def forget_prints() -> dict[str, int]:
    return {"removed": print_actions.forget_prints(now=timezone.now())}


@shared_task(name="venues.check_list")
def check_list(upload_id: int) -> dict[str, int]:
    upload = VenueImport.objects.get(pk=upload_id)
    if upload.state == VenueImport.State.CHECKING:
        importing.check_list(upload=upload)
    return {"faulty": upload.outcome.get("failed", 0)}


@shared_task(name="venues.store_list")
def store_list(upload_id: int) -> dict[str, int]:
    upload = VenueImport.objects.get(pk=upload_id)
    if upload.state == VenueImport.State.STORING:
        importing.store_list(upload=upload)
    return {name: upload.outcome.get(name, 0) for name in ("created", "updated", "unchanged")}


@shared_task(name="venues.forget_old_imports")
def forget_old_imports() -> dict[str, int]:
    return {"removed": importing.forget_old_imports(now=timezone.now())}
