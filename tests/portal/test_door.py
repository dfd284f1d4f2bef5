"""The citizens' pages have a chain of their own (decision 17): shorter, and no promise of the other is missing."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from checkins import views
from tests.checkins.visitors import address, check_in
from tests.conftest import Cast
from tests.factories import PosterFactory
from thongnhat_portal.door import DOOR

pytestmark = pytest.mark.django_db

UNKNOWN = ["/v/AAAAAAAAAAAA/", "/v/visit/4a0e1b52-6d0f-4f0b-8a5e-0d7b6f4d3c21/", "/v/a/b/c/"]
PROMISES = ["X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "X-Frame-Options"]
PROMISES += ["Content-Language"]


def behind(resolver: URLResolver, prefix: str = "/") -> Iterator[URLPattern]:
    """The addresses whose requests take the door's chain."""
    for entry in resolver.url_patterns:
        path = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from behind(entry, path)
        elif path.startswith(DOOR):
            yield entry


def is_for_all(entry: URLPattern) -> bool:
    """Asks for no sign-in and has a check of its own in place of Django's token (decision 8), or only shows."""
    view = entry.callback
    return not view.login_required and (getattr(view, "csrf_exempt", False) or entry.name == "door_photo")


def test_only_views_for_everybody_stand_behind_the_door() -> None:
    found = list(behind(get_resolver()))

    assert {"create", "done", "mine", "door_photo"} <= {entry.name for entry in found}
    assert [entry.name for entry in found if not is_for_all(entry)] == []


@pytest.mark.parametrize("path", ["", *UNKNOWN])
def test_a_page_behind_the_door_promises_what_every_page_does(client: Client, path: str) -> None:
    there = client.get(path or address(PosterFactory())).headers
    elsewhere = client.get("/login/").headers

    assert {name: there[name] for name in PROMISES} == {name: elsewhere[name] for name in PROMISES}
    assert int(there["Content-Length"])
    assert "default-src 'self'" in there["Content-Security-Policy"]


def test_the_door_asks_nobody_who_they_are(cast: Cast) -> None:
    client = cast.client("officer")

    answer = check_in(client, PosterFactory())

    assert answer.status_code == 302
    assert not {"sessionid", "csrftoken"} & set(answer.cookies)
    assert not hasattr(answer.wsgi_request, "user")


def test_a_redirect_shows_nothing_and_promises_nothing_of_a_page() -> None:
    headers = check_in(Client(), PosterFactory()).headers

    assert {"Content-Security-Policy", *PROMISES[:-1]}.isdisjoint(headers)
    assert headers["Cache-Control"] == "no-store, private"


def test_without_its_last_stroke_an_address_is_still_found(client: Client) -> None:
    code = PosterFactory().code

    assert client.get(f"/v/{code}").headers["Location"] == f"/v/{code}/"


def test_the_door_is_reached_by_https_alone_where_the_portal_is(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    answer = Client().get("/v/AAAAAAAAAAAA/")

    assert (answer.status_code, answer.headers["Location"]) == (301, "https://testserver/v/AAAAAAAAAAAA/")


def test_a_forged_host_is_refused_at_the_door() -> None:
    assert Client().get("/v/AAAAAAAAAAAA/", headers={"Host": "evil.example"}).status_code == 400


def test_a_crash_at_the_door_is_told_as_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    monkeypatch.setattr(views, "_unknown", crash)

    answer = Client(raise_request_exception=False).get("/v/AAAAAAAAAAAA/")

    assert (answer.status_code, answer.headers["X-Frame-Options"]) == (500, "DENY")
    assert "Đã xảy ra lỗi" in answer.content.decode()
