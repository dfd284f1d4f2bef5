"""Doubtful visits as the officer sees them: masked, by day and venue, with the reason in words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkins.models import Doubt
from tests.conftest import Cast
from tests.factories import VenueFactory, enter
from venues.models import Venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def venue(cast: Cast) -> Venue:
    made: Venue = VenueFactory(village=cast.village, name="Chợ Thống Nhất")
    return made


def doubtful(venue: Venue, days_ago: int = 0, doubt: int = Doubt.TWO_PLACES) -> None:
    enter(venue, timezone.localdate() - timedelta(days=days_ago), flags=doubt)


def test_the_officer_sees_them_masked_with_the_reason_in_words(cast: Cast, venue: Venue) -> None:
    doubtful(venue, doubt=Doubt.TWO_PLACES | Doubt.OUT_OF_HOURS)

    html = cast.client("officer").get("/doubts/").content.decode()

    assert "Chợ Thống Nhất" in html
    assert "091****678" in html
    assert "Văn Mẫu" not in html.split("<main")[1]
    assert all(str(doubt.label) in html for doubt in (Doubt.TWO_PLACES, Doubt.OUT_OF_HOURS))


def test_a_village_head_sees_alerts_and_no_visitor(cast: Cast, venue: Venue) -> None:
    doubtful(venue)

    page = cast.client("village_head").get("/doubts/")

    assert not page.context["visits"]
    assert "091****678" not in page.content.decode()
    assert "<h2>" in page.content.decode()


def test_those_of_another_commune_are_none_of_ones_business(cast: Cast, venue: Venue) -> None:
    doubtful(venue)

    assert not cast.client("foreigner").get("/doubts/").context["visits"]


def test_one_day_is_shown_the_newest_unless_another_is_asked_for(cast: Cast, venue: Venue) -> None:
    doubtful(venue, days_ago=1)
    doubtful(venue, days_ago=3)
    doubtful(venue, days_ago=3)
    client, today = cast.client("officer"), timezone.localdate()

    newest = client.get("/doubts/").context
    asked = client.get(f"/doubts/?ngay={today - timedelta(days=3)}").context

    assert (newest["shown"], len(newest["visits"])) == (today - timedelta(days=1), 1)
    assert (asked["shown"], len(asked["visits"])) == (today - timedelta(days=3), 2)


@pytest.mark.parametrize("day", ["", "2021-13-40", "x'--"])
def test_a_day_that_is_none_shows_the_newest(cast: Cast, venue: Venue, day: str) -> None:
    doubtful(venue)

    assert cast.client("officer").get("/doubts/", {"ngay": day}).context["shown"] == timezone.localdate()


def test_a_day_of_a_flood_says_that_not_all_are_shown(
    cast: Cast, venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checkins.doubt_pages.VISITS_SHOWN", 2)
    for _ in range(3):
        doubtful(venue)

    response = cast.client("officer").get("/doubts/")

    assert (len(response.context["visits"]), response.context["count"]) == (2, 3)
    assert "3" in response.content.decode()


def test_without_doubts_the_page_says_so(cast: Cast) -> None:
    assert cast.client("officer").get("/doubts/").context["shown"] is None


def test_the_page_asks_as_much_for_ten_as_for_one(
    cast: Cast, venue: Venue, django_assert_max_num_queries: object
) -> None:
    client = cast.client("officer")
    for rows in (1, 9):
        for _ in range(rows):
            doubtful(VenueFactory(village=cast.village))

        with django_assert_max_num_queries(9):  # type: ignore[operator]
            client.get("/doubts/")
