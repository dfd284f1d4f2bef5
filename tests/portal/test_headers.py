"""What every public page promises the browser: a strict policy, and no word of another host."""

import re

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.conftest import Cast

pytestmark = pytest.mark.django_db

PAGES = ["/", "/communes/thong-nhat/", "/login/", "/nowhere/", "/healthz", "/readyz"]
INSIDE = ["/dashboard/", "/households/", "/villages/", "/accounts/", "/password/", "/households/import/"]
NAMESPACES = ("http://www.w3.org/",)


def policy(response: HttpResponse) -> dict[str, set[str]]:
    """Directive → sources."""
    parts = (directive.split() for directive in response.headers["Content-Security-Policy"].split(";"))
    return {name: set(sources) for name, *sources in parts}


def other_hosts(html: str) -> list[str]:
    named = re.findall(r"""(?:https?:)?//[a-z0-9\[][^\s"'<>)]*""", html, re.IGNORECASE)
    return [address for address in named if not address.startswith((settings.PUBLIC_URL, *NAMESPACES))]


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_is_read_by_anybody(cast: Cast, client: Client, address: str) -> None:
    expected = {"/nowhere/": 404, "/readyz": 503}.get(address, 200)

    assert client.get(address).status_code == expected


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_runs_nothing_but_our_own_files(cast: Cast, client: Client, address: str) -> None:
    found = policy(client.get(address))

    assert found["default-src"] == {"'self'"}
    assert found["img-src"] == {"'self'", "data:"}
    assert {found[name].pop() for name in ("object-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert found["form-action"] == {"'self'"}
    assert set(found) == {"default-src", "img-src", "object-src", "base-uri", "frame-ancestors", "form-action"}


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_carries_the_other_headers(cast: Cast, client: Client, address: str) -> None:
    headers = client.get(address).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_names_no_other_host(cast: Cast, client: Client, address: str) -> None:
    assert other_hosts(client.get(address).content.decode()) == []


@pytest.mark.parametrize("address", INSIDE)
def test_a_page_behind_the_sign_in_names_no_other_host(cast: Cast, address: str) -> None:
    response = cast.client("officer").get(address)

    assert response.status_code == 200
    assert other_hosts(response.content.decode()) == []


@pytest.mark.parametrize("named", ["https://evil.example/x.js", "//cdn.example/x.css", "HTTP://EVIL.EXAMPLE"])
def test_another_host_would_be_found(named: str) -> None:
    assert other_hosts(f'<a href="{named}"><svg xmlns="http://www.w3.org/2000/svg">') == [named]


def test_the_session_cookie_is_out_of_reach_of_scripts(cast: Cast) -> None:
    client = cast.client("officer")
    client.post("/login/", {"username": "officer", "password": "ba con meo den"})

    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
