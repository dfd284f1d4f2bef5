"""A wedding opened by the village head: approved at once, with its poster, closed by its own end."""

from typing import Any

import pytest
import time_machine

from accounts.models import AuditEvent
from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory, VillageFactory, at
from tests.venues.forms import errors, page
from venues.models import Poster, Venue

EVENT = "/venues/event/"
NOW = time_machine.travel("2021-06-24T08:00+07:00", tick=False)  # a Thursday
WEDDING = {"kind": "wedding", "name": "nhà ông Ba", "day": "2021-06-26", "hours": "08-14"}

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def today() -> Any:
    with NOW:
        yield


def opened(cast: Cast, role: str = "village_head", **cells: Any) -> Any:
    return cast.client(role).post(EVENT, WEDDING | cells)


def test_a_village_head_opens_a_wedding_at_once(cast: Cast) -> None:
    response = opened(cast)

    event = Venue.objects.get()
    assert response.url == event.get_absolute_url()
    assert (event.name, event.status, event.village) == ("Đám cưới nhà ông Ba", "approved", cast.village)
    assert (event.starts_at, event.ends_at) == (at("2021-06-26", 8), at("2021-06-26", 14))
    assert event.approved_by == cast.people["village_head"]
    assert Poster.objects.live().filter(venue=event).count() == 1
    assert [row.action for row in AuditEvent.objects.all()] == ["venue.register", "venue.approve", "poster.issue"]


def test_sent_twice_it_is_one_event(cast: Cast) -> None:
    first, second = opened(cast), opened(cast)

    assert first.url == second.url
    assert (Venue.objects.count(), Poster.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("kind", "typed", "name"),
    [
        ("wedding", "Đám cưới Lan và Minh", "Đám cưới Lan và Minh"),
        ("funeral", "cụ Mẫu", "Đám tang cụ Mẫu"),
        ("meeting", "thôn Đồng Tiến", "Họp thôn Đồng Tiến"),
        ("meeting", "Hội nghị tập huấn", "Hội nghị tập huấn"),
    ],
)
def test_a_house_is_given_the_word_of_its_event(cast: Cast, kind: str, typed: str, name: str) -> None:
    opened(cast, kind=kind, name=typed)

    assert Venue.objects.get().name == name


def test_other_hours_may_end_after_midnight(cast: Cast) -> None:
    opened(cast, day="other", other_day="2021-07-03", hours="other", begins="18:00", ends="01:30")

    event = Venue.objects.get()
    assert (event.starts_at, event.ends_at) == (at("2021-07-03", 18), at("2021-07-04", 1, 30))


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"name": ""}, {"name": ["required"]}),
        ({"name": "…"}, {"name": ["required"]}),
        ({"kind": "market"}, {"kind": ["invalid_choice"]}),
        ({"day": "2021-06-20"}, {"day": ["invalid_choice"]}),
        ({"day": "other"}, {"other_day": ["required"]}),
        ({"day": "other", "other_day": "32/13/2021"}, {"other_day": ["invalid"]}),
        ({"day": "other", "other_day": "2023-01-01"}, {"other_day": ["too_far"]}),
        ({"hours": "other"}, {"begins": ["required"], "ends": ["required"]}),
        ({"hours": "other", "begins": "08:00", "ends": "08:00"}, {"ends": ["order"]}),
        ({"day": "2021-06-24", "hours": "other", "begins": "05:00", "ends": "07:00"}, {"ends": ["past"]}),
    ],
)
def test_what_is_wrong_is_told_and_kept(cast: Cast, cells: Any, wrong: Any) -> None:
    response = opened(cast, **cells)

    assert errors(response) == wrong
    assert not Venue.objects.exists()
    assert (WEDDING | cells)["name"] in response.content.decode()


def test_the_days_offered_are_today_tomorrow_and_saturday(cast: Cast) -> None:
    shown = page(cast, EVENT, "village_head")

    assert all(text in shown for text in ("hôm nay 24/6", "ngày mai 25/6", "Thứ Bảy 26/6"))


def test_a_village_head_opens_events_in_the_own_villages_only(cast: Cast) -> None:
    cast.village.heads.add(cast.stranger)
    foreign = VillageFactory(commune=cast.commune)

    assert errors(opened(cast, "stranger", village=foreign.pk)) == {"village": ["invalid_choice"]}
    assert opened(cast, "stranger", village=cast.village.pk).status_code == 302
    assert Venue.objects.get().village == cast.village


def test_who_opened_an_event_by_mistake_mends_or_cancels_it_until_it_is_over(cast: Cast) -> None:
    head, address = cast.client("village_head"), opened(cast).url

    assert head.get(f"{address}edit/").status_code == 200
    assert head.post(f"{address}retire/").status_code == 302
    assert Venue.objects.get().status == "retired"
    assert not Poster.objects.live().exists()


def test_an_event_that_is_over_stays_as_it_was(cast: Cast) -> None:
    head, address = cast.client("village_head"), opened(cast).url

    with time_machine.travel("2021-06-26T14:01+07:00", tick=False):
        answers = [head.get(f"{address}edit/"), head.post(f"{address}retire/")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert f'action="{address}retire/"' in head.get(address).content.decode()


def test_an_event_closes_itself_by_its_end(cast: Cast) -> None:
    opened(cast)
    event = Venue.objects.get()

    with time_machine.travel("2021-06-26T14:01+07:00"):
        over = page(cast, event.get_absolute_url(), "village_head")

    assert "Sự kiện này đã kết thúc" in over
    assert '<span class="tag ">đã kết thúc</span>' in over
    assert ">đang mở<" not in over
    assert Poster.objects.get().is_live


def test_an_event_counts_as_open_until_the_end_of_its_last_day(cast: Cast) -> None:
    opened(cast)
    PosterFactory(venue=VenueFactory(village=cast.village))

    with time_machine.travel("2021-06-26T23:00+07:00"):
        that_evening = Venue.objects.open().count()
    with time_machine.travel("2021-06-27T00:01+07:00"):
        next_day = Venue.objects.open().count()

    assert (that_evening, next_day) == (2, 1)


@pytest.mark.parametrize(
    ("hour", "day", "hours"),
    [(7, "2021-07-01", "08-14"), (14, "2021-07-01", "13-17"), (21, "2021-07-01", "17-22"), (22, "2021-07-02", "08-14")],
)
def test_what_is_offered_first_is_not_over(cast: Cast, hour: int, day: str, hours: str) -> None:
    with time_machine.travel(at("2021-07-01", hour), tick=False):
        form = cast.client("village_head").get(EVENT).context["form"]

    assert (form["day"].value(), form["hours"].value()) == (day, hours)
