"""The commune's days begin at midnight in Asia/Ho_Chi_Minh; and how soon the same again is a button tapped twice."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

TAPPED_TWICE = timedelta(minutes=2)  # who sends the same again within this time means it once


def start_of(day: date) -> datetime:
    """The moment at which `day` begins in the commune."""
    return timezone.make_aware(datetime.combine(day, time.min))
