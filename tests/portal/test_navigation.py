"""The menu of each role leads only where that role may go."""

import re

import pytest
from django.test import Client

from accounts.models import Role
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def menu(html: str) -> list[str]:
    nav = re.search(r'<nav class="mainnav".*?</nav>', html, re.DOTALL)
    return re.findall(r'href="([^"]+)"', nav[0]) if nav else []


@pytest.mark.parametrize("role", list(Role))
def test_every_entry_of_a_menu_opens(cast: Cast, role: Role) -> None:
    client = cast.client(role)
    entries = menu(client.get("/").content.decode())

    answers = {address: client.get(address).status_code for address in entries}

    assert entries
    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("role", list(Role))
def test_the_first_page_of_every_role_opens(cast: Cast, role: Role) -> None:
    response = cast.client(role).get("/home/", follow=True)

    assert response.status_code == 200


def test_the_menu_shows_where_one_is(cast: Cast) -> None:
    html = cast.client("officer").get("/accounts/").content.decode()

    assert re.findall(r'href="([^"]+)" aria-current="page"', html) == ["/accounts/"]


def test_nobody_signed_in_has_no_menu(cast: Cast, client: Client) -> None:
    assert menu(client.get("/").content.decode()) == []
