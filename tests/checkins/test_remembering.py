"""One tap the next time: the person a browser was asked to remember."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from checkins.forms import CheckInForm
from checkins.models import CheckIn
from checkins.visitor import Visitor
from tests.checkins.visitors import address, check_in, token_in, token_on
from tests.factories import PosterFactory
from tests.pages import numbers
from vault.sealing import seal
from venues.models import Poster

pytestmark = pytest.mark.django_db


@pytest.fixture
def poster() -> Poster:
    made: Poster = PosterFactory()
    return made


@pytest.fixture
def known(poster: Poster) -> Client:
    client = Client()
    check_in(client, poster, remember="1")
    return client


def test_nobody_is_remembered_without_asking(poster: Poster) -> None:
    client = Client()

    check_in(client, poster)

    assert "visitor" not in client.cookies
    assert "visits" not in client.cookies
    assert client.cookies["visit"]["max-age"] == ""


def test_a_visit_not_to_be_remembered_leaves_the_remembered_history_and_never_joins_it(
    known: Client, poster: Poster
) -> None:
    known.post(f"{address(poster)}forget/")
    check_in(known, PosterFactory(), name="Trần Văn Con", phone="0987654321")

    both = known.get("/v/mine/").content.decode()
    check_in(known, PosterFactory(), remember="1")
    del known.cookies["visit"]  # the browser was closed
    later = known.get("/v/mine/").content.decode()

    assert ("Nguyễn Văn ***" in both, "Trần Văn ***" in both) == (True, True)
    assert ("Nguyễn Văn ***" in later, "Trần Văn ***" in later) == (True, False)


def test_the_box_is_not_ticked_beforehand(poster: Poster) -> None:
    assert "checked" not in Client().get(address(poster)).content.decode()


def test_next_time_one_tap_is_enough(known: Client) -> None:
    elsewhere = PosterFactory()
    token = token_on(known.get(address(elsewhere)))

    response = known.post(address(elsewhere), {"token": token, "companions": ""})

    assert response.status_code == 302
    assert CheckIn.objects.filter(venue=elsewhere.venue).get().name == "Nguyễn Văn Mẫu"


def test_the_page_shows_the_remembered_person_masked_and_nothing_more(known: Client, poster: Poster) -> None:
    html = known.get(address(poster)).content.decode()

    assert "Nguyễn Văn ***" in html
    assert "091****678" in html
    assert "Văn Mẫu" not in html.split("<main>")[1]
    assert "345" not in numbers(html.replace(token_in(html), ""))


def test_not_me_clears_it(known: Client, poster: Poster) -> None:
    known.post(f"{address(poster)}forget/")

    assert 'name="name"' in known.get(address(poster)).content.decode()


def test_the_cookie_lasts_no_longer_than_the_visits(known: Client, poster: Poster) -> None:
    assert known.cookies["visitor"]["max-age"] == poster.venue.commune.retention_days * 24 * 3600
    assert known.cookies["visitor"]["httponly"]


def test_a_lapsed_cookie_is_none_though_the_browser_still_sends_it(
    known: Client, poster: Poster, time_machine: object
) -> None:
    time_machine.move_to(timezone.now() + timedelta(days=poster.venue.commune.retention_days, hours=1))  # type: ignore[attr-defined]

    assert 'name="name"' in known.get(address(poster)).content.decode()


@pytest.mark.parametrize("cookie", ["", "cut", "gAAAA", "cut-in-half", "not-json", "wrong-shape"])
def test_a_broken_or_foreign_cookie_is_none_at_all(known: Client, poster: Poster, cookie: str) -> None:
    whole = known.cookies["visitor"].value
    broken = {"cut-in-half": whole[: len(whole) // 2], "not-json": seal("x"), "wrong-shape": seal('{"until": 9e9}')}
    known.cookies["visitor"] = broken.get(cookie, cookie)

    response = known.get(address(poster))

    assert response.status_code == 200
    assert 'name="name"' in response.content.decode()


def test_whom_is_asked_less_leaves_the_next_form_whole() -> None:
    asked_less = CheckInForm(known=Visitor("Nguyễn Văn Mẫu", "+84912345678"))

    assert list(asked_less.fields) == ["companions"]
    assert list(CheckInForm().fields) == ["name", "phone", "companions", "remember"]
