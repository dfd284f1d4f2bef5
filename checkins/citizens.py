"""What every page of a citizen shares: no sign-in, one small answer, its own style, never a false success."""

import logging
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import cache, wraps
from hashlib import sha256
from uuid import UUID

from csp.constants import HEADER
from csp.utils import build_policy
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

log = logging.getLogger(__name__)
View = Callable[..., HttpResponseBase]
ENGINE = "citizens"
NOBODYS = UUID(int=0)


@cache
def _policy() -> str:
    """The same for every page. The few lines of style stand inline; the policy lets in these and no others."""
    style = render_to_string("checkins/_style.html", using=ENGINE)
    digest = f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
    return build_policy(update={"style-src": ["'self'", digest]})


def citizens_page(view: View) -> View:
    """No sign-in, never cached, its own inline style; and never a false success when the database is away.

    No CSRF cookie, so that a phone that keeps no cookies can check in: decision 8.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            response = HttpResponseForbidden() if _is_from_elsewhere(request) else view(request, *args, **kwargs)
        except (OperationalError, InterfaceError) as fault:
            log.error("database away during a check-in", exc_info=fault)
            context = {"typed": request.POST.items(), "address": request.path}
            response = page(request, "checkins/try_again.html", context, status=503)
        response.headers["Cache-Control"] = "no-store, private"
        if "Location" not in response.headers:  # a redirect shows nothing
            response.headers[HEADER] = _policy()
        return response

    return csrf_exempt(login_not_required(guarded))


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """A form on somebody else's page; where a browser tells nothing, its cookies are not sent across sites anyway."""
    origin = request.META.get("HTTP_ORIGIN", "null") if request.method == "POST" else "null"
    return origin != "null" and origin.partition("://")[2] != request.get_host()


def page(request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    """By an engine of its own, which asks nobody who is signed in."""
    return render(request, template, context, status=status, using=ENGINE)


@cache
def _confirmation_address() -> str:
    """Looked up once: that costs more than the rest of the answer."""
    return reverse("checkins:done", args=[NOBODYS])


def to_confirmation(public_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(_confirmation_address().replace(str(NOBODYS), str(public_id)))
