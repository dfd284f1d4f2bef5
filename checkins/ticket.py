"""What makes one check-in one: the form's signed token, the body's hash, and the right to end the visit."""

import json
from dataclasses import dataclass
from functools import cache
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

FORM_SALT, VISITS_SALT = "checkins.form", "checkins.visits"
VISITS_COOKIE = "visits"
VISITS_KEPT = 40


@cache
def _signer(salt: str) -> signing.Signer:
    return signing.Signer(salt=salt)


def new_token(code: str) -> str:
    """For one form of one poster; the server can tell a token of its own."""
    return _signer(FORM_SALT).sign(f"{uuid4().hex}.{code}")


def read_token(signed: str, code: str) -> UUID | None:
    """None for a token that is forged, or was made for another poster."""
    try:
        token, made_for = _signer(FORM_SALT).unsign(signed).split(".", 1)
    except (signing.BadSignature, ValueError):
        return None
    return UUID(token) if made_for == code else None


@dataclass(frozen=True)
class Ticket:
    """Follows from token and body alone, so that a resent form arrives at the same confirmation without a look."""

    token: UUID
    body_hash: str
    public_id: UUID


def ticket(token: UUID, *, name: str, phone: str, companions: int, health: str = "") -> Ticket:
    """The hash is keyed: whoever holds the rows alone can try no phone and no answer on them."""
    body = json.dumps([name, phone, companions, health], ensure_ascii=False)
    digest = salted_hmac("checkins.ticket", f"{token.hex}{body}", algorithm="sha512").digest()
    return Ticket(token, body_hash=digest[:32].hex(), public_id=UUID(bytes=digest[32:48], version=4))


def own_visits(request: HttpRequest) -> list[UUID]:
    """Visits this browser made, newest first: the right to end them. Unreadable cookies give none."""
    if VISITS_COOKIE not in request.COOKIES:
        return []
    try:
        kept = _signer(VISITS_SALT).unsign(request.COOKIES[VISITS_COOKIE])
        return [UUID(public_id) for public_id in kept.split(".")]
    except (signing.BadSignature, ValueError):
        return []


def keep_visit(response: HttpResponseBase, public_id: UUID, earlier: list[UUID], *, days: int | None) -> None:
    """For so many days; None: a phone that is not to remember keeps this visit alone, until the browser is closed."""
    visits = [public_id, *(other for other in earlier if days and other != public_id)]
    response.set_cookie(
        VISITS_COOKIE,
        _signer(VISITS_SALT).sign(".".join(visit.hex for visit in visits[:VISITS_KEPT])),
        max_age=days * 24 * 3600 if days else None,
        path="/v/",
        httponly=True,
        samesite="Lax",
        secure=settings.IS_HTTPS,
    )
