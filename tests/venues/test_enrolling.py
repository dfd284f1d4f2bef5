"""An owner registers a place: it waits, the owner is told what comes next, an officer opens it with an account."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEvent, Role, User
from tests.conftest import Cast
from tests.factories import UserFactory, VenueFactory, VillageFactory
from tests.venues.forms import errors, page
from venues.enrolling.throttle import FROM_ONE_ADDRESS, WITH_ONE_PHONE
from venues.models import Venue

ENROL = "/venues/register/thong-nhat/"
OWNER = {"contact_name": "Trần Thị Mẫu", "contact_phone": "0912 345 678"}


def enrolled(cast: Cast, address: str = "203.0.113.1", **cells: Any) -> Any:
    facts = {"name": "Quán Mẫu", "category": "eatery", "village": cast.village.pk, "web_page": "", **OWNER}
    return Client(REMOTE_ADDR=address).post(ENROL, facts | cells)


def test_a_place_registered_by_its_owner_waits(cast: Cast) -> None:
    response = enrolled(cast, address="203.0.113.1", capacity="30")

    venue = Venue.objects.get()
    assert response.url == f"{ENROL}done/"
    assert (venue.status, venue.registered_by, venue.capacity) == ("pending", None, 30)
    assert (venue.contact_name, venue.contact_phone) == ("Trần Thị Mẫu", "+84912345678")
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.facts) == ("venue.register", None, {"category": "eatery"})


@pytest.mark.parametrize("again", [{}, {"name": "QUÁN MẪU"}, {"contact_phone": "+84912345678"}])
def test_the_same_name_and_phone_twice_is_one(cast: Cast, again: dict[str, str]) -> None:
    first, second = enrolled(cast), enrolled(cast, **again)

    assert first.url == second.url
    assert Venue.objects.count() == 1


@pytest.mark.parametrize("other", [{"name": "Quán Khác"}, {"contact_phone": "0987654321"}])
def test_another_name_or_phone_is_another_place(cast: Cast, other: dict[str, str]) -> None:
    enrolled(cast)
    enrolled(cast, **other)

    assert Venue.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"name": ""}, {"name": ["required"]}),
        ({"name": "!?"}, {"name": ["required"]}),
        ({"category": "wedding"}, {"category": ["invalid_choice"]}),
        ({"contact_name": "Quán 24h"}, {"contact_name": ["not_a_name"]}),
        ({"contact_phone": "123"}, {"contact_phone": ["invalid"]}),
        ({"capacity": "0"}, {"capacity": ["min_value"]}),
        ({"web_page": "http://spam.example"}, {"web_page": ["filled"]}),
    ],
)
def test_what_is_wrong_is_told_and_kept(cast: Cast, cells: Any, wrong: Any) -> None:
    response = enrolled(cast, **cells)

    assert errors(response) == wrong
    assert "Trần Thị Mẫu" in response.content.decode() or "contact_name" in cells
    assert not Venue.objects.exists()


def test_a_village_of_another_commune_is_not_offered(cast: Cast) -> None:
    there = VillageFactory(commune=cast.foreigner.commune)

    assert errors(enrolled(cast, village=there.pk)) == {"village": ["invalid_choice"]}


def test_too_many_from_one_address_are_refused_and_kept_in_the_form(cast: Cast) -> None:
    for number in range(FROM_ONE_ADDRESS):
        assert enrolled(cast, name=f"Quán {number}", contact_phone=f"09123456{number:02d}").status_code == 302

    refused = enrolled(cast, name="Quán Cuối", contact_phone="0987654321")
    elsewhere = enrolled(cast, address="203.0.113.9", name="Quán Cuối", contact_phone="0987654322")

    assert (refused.status_code, elsewhere.status_code) == (429, 302)
    assert "Quán Cuối" in refused.content.decode()


def test_too_many_with_one_phone_are_refused_from_any_address(cast: Cast) -> None:
    for number in range(WITH_ONE_PHONE):
        assert enrolled(cast, f"203.0.113.{number}", name=f"Quán {number}").status_code == 302

    assert enrolled(cast, "203.0.113.99", name="Quán Cuối").status_code == 429


def test_behind_the_proxy_the_address_is_the_one_the_proxy_wrote(cast: Cast, settings: Any) -> None:
    from thongnhat_portal.http import client_address

    request = Client().get(ENROL, HTTP_X_FORWARDED_FOR="10.0.0.1, 203.0.113.7").wsgi_request
    settings.IS_HTTPS = False
    plain = client_address(request)
    settings.IS_HTTPS = True

    assert (plain, client_address(request)) == ("127.0.0.1", "203.0.113.7")


def test_neither_page_tells_of_other_places(cast: Cast) -> None:
    VenueFactory(village=cast.village, name="Quán Có Trước", **OWNER)

    for address in (ENROL, f"{ENROL}done/"):
        shown = Client().get(address).content.decode()
        assert "Quán Có Trước" not in shown


def test_with_one_commune_its_page_is_opened_at_once(cast: Cast) -> None:
    several = Client().get("/venues/register/")
    User.objects.get_queryset().filter(pk=cast.foreigner.pk).delete()
    cast.foreigner.commune.delete()

    assert several.status_code == 200
    assert Client().get("/venues/register/").url == ENROL


def test_the_public_page_leads_to_it(cast: Cast) -> None:
    assert ENROL in Client().get("/communes/thong-nhat/").content.decode()


def test_the_officer_sees_how_many_wait(cast: Cast) -> None:
    enrolled(cast)

    assert "1 địa điểm chờ duyệt" in page(cast, "/venues/")


def test_one_click_opens_the_place_and_makes_the_owners_account(cast: Cast) -> None:
    enrolled(cast)
    venue = Venue.objects.get()

    response = cast.client("officer").post(f"{venue.get_absolute_url()}owner/")

    owner = User.objects.get_queryset().get(username="tranthimau")
    venue.refresh_from_db()
    assert (venue.status, venue.posters.count(), list(venue.keepers.all())) == ("approved", 1, [owner])
    assert (owner.role, owner.commune, owner.must_change_password) == (Role.KEEPER, cast.commune, True)
    assert owner.check_password(response.context["one_time"])
    assert response.context["one_time"] in response.content.decode()


def test_the_account_can_be_made_later_and_once(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village, contact_name="Trần Thị Mẫu", contact_phone="+84912345678")
    UserFactory(username="tranthimau")

    first = cast.client("officer").post(f"{venue.get_absolute_url()}owner/")
    second = cast.client("officer").post(f"{venue.get_absolute_url()}owner/")

    assert (first.status_code, second.status_code) == (200, 409)
    assert [keeper.username for keeper in venue.keepers.all()] == ["tranthimau2"]
