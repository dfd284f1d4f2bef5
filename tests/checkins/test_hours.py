"""Outside the hours, or the time of an event: the page says so, and takes the check-in all the same."""

from datetime import time, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from checkins.doubts import doubt_of_time, is_open_at
from checkins.models import CheckIn, Doubt
from tests.checkins.visitors import address, check_in
from tests.factories import PosterFactory, VenueFactory, at

EIGHT, TWO = time(8), time(14)
SATURDAY, SUNDAY, MONDAY = "2021-07-03", "2021-07-04", "2021-07-05"


@pytest.mark.parametrize(
    ("opens", "closes", "days", "day", "hour", "is_open"),
    [
        (EIGHT, TWO, "1234567", MONDAY, 8, True),
        (EIGHT, TWO, "1234567", MONDAY, 14, True),
        (EIGHT, TWO, "1234567", MONDAY, 15, False),
        (EIGHT, TWO, "1234567", MONDAY, 7, False),
        (EIGHT, TWO, "67", MONDAY, 9, False),
        (TWO, time(2), "6", SATURDAY, 15, True),
        (TWO, time(2), "6", SUNDAY, 1, True),
        (TWO, time(2), "6", SATURDAY, 1, False),
        (TWO, time(2), "6", SUNDAY, 15, False),
        (None, None, "1234567", MONDAY, 3, True),
        (None, None, "7", MONDAY, 12, False),
        (EIGHT, EIGHT, "6", SUNDAY, 7, True),
    ],
)
def test_hours_and_days_say_when_a_place_is_open(
    opens: time | None, closes: time | None, days: str, day: str, hour: int, is_open: bool
) -> None:
    assert is_open_at(opens_at=opens, closes_at=closes, open_on=days, moment=at(day, hour)) is is_open


@pytest.mark.parametrize(
    ("hour", "doubt"), [(7, Doubt.OUTSIDE_EVENT), (8, None), (13, Doubt.OUT_OF_HOURS), (15, Doubt.OUTSIDE_EVENT)]
)
def test_an_event_is_first_a_matter_of_its_window(hour: int, doubt: Doubt | None) -> None:
    hours = {"opens_at": EIGHT, "closes_at": time(12), "open_on": "1234567"}
    wedding = SimpleNamespace(starts_at=at(SATURDAY, 8), ends_at=at(SATURDAY, 14), **hours)

    assert doubt_of_time(wedding, at(SATURDAY, hour)) == doubt


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"category": "wedding", "starts_at": timezone.now() + timedelta(days=1)}, "10"),
        ({"opens_at": time(0), "closes_at": time(0, 0, 0, 1)}, "00:00 – 00:00"),
        ({"open_on": ""}, "note"),
    ],
)
def test_the_page_says_so_and_still_takes_the_check_in(facts: dict[str, object], words: str) -> None:
    if "starts_at" in facts:
        words = timezone.localtime(facts["starts_at"]).strftime("%H:%M %d/%m")  # type: ignore[arg-type]
    poster = PosterFactory(venue=VenueFactory(**facts))

    html = Client().get(address(poster)).content.decode().split("<main>")[1]

    assert 'class="note"' in html
    assert words in html
    assert check_in(Client(), poster).status_code == 302
    assert CheckIn.objects.get().flags == 0  # the job marks it, not the request


@pytest.mark.django_db
def test_within_the_hours_the_page_says_nothing_of_them() -> None:
    assert 'class="note"' not in Client().get(address(PosterFactory())).content.decode()
