"""The whole family in one tap: those who came along last time are remembered with the visitor."""

import json

import pytest
from django.test import Client

from checkins.models import CheckIn
from tests.checkins.visitors import address, check_in, token_on
from tests.factories import PosterFactory
from vault.sealing import seal, unseal
from venues.models import Poster

pytestmark = pytest.mark.django_db


@pytest.fixture
def poster() -> Poster:
    made: Poster = PosterFactory()
    return made


@pytest.fixture
def elsewhere() -> Poster:
    made: Poster = PosterFactory()
    return made


def family_client(poster: Poster) -> Client:
    client = Client()
    check_in(client, poster, remember="1", companions="3")
    return client


def tap(client: Client, poster: Poster, **typed: str) -> int:
    """One tap at a poster; how many companions were stored."""
    token = token_on(client.get(address(poster)))
    client.post(address(poster), {"token": token, "companions": "", **typed})
    return CheckIn.objects.get(venue=poster.venue).companions


def test_the_page_offers_to_come_alone_or_with_the_family(poster: Poster) -> None:
    html = family_client(poster).get(address(poster)).content.decode()

    assert 'value="alone"' in html
    assert 'value="family"' in html
    assert "4" in html.split('value="family">')[1].split("<")[0]


@pytest.mark.parametrize(("who", "companions"), [("alone", 0), ("family", 3), ("", 0), ("nobody", 0)])
def test_one_tap_says_who_came(poster: Poster, elsewhere: Poster, who: str, companions: int) -> None:
    assert tap(family_client(poster), elsewhere, who=who) == companions


def test_a_typed_number_says_more_than_the_button(poster: Poster, elsewhere: Poster) -> None:
    assert tap(family_client(poster), elsewhere, who="alone", companions="5") == 5


def test_the_family_is_as_it_came_last(poster: Poster, elsewhere: Poster) -> None:
    client = family_client(poster)

    tap(client, elsewhere, companions="5")

    assert json.loads(unseal(client.cookies["visitor"].value))["family"] == 5


def test_coming_alone_does_not_forget_the_family(poster: Poster, elsewhere: Poster) -> None:
    client = family_client(poster)

    tap(client, elsewhere, who="alone")

    assert client.get(address(poster)).context["form"].known.family == 3


def test_who_never_came_with_others_is_asked_as_before(poster: Poster) -> None:
    client = Client()
    check_in(client, poster, remember="1")

    html = client.get(address(poster)).content.decode()

    assert 'value="family"' not in html
    assert 'name="companions"' in html


def test_a_cookie_from_before_the_family_still_works(poster: Poster) -> None:
    client = family_client(poster)
    kept = json.loads(unseal(client.cookies["visitor"].value))
    client.cookies["visitor"] = seal(json.dumps({name: kept[name] for name in ("name", "phone", "until")}))

    assert tap(client, PosterFactory(), who="family") == 0
