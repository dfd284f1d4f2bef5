"""Places that ought to have a poster: listed in three fields, made venues, or struck off with a reason."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from tests.conftest import Cast
from tests.factories import VenueFactory
from tests.venues.forms import errors, page
from tests.villages.queries import queries_of
from tests.villages.test_constraints import refused
from venues.models import RequiredPlace, Venue
from venues.places import actions

PLACES = "/inspections/places/"


def listed(cast: Cast, role: str = "monitor", **cells: Any) -> Any:
    facts = {"name": "Quán Chưa Có Mã", "category": "eatery", "village": cast.village.pk}
    return cast.client(role).post(PLACES, facts | cells)


@pytest.fixture
def place(cast: Cast) -> RequiredPlace:
    listed(cast)
    return RequiredPlace.objects.get()


@pytest.mark.parametrize("role", ["monitor", "officer", "village_head"])
def test_a_place_is_listed_in_three_fields(cast: Cast, role: str) -> None:
    response = listed(cast, role)

    place = RequiredPlace.objects.get()
    assert response.url == PLACES
    assert (place.name, place.commune, place.listed_by) == ("Quán Chưa Có Mã", cast.commune, cast.people[role])
    assert "Quán Chưa Có Mã" in page(cast, PLACES, role)
    assert AuditEvent.objects.get().action == "place.list"


def test_what_stands_on_the_list_or_the_register_is_not_listed_again(cast: Cast, place: RequiredPlace) -> None:
    VenueFactory(village=cast.village, name="Chợ Đình")

    assert errors(listed(cast, name="QUÁN CHƯA CÓ MÃ")) == {"name": ["listed"]}
    assert errors(listed(cast, name="chợ đình")) == {"name": ["registered"]}
    assert listed(cast, name="Chợ Đình", village=cast.stranger.headed_villages.get().pk).status_code == 302


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"name": "…"}, {"name": ["required"]}),
        ({"category": "wedding"}, {"category": ["invalid_choice"]}),
        ({"village": ""}, {"village": ["required"]}),
    ],
)
def test_what_is_wrong_is_told(cast: Cast, cells: Any, wrong: Any) -> None:
    assert errors(listed(cast, **cells)) == wrong


def test_a_village_head_lists_in_the_own_village_only(cast: Cast) -> None:
    assert errors(listed(cast, "stranger")) == {"village": ["invalid_choice"]}


def test_a_place_becomes_a_venue_that_waits(cast: Cast, place: RequiredPlace) -> None:
    response = cast.client("village_head").post(f"{PLACES}{place.pk}/register/")

    venue = Venue.objects.get()
    place.refresh_from_db()
    assert response.url == venue.get_absolute_url()
    assert (venue.name, venue.category, venue.status) == ("Quán Chưa Có Mã", "eatery", "pending")
    assert (place.venue, place.settled_by) == (venue, cast.people["village_head"])
    assert not RequiredPlace.objects.open().exists()


def test_a_place_registered_by_somebody_else_meanwhile_is_settled_by_that_venue(
    cast: Cast, place: RequiredPlace
) -> None:
    venue = VenueFactory(village=cast.village, name="Quán chưa có mã", status="pending")

    cast.client("officer").post(f"{PLACES}{place.pk}/register/")

    place.refresh_from_db()
    assert (place.venue, Venue.objects.count()) == (venue, 1)


def test_a_place_is_struck_off_with_a_reason_only(cast: Cast, place: RequiredPlace) -> None:
    client = cast.client("officer")

    client.post(f"{PLACES}{place.pk}/strike/", {"reason": ""})
    without = RequiredPlace.objects.open().count()
    client.post(f"{PLACES}{place.pk}/strike/", {"reason": "Đã nghỉ bán"})

    place.refresh_from_db()
    assert (without, place.reason, place.settled_by) == (1, "Đã nghỉ bán", cast.people["officer"])
    assert AuditEvent.objects.latest("pk").reason == "Đã nghỉ bán"


def test_a_place_is_settled_once(cast: Cast, place: RequiredPlace) -> None:
    officer = cast.people["officer"]
    actions.register_place(actor=officer, place=place)

    with pytest.raises(actions.AlreadySettled):
        actions.strike_place(actor=officer, place=place, reason="Đã nghỉ bán")
    with pytest.raises(actions.AlreadySettled):
        actions.register_place(actor=officer, place=place)


def test_the_list_asks_as_often_for_ten_places_as_for_one(cast: Cast, place: RequiredPlace) -> None:
    client = cast.client("officer")
    one = queries_of(client, PLACES)
    for number in range(9):
        listed(cast, name=f"Quán {number}")

    assert queries_of(client, PLACES) == one


@pytest.mark.parametrize(
    "values", [{"settled_at": timezone.now()}, {"reason": "Mẫu"}, {"category": "spa"}], ids=["time", "reason", "kind"]
)
def test_what_settles_a_place_stands_together(cast: Cast, place: RequiredPlace, values: dict[str, Any]) -> None:
    name = "required_place_category_known" if "category" in values else "required_place_settled_has_its_why"

    refused(name, RequiredPlace.objects.all(), **values)
