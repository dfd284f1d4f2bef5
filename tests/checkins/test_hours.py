"""Outside the hours, or the time of an event: the page says so, and takes the check-in all the same."""

from datetime import time, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from checkins.doubts import doubt_of_time
from checkins.models import CheckIn, Doubt
from tests.checkins.visitors import address, check_in
from tests.factories import PosterFactory, VenueFactory, at

EIGHT = time(8)
SATURDAY = "2021-07-03"


@pytest.mark.parametrize(
    ("hour", "doubt"), [(7, Doubt.OUTSIDE_EVENT), (8, None), (13, None), (15, Doubt.OUTSIDE_EVENT)]
)
def test_an_event_is_a_matter_of_its_window_alone(hour: int, doubt: Doubt | None) -> None:
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
