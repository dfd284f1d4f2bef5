from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.models import Commune


def portal(request: HttpRequest) -> dict[str, Any]:
    """What the base template is given: the commune whose page this is, and the public address."""
    user = getattr(request, "user", None)
    commune: Commune | None = user.commune if user and user.is_authenticated else None
    return {"own_commune": commune, "public_url": settings.PUBLIC_URL, "portal_name": settings.PORTAL_NAME}


def citizens(request: HttpRequest) -> dict[str, Any]:
    """For the pages of those who have no account."""
    return {"portal_name": settings.PORTAL_NAME, "LANGUAGE_CODE": getattr(request, "LANGUAGE_CODE", "")}
