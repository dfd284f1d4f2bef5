"""Who stands before the poster: typed now, or remembered by this browser in a sealed cookie."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from vault.masking import Masked
from vault.sealing import CannotUnseal, seal, unseal

COOKIE = "visitor"


@dataclass(frozen=True)
class Visitor(Masked):
    """`phone` is E.164; `family` those who come along when the whole family comes, 0 as long as it never did."""

    name: str
    phone: str
    family: int = 0

    @property
    def whole_family(self) -> int:
        """People, the visitor among them."""
        return self.family + 1


def remembered(request: HttpRequest) -> Visitor | None:
    """The person this browser was asked to remember; a cookie that is cut, foreign or lapsed is none at all."""
    if COOKIE not in request.COOKIES:
        return None
    try:
        kept = json.loads(unseal(request.COOKIES[COOKIE]))
        lapsed = datetime.fromtimestamp(kept.pop("until"), UTC) < timezone.now()
        return None if lapsed else Visitor(**kept)
    except (CannotUnseal, ValueError, TypeError, KeyError, AttributeError):
        return None


def remember(response: HttpResponseBase, visitor: Visitor, *, days: int) -> None:
    """Until the visit itself is purged, and no longer."""
    age = timedelta(days=days)
    kept = asdict(visitor) | {"until": int((timezone.now() + age).timestamp())}
    response.set_cookie(
        COOKIE, seal(json.dumps(kept)), max_age=age, path="/v/", httponly=True, samesite="Lax", secure=settings.IS_HTTPS
    )


def forget(response: HttpResponseBase) -> None:
    response.delete_cookie(COOKIE, path="/v/", samesite="Lax")
