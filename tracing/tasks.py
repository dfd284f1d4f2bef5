"""Celery's doors into tracing."""

from celery import shared_task
from django.utils import timezone

from tracing.following.closing import actions


@shared_task(name="tracing.forget_contacts")
def forget_contacts() -> dict[str, int]:
    """The people of every closed case whose day has come; twice is harmless."""
    return actions.forget_due(timezone.localdate())
