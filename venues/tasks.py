from celery import shared_task
from django.utils import timezone

from venues import print_actions
from venues.models import PosterPrint


@shared_task(name="venues.print_posters")
def print_posters(print_id: int) -> dict[str, int]:
    asked = PosterPrint.objects.select_related("asked_by", "village").filter(pk=print_id).first()
    return {"posters": print_actions.make_print(asked=asked) if asked else 0}


@shared_task(name="venues.forget_prints")
def forget_prints() -> dict[str, int]:
    return {"removed": print_actions.forget_prints(now=timezone.now())}
