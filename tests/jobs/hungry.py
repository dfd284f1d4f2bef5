"""Tasks for the test of a real worker: each says which process did it."""

import os

from celery import shared_task
from django.conf import settings


@shared_task(name="tests.hold_much")
def hold_much() -> dict[str, int]:
    """Holds for a moment what no child of the worker may keep."""
    held = b"\1" * (settings.CELERY_WORKER_MAX_MEMORY_PER_CHILD * 1024)
    return {"process": os.getpid(), "held": len(held)}


@shared_task(name="tests.hold_little")
def hold_little() -> dict[str, int]:
    return {"process": os.getpid()}
