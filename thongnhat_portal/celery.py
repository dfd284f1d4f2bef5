"""The Celery application. Beat sends one thing only, the tick; what is due is read from the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thongnhat_portal.settings")
app = Celery("thongnhat_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    # A tick that waited longer than the next one is worthless: it expires instead of piling up.
    "tick": {"task": "jobs.tick", "schedule": 20.0, "options": {"expires": 20.0}},
}
