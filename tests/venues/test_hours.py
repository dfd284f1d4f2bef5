"""One rule says whether a place is open: hours, days of the week, an event's window."""

from datetime import time
from typing import Any

import pytest

from tests.factories import at
from venues.models import Venue

FRIDAY, SATURDAY, SUNDAY = "2021-06-25", "2021-06-26", "2021-06-27"
MORNING = {"opens_at": time(7), "closes_at": time(11, 30)}
NIGHT = {"opens_at": time(20), "closes_at": time(2), "open_on": "56"}


@pytest.mark.parametrize(
    ("facts", "day", "hour", "minute", "is_open"),
    [
        ({}, FRIDAY, 3, 0, True),
        ({"open_on": "12345"}, SATURDAY, 9, 0, False),
        (MORNING, FRIDAY, 6, 59, False),
        (MORNING, FRIDAY, 7, 0, True),
        (MORNING, FRIDAY, 11, 30, True),
        (MORNING, FRIDAY, 11, 31, False),
        (MORNING | {"open_on": "6"}, FRIDAY, 9, 0, False),
        (NIGHT, FRIDAY, 19, 59, False),
        (NIGHT, FRIDAY, 23, 0, True),
        (NIGHT, SUNDAY, 1, 0, True),
        (NIGHT, SUNDAY, 2, 1, False),
        (NIGHT, SUNDAY, 21, 0, False),
        (NIGHT, FRIDAY, 1, 0, False),
        ({"opens_at": time(6), "closes_at": time(6)}, FRIDAY, 5, 0, True),
    ],
)
def test_a_place_is_open_within_its_hours(facts: Any, day: str, hour: int, minute: int, is_open: bool) -> None:
    assert Venue(**facts).is_open_at(at(day, hour, minute)) == is_open


@pytest.mark.parametrize(("hour", "is_open"), [(7, False), (8, True), (14, True), (15, False)])
def test_an_event_is_open_in_its_window_whatever_the_hours(hour: int, is_open: bool) -> None:
    event = Venue(starts_at=at(FRIDAY, 8), ends_at=at(FRIDAY, 14), **NIGHT)

    assert event.is_open_at(at(FRIDAY, hour)) == is_open
