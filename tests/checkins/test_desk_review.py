"""The officer decides on what keepers' desks sent and could not simply be stored; visitors stay masked."""

from html import unescape
from typing import Any

import pytest

from checkins.models import CheckIn
from intake.models import SetAside
from tests.checkins.desks import check_in, check_out, kept_venue, post
from tests.conftest import Cast
from tests.factories import UserFactory
from tests.pages import numbers
from tests.surveys.batches import statuses
from tests.villages.queries import queries_of
from venues.models import Venue

REVIEW = "/doubts/desk/"


@pytest.fixture
def venue(cast: Cast) -> Venue:
    return kept_venue(cast, name="Chợ Mẫu")


def aside(cast: Cast, *records: dict[str, Any]) -> list[SetAside]:
    """Sent by somebody else than who stood at the door."""
    other = UserFactory(commune=cast.commune, role="keeper")
    made = [record | {"keeper": other.pk} for record in records]
    assert set(statuses(post(cast.client("keeper"), *made))) == {"quarantined"}
    return list(SetAside.objects.order_by("pk"))


def page(cast: Cast) -> str:
    return unescape(cast.client("officer").get(REVIEW).content.decode())


def test_a_record_shows_the_place_and_no_more_of_the_visitor_than_a_keeper_sees(cast: Cast, venue: Venue) -> None:
    aside(cast, check_in(cast, venue, name="Đặng Quốc Uy", phone="0912 345 678"))

    html = page(cast)

    assert "Chợ Mẫu" in html
    assert "Đặng Quốc ***" in html
    assert "091****678" in html
    assert "Quốc Uy" not in html
    assert "345" not in numbers(html.split("<main")[1])


def test_accepted_it_is_the_keepers_visit(cast: Cast, venue: Venue) -> None:
    (row,) = aside(cast, check_in(cast, venue))

    answer = cast.client("officer").post(f"{REVIEW}{row.pk}/accept/")

    assert answer.status_code == 302
    assert CheckIn.objects.get().venue == venue
    assert "Chợ Mẫu" not in page(cast)


def test_a_rejection_needs_its_reason(cast: Cast, venue: Venue) -> None:
    (row,) = aside(cast, check_in(cast, venue))
    client = cast.client("officer")

    assert client.post(f"{REVIEW}{row.pk}/reject/", {"reason": ""}).status_code == 422
    assert client.post(f"{REVIEW}{row.pk}/reject/", {"reason": "ghi nhầm"}).status_code == 302

    row.refresh_from_db()
    assert (row.decision, CheckIn.objects.count()) == ("rejected", 0)


def test_what_cannot_be_stored_even_now_says_so(cast: Cast, venue: Venue) -> None:
    (row,) = aside(cast, check_in(cast, venue))
    Venue.objects.filter(pk=venue.pk).update(commune=cast.foreigner.commune)

    answer = cast.client("officer").post(f"{REVIEW}{row.pk}/accept/")

    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (409, True)
    assert SetAside.objects.get().decision == ""


UNREADABLE = [
    "{}",
    '{"venue": "x", "entered_at": "2021-13-45T00:00"}',
    '{"name": ["<b>"]}',
    '{"kind": "check_out", "venue": 1000000000000000000000000000000}',
    '{"kind": "check_out", "venue": 1, "keeper": 1, "at": "9999-12-31T23:59:59Z"}',
]


@pytest.mark.parametrize("body", UNREADABLE)
def test_a_record_that_is_none_is_still_shown(cast: Cast, venue: Venue, body: str) -> None:
    (row,) = aside(cast, check_out(cast, venue))
    row.body = body
    row.save()

    assert cast.client("officer").get(REVIEW).status_code == 200


def test_the_page_asks_as_much_for_ten_records_as_for_one(cast: Cast, venue: Venue) -> None:
    client = cast.client("officer")
    aside(cast, check_in(cast, venue))
    one = queries_of(client, REVIEW)

    aside(cast, *(check_in(cast, venue) for _ in range(9)))

    assert queries_of(client, REVIEW) == one


def test_the_officer_is_told_that_something_waits(cast: Cast, venue: Venue) -> None:
    aside(cast, check_in(cast, venue))

    assert f'href="{REVIEW}"' in cast.client("officer").get("/doubts/").content.decode()
    assert f'href="{REVIEW}"' not in cast.client("village_head").get("/doubts/").content.decode()
