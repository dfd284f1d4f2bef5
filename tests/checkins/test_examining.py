"""The job that looks for doubts: what it marks, what it leaves alone, and that its work grows with what is new."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest
from django.utils import timezone

from checkins import examining
from checkins.examining import examine
from checkins.models import CheckIn, Doubt
from checkins.tasks import examine as examine_task
from tests.factories import PosterFactory, VenueFactory, VillageFactory, at, enter
from venues.models import Venue

pytestmark = pytest.mark.django_db
DAY = "2021-07-05"


@pytest.fixture
def venue() -> Venue:
    made: Venue = VenueFactory()
    return made


@pytest.fixture
def next_village(venue: Venue) -> Venue:
    made: Venue = VenueFactory(village=VillageFactory(commune=venue.commune))
    return made


def flags_of(*visits: CheckIn) -> list[int]:
    for visit in visits:
        visit.refresh_from_db()
    return [visit.flags for visit in visits]


def phones(count: int) -> Iterator[str]:
    return (f"+849123450{number:02d}" for number in range(count))


def test_a_visit_out_of_hours_is_marked_and_kept(venue: Venue) -> None:
    Venue.objects.update(opens_at=time(8), closes_at=time(17))
    night, morning = enter(venue, DAY, 3), enter(venue, DAY, 9)

    examine()

    assert flags_of(night, morning) == [Doubt.OUT_OF_HOURS, 0]


def test_a_visit_outside_an_events_window_is_marked() -> None:
    wedding = VenueFactory(category="wedding", starts_at=at(DAY, 8), ends_at=at(DAY, 14))
    during, after = enter(wedding, DAY, 9), enter(wedding, DAY, 15)

    examine()

    assert flags_of(during, after) == [0, Doubt.OUTSIDE_EVENT]


def test_a_visit_by_a_poster_revoked_before_is_marked(venue: Venue) -> None:
    poster = PosterFactory(venue=venue, revoked_at=at(DAY, 10))
    before, after = enter(venue, DAY, 9, poster=poster), enter(venue, DAY, 11, poster=poster)

    examine()

    assert flags_of(before, after) == [0, Doubt.REVOKED_POSTER]


def test_one_phone_in_two_villages_within_five_minutes_is_in_two_places(venue: Venue, next_village: Venue) -> None:
    first = enter(venue, DAY)
    second = enter(next_village, DAY, entered_at=at(DAY, 9, 5), presumed_left_at=at(DAY, 10))

    examine()

    assert flags_of(first, second) == [Doubt.TWO_PLACES] * 2


@pytest.mark.parametrize("difference", ["six minutes", "left before", "same village", "another phone"])
def test_who_could_have_been_at_both_is_not_in_two_places(venue: Venue, next_village: Venue, difference: str) -> None:
    if difference == "same village":
        next_village.village = venue.village
        next_village.save()
    minute = 6 if difference == "six minutes" else 5
    phone = "+84987654321" if difference == "another phone" else "+84912345678"
    first = enter(venue, DAY, left_at=at(DAY, 9, 4) if difference == "left before" else None)
    moment = {"entered_at": at(DAY, 9, minute), "presumed_left_at": at(DAY, 10)}
    second = enter(next_village, DAY, phone=phone, **moment)

    examine()

    assert flags_of(first, second) == [0, 0]


def test_an_earlier_visit_is_marked_though_it_was_examined_before(venue: Venue, next_village: Venue) -> None:
    first = enter(venue, DAY)
    examine()
    second = enter(next_village, DAY)

    examine()

    assert flags_of(first, second) == [Doubt.TWO_PLACES] * 2


@pytest.mark.parametrize(("count", "flag"), [(8, 0), (9, Doubt.MANY_FROM_DEVICE)])
def test_more_than_eight_phones_from_one_device_within_an_hour_are_doubtful(
    venue: Venue, count: int, flag: int
) -> None:
    visits = [enter(venue, DAY, phone=phone, device_hash="d1") for phone in phones(count)]

    examine()

    assert flags_of(*visits) == [flag] * count


@pytest.mark.parametrize("difference", ["no device", "two devices", "two venues", "same phone", "over two hours"])
def test_many_visits_that_are_not_from_one_device_are_not_marked(
    venue: Venue, next_village: Venue, difference: str
) -> None:
    visits = []
    for number, phone in enumerate(phones(12)):
        device = {"no device": "", "two devices": f"d{number % 2}"}.get(difference, "d1")
        place = next_village if difference == "two venues" and number % 2 else venue
        moment = at(DAY, 9, 0) + timedelta(minutes=11 * number if difference == "over two hours" else 0)
        own = phones(1).__next__() if difference == "same phone" else phone
        facts = {"entered_at": moment, "presumed_left_at": moment + timedelta(hours=1)}
        visits.append(enter(place, DAY, phone=own, device_hash=device, **facts))

    examine()

    assert not any(flags_of(*visits))


def test_the_ninth_phone_marks_the_eight_before_it(venue: Venue) -> None:
    *eight, ninth = [enter(venue, DAY, phone=phone, device_hash="d1", examined_at=at(DAY)) for phone in phones(9)]
    CheckIn.objects.filter(pk=ninth.pk).update(examined_at=None)

    examine()

    assert flags_of(*eight, ninth) == [Doubt.MANY_FROM_DEVICE] * 9


def test_doubts_add_up_and_none_is_taken_back(venue: Venue) -> None:
    Venue.objects.update(opens_at=time(8), closes_at=time(17))
    poster = PosterFactory(venue=venue, revoked_at=at(DAY, 1))
    visit = enter(venue, DAY, 3, poster=poster, flags=Doubt.TWO_PLACES)

    examine()

    visit.refresh_from_db()
    assert visit.doubts == [Doubt.OUT_OF_HOURS, Doubt.TWO_PLACES, Doubt.REVOKED_POSTER]


def test_twice_looks_at_nothing_twice(venue: Venue) -> None:
    enter(venue, DAY)

    assert [examine().visits, examine().visits] == [1, 0]
    assert CheckIn.objects.get().examined_at


def test_the_work_grows_with_the_new_visits_only(
    venue: Venue, django_assert_max_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    for phone in phones(60):
        enter(venue, DAY, phone=phone, examined_at=timezone.now())
    enter(venue, DAY, device_hash="d1")
    monkeypatch.setattr(examining, "BATCH", 10)

    with django_assert_max_num_queries(9):  # type: ignore[operator]
        examine()


def test_many_batches_are_all_done(venue: Venue, monkeypatch: pytest.MonkeyPatch) -> None:
    for phone in phones(7):
        enter(venue, DAY, phone=phone)
    monkeypatch.setattr(examining, "BATCH", 2)

    assert examine_task() == {"visits": 7, "doubts": 0}


def test_a_doubtful_visit_is_not_counted_inside(venue: Venue) -> None:
    now = timezone.now()
    facts = {"entered_at": now, "presumed_left_at": now + timedelta(hours=1)}
    enter(venue, DAY, companions=2, **facts)
    enter(venue, DAY, flags=Doubt.TWO_PLACES, **facts)

    assert CheckIn.objects.inside(now).people() == 3
