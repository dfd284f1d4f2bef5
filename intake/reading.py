"""What kinds of records share when they are read: clocks put right, sentences for the device."""

from datetime import datetime, timedelta
from typing import Any

from intake.batches import Errors, Sending

SKEW_BORNE = timedelta(minutes=2)


def bounded_skew(*, sent_at: datetime, received_at: datetime) -> timedelta:
    """How far the device's clock is behind ours; a little is borne."""
    skew = received_at - sent_at
    return skew if abs(skew) > SKEW_BORNE else timedelta()


def put_right(told: datetime, sending: Sending) -> datetime:
    """A moment by the device's clock, by ours; never in the future."""
    return min(told + sending.skew, sending.received_at)


def sentences_by_field(errors: Any) -> Errors:
    """Of a serializer's errors; those of nested fields under the outer one."""
    return {str(name): _sentences(found) for name, found in errors.items()}


def _sentences(found: Any) -> list[str]:
    if isinstance(found, dict):
        found = [sentence for inner in found.values() for sentence in _sentences(inner)]
    elif isinstance(found, list):
        found = [sentence for inner in found for sentence in _sentences(inner)]
    return [found] if isinstance(found, str) else found
