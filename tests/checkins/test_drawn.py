"""One drawing of a page serves everybody at a door, and nobody sees what is another's."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from time_machine import TimeMachineFixture

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


def confirmed(poster: Poster, client: Client | None = None) -> HttpResponse:
    """The page after a check-in."""
    browser = client or Client()
    return browser.get(check_in(browser, poster).url)


@pytest.mark.time_machine("2021-07-05 02:00:10 +0000", tick=False)
def test_who_enters_in_the_same_minute_waits_for_no_drawing_of_the_confirmation(
    poster: Poster, time_machine: TimeMachineFixture
) -> None:
    first = confirmed(poster)
    time_machine.shift(40)

    second = confirmed(poster)

    assert [template.name for template in first.templates][:1] == ["checkins/done.html"]
    assert not second.templates
    assert "09:00" in second.content.decode()


@pytest.mark.time_machine("2021-07-05 02:00:10 +0000", tick=False)
def test_each_confirmation_ends_its_own_visit(poster: Poster) -> None:
    one, two = Client(), Client()
    confirmed(poster, one)

    page = confirmed(poster, two)

    own = page.wsgi_request.path
    assert f'action="{own}leave/"' in page.content.decode()
    assert two.post(f"{own}leave/").status_code == 302
    assert "09:00 – 09:00" in two.get(own).content.decode()
    assert 'action="' not in Client().get(own).content.decode()


@pytest.mark.time_machine("2021-07-05 02:00:10 +0000", tick=False)
def test_another_minute_or_company_is_another_confirmation(poster: Poster, time_machine: TimeMachineFixture) -> None:
    alone, phone = confirmed(poster), Client()
    time_machine.shift(60)

    later = phone.get(check_in(phone, poster, companions="3").url).content.decode()

    assert "09:00" in alone.content.decode()
    assert "09:01" in later
    assert "3 người đi cùng" in later
