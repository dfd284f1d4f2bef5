"""A citizen with a phone before a poster."""

import re

from django.http import HttpResponse
from django.test import Client

from venues.models import Poster

PERSON = {"name": "Nguyễn Văn Mẫu", "phone": "0912 345 678", "companions": ""}


def address(poster: Poster) -> str:
    return f"/v/{poster.code}/"


def token_on(page: HttpResponse) -> str:
    return token_in(page.content.decode())


def token_in(html: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found, html[:300]
    return found[1]


def check_in(client: Client, poster: Poster, **typed: str) -> HttpResponse:
    """Open the page, fill it in, send it."""
    token = token_on(client.get(address(poster)))
    return client.post(address(poster), {**PERSON, "token": token, **typed})
