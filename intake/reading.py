"""What kinds of records share when they are read: clocks put right, sentences for the device."""

from datetime import UTC, datetime, timedelta
from typing import Any

from intake.batches import Errors

EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)  # nothing that is recorded here existed before Bluezone
SKEW_BORNE = timedelta(minutes=2)


def bounded_skew(*, sent_at: datetime, received_at: datetime) -> timedelta:
    """How far the device's clock is behind ours; a little is borne."""
    skew = received_at - sent_at
    return skew if abs(skew) > SKEW_BORNE else timedelta()


def put_right(told: datetime, skew: timedelta, received_at: datetime) -> datetime | None:
    """A device's moment by our clock: moved by the skew where that is possible, else as told, never in the future.

    None where neither can be: before the portal's time, as a clock that was reset tells it.
    """
    for step in (skew, timedelta()):
        try:
            moment = told.astimezone(UTC) + step  # of one zone, whose offset was another in 1970
        except OverflowError:
            continue
        if EARLIEST <= moment <= received_at:
            return moment
    return received_at if told > received_at else None


def sentences_by_field(errors: Any) -> Errors:
    """Of a serializer's errors; those of nested fields under the outer one."""
    return {str(name): _sentences(found) for name, found in errors.items()}


def _sentences(found: Any) -> list[str]:
    if isinstance(found, dict):
        found = [sentence for inner in found.values() for sentence in _sentences(inner)]
    elif isinstance(found, list):
        found = [sentence for inner in found for sentence in _sentences(inner)]
    return [found] if isinstance(found, str) else found
