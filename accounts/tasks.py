from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import lockout


@shared_task(name="accounts.forget_sign_in_traces")
def forget_sign_in_traces() -> dict[str, int]:
    now = timezone.now()
    sessions, _by_model = Session.objects.filter(expire_date__lt=now).delete()
    return {"removed": lockout.forget(now) + sessions}
