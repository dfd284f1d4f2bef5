from celery import shared_task
from django.utils import timezone

from accounts import lockout


@shared_task(name="accounts.forget_sign_in_traces")
def forget_sign_in_traces() -> dict[str, int]:
    return {"removed": lockout.forget(timezone.now())}
