"""The commune's days: they begin at midnight in Asia/Ho_Chi_Minh."""

from datetime import date, datetime, time

from django.utils import timezone


def start_of(day: date) -> datetime:
    """The moment at which `day` begins in the commune."""
    return timezone.make_aware(datetime.combine(day, time.min))
