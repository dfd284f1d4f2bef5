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
REMEMBERED, UNREMEMBERED = "visits", "visit"  # cookies
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
    """Visits this browser made, the newest of each kind first: the right to end them. Unreadable cookies give none."""
    return _kept(request, UNREMEMBERED) + _kept(request, REMEMBERED)


def _kept(request: HttpRequest, cookie: str) -> list[UUID]:
    if cookie not in request.COOKIES:
        return []
    try:
        kept = _signer(VISITS_SALT).unsign(request.COOKIES[cookie])
        return [UUID(public_id) for public_id in kept.split(".")]
    except (signing.BadSignature, ValueError):
        return []


def keep_visit(request: HttpRequest, response: HttpResponseBase, public_id: UUID, *, days: int | None) -> None:
    """For so many days, with those kept before.

    None: not to be remembered. Such a visit stands alone until the browser is closed, and leaves those of whoever is
    remembered as they are.
    """
    visits = [public_id]
    if days:
        visits += [other for other in _kept(request, REMEMBERED) if other != public_id]
    response.set_cookie(
        REMEMBERED if days else UNREMEMBERED,
        _signer(VISITS_SALT).sign(".".join(visit.hex for visit in visits[:VISITS_KEPT])),
        max_age=days * 24 * 3600 if days else None,
        path="/v/",
        httponly=True,
        samesite="Lax",
        secure=settings.IS_HTTPS,
    )
