"""Signing in: right, wrong, closed, where one goes next; the language of the pages."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair(db: None) -> User:
    user: User = UserFactory(username="chair", role="chair")
    return user


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> str:
    """Where the answer leads, or "" when the page came back."""
    response = client.post("/login/", {"username": "chair", "password": password, **more})
    return str(response.headers.get("Location", ""))


def test_the_right_password_signs_in(chair: User, client: Client) -> None:
    leads_to = sign_in(client)

    assert leads_to == "/home/"
    assert client.session["_auth_user_id"] == str(chair.pk)


def test_a_sign_in_is_dated(chair: User, client: Client) -> None:
    begun = timezone.now()

    sign_in(client)

    chair.refresh_from_db()
    assert chair.last_login
    assert chair.last_login >= begun


def test_a_wrong_password_is_told_and_the_name_stays(chair: User, client: Client) -> None:
    response = client.post("/login/", {"username": "chair", "password": "con mèo trắng"})

    html = response.content.decode()
    assert response.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in html
    assert 'value="chair"' in html
    assert "con mèo trắng" not in html


def test_a_closed_account_gets_the_words_of_a_wrong_password(chair: User, client: Client) -> None:
    User.objects.filter(pk=chair.pk).update(is_active=False)

    response = client.post("/login/", {"username": "chair", "password": PASSWORD})

    assert response.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in response.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("typed", [{}, {"username": "chair"}, {"password": PASSWORD}])
def test_an_empty_field_is_told(chair: User, client: Client, typed: dict[str, str]) -> None:
    response = client.post("/login/", {"next": "/", **typed})

    assert response.status_code == 422


def test_a_page_that_needs_a_sign_in_is_reached_after_it(chair: User, client: Client) -> None:
    address = client.get("/dashboard/?ngay=2021-07-15").headers["Location"]
    html = client.get(address).content.decode()

    leads_to = sign_in(client, next="/dashboard/?ngay=2021-07-15")

    assert 'name="next" value="/dashboard/?ngay=2021-07-15"' in html
    assert leads_to == "/dashboard/?ngay=2021-07-15"


@pytest.mark.parametrize(
    ("sent_from", "leads_to"),
    [
        ("http://testserver/venues/3/?a=1", "/login/?next=/venues/3/%3Fa%3D1"),
        ("https://evil.example/venues/3/", "/login/"),
        ("", "/login/"),
    ],
)
def test_what_was_sent_after_the_session_ended_is_not_done_and_says_so(
    client: Client, sent_from: str, leads_to: str
) -> None:
    response = client.post("/venues/3/approve/", headers={"Referer": sent_from}, follow=True)

    assert response.redirect_chain == [(leads_to, 302)]
    assert "chưa được thực hiện" in response.content.decode()


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"],
)
def test_a_sign_in_leads_to_no_other_host(chair: User, client: Client, wanted: str) -> None:
    by_form = sign_in(client, next=wanted)
    by_address = client.post(f"/login/?next={wanted}", {"username": "chair", "password": PASSWORD})

    assert by_form == by_address.headers["Location"] == "/home/"


def test_the_language_switch_leads_to_no_other_host(client: Client) -> None:
    response = client.post("/language/", {"language": "en", "next": "//evil.example"})

    assert response.headers["Location"] == "/home/"


def test_signing_out_takes_a_post(chair: User, client: Client) -> None:
    client.force_login(chair)

    by_link = client.get("/logout/").status_code
    still_in = "_auth_user_id" in client.session
    leads_to = client.post("/logout/").headers["Location"]

    assert (by_link, still_in, leads_to) == (405, True, "/")
    assert "_auth_user_id" not in client.session


def test_the_sign_in_page_is_never_cached(client: Client) -> None:
    assert "no-store" in client.get("/login/").headers["Cache-Control"]


def test_pages_are_vietnamese_whatever_the_browser_says(client: Client) -> None:
    response = client.get("/login/", headers={"Accept-Language": "en-US"})

    assert '<html lang="vi">' in response.content.decode()
    assert response.headers["Content-Language"] == "vi"


def test_a_language_once_chosen_is_kept_in_a_cookie(client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/login/"})

    html = client.get("/login/").content.decode()

    cookie = client.cookies["django_language"]
    assert '<html lang="en">' in html
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 24 * 3600)


def test_an_unknown_language_is_not_taken(client: Client) -> None:
    client.post("/language/", {"language": "fr"})
    client.cookies["django_language"] = "fr"

    assert '<html lang="vi">' in client.get("/login/").content.decode()
