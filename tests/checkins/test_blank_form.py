"""One drawing of the empty form serves everybody at a door, and nobody sees another's."""

import pytest
from django.conf import settings
from django.test import Client

from checkins.models import CheckIn
from tests.checkins.visitors import PERSON, address, check_in, token_in
from tests.factories import PosterFactory, VenueFactory
from venues.models import Poster

pytestmark = pytest.mark.django_db


@pytest.fixture
def poster() -> Poster:
    made: Poster = PosterFactory(venue=VenueFactory(name="Chợ Thống Nhất", category="market"))
    return made


def opened(poster: Poster, client: Client | None = None) -> str:
    return (client or Client()).get(address(poster)).content.decode()


def test_two_guests_get_one_page_and_two_tokens(poster: Poster) -> None:
    first, second = opened(poster), opened(poster)

    assert token_in(first) != token_in(second)
    assert first.replace(token_in(first), "") == second.replace(token_in(second), "")


def test_the_second_guest_waits_for_no_drawing(poster: Poster) -> None:
    first, second = (Client().get(address(poster)) for _ in range(2))

    assert [template.name for template in first.templates][:1] == ["checkins/create.html"]
    assert not second.templates


def test_each_of_two_guests_is_a_visit(poster: Poster) -> None:
    for token in [token_in(opened(poster)) for _ in range(2)]:
        Client().post(address(poster), {**PERSON, "token": token})

    assert CheckIn.objects.count() == 2


def test_whom_a_phone_remembers_stands_on_no_page_of_another(poster: Poster) -> None:
    phone = Client()
    check_in(phone, poster, remember="1")

    own, strangers = opened(poster, phone), opened(poster)

    assert "Nguyễn V" in own
    assert "Nguyễn V" not in strangers
    assert 'name="phone"' in strangers


def test_each_reads_the_language_chosen(poster: Poster) -> None:
    english = Client()
    english.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    pages = [opened(poster), opened(poster, english), opened(poster)]

    assert ["Full name" in page for page in pages] == [False, True, False]
    assert ['lang="en"' in page for page in pages] == [False, True, False]


def test_what_changes_at_the_door_is_on_the_next_page(poster: Poster) -> None:
    before = opened(poster)
    poster.venue.name = "Chợ Mới"
    poster.venue.save()

    after = opened(poster)

    assert "Chợ Mới" not in before
    assert "Chợ Mới" in after
