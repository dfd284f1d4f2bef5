"""A random number that a browser keeps, to tell one device from many: it says nothing of whose it is."""

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

COOKIE = "device"
NUMBER = re.compile(r"[\w-]{22}", re.ASCII)
HASH_LENGTH = 32


def number_of(request: HttpRequest) -> str:
    """ "" for a browser that keeps none, or one that is not of our making."""
    number = request.COOKIES.get(COOKIE, "")
    return number if NUMBER.fullmatch(number) else ""


def new_number() -> str:
    return secrets.token_urlsafe(16)


def hash_of(number: str) -> str:
    """What is stored of it: keyed, so that nobody goes from a row back to a browser. "" for ""."""
    return salted_hmac("checkins.device", number, algorithm="sha256").hexdigest()[:HASH_LENGTH] if number else ""


def keep(response: HttpResponseBase, number: str, *, days: int) -> None:
    """Once and never renewed, so that no number lives longer than the first visit it was stored with."""
    response.set_cookie(
        COOKIE, number, max_age=days * 24 * 3600, path="/v/", httponly=True, samesite="Lax", secure=settings.IS_HTTPS
    )
