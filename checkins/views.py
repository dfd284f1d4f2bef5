"""The citizen's pages: any camera opens them, without JavaScript, and each is one small answer."""

import logging
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import wraps
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import UUID

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checkins import actions, ticket, visitor
from checkins.forms import CheckInForm
from checkins.models import CheckIn, Purge
from checkins.permissions import check_can_keep, check_can_see_retention
from checkins.throttle import is_guessing
from thongnhat_portal.http import form_status, signed_in
from venues.doors import Door, door
from venues.models import OldPosterScan, Venue

log = logging.getLogger(__name__)
View = Callable[..., HttpResponseBase]
KEEPER_ROWS, PURGES_SHOWN = 200, 60
ENGINE = "citizens"


def _style_hash() -> str:
    """The few lines of style stand inline; the policy lets in these and no others."""
    style = render_to_string("checkins/_style.html", using=ENGINE)
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"


def citizens_page(view: View) -> View:
    """No sign-in, never cached, its own inline style; and never a false success when the database is away.

    No CSRF cookie, so that a phone that keeps no cookies can check in: decision 8.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return HttpResponseForbidden() if _is_from_elsewhere(request) else view(request, *args, **kwargs)
        except (OperationalError, InterfaceError) as fault:
            log.error("database away during a check-in", exc_info=fault)
            context = {"typed": request.POST.items(), "address": request.path}
            return _page(request, "checkins/try_again.html", context, status=503)

    policy = csp_update({"style-src": ["'self'", _style_hash()]})
    return csrf_exempt(login_not_required(never_cache(policy(guarded))))


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """A form on somebody else's page; where a browser tells nothing, its cookies are not sent across sites anyway."""
    origin = request.headers.get("Origin", "null")
    return request.method == "POST" and origin != "null" and urlsplit(origin).netloc != request.get_host()


def _page(request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    """By an engine of its own, which asks nobody who is signed in."""
    return render(request, template, context, status=status, using=ENGINE)


@citizens_page
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, code: str) -> HttpResponse:
    found = door(code.upper())
    if found is None:
        return _unknown(request)
    if not found.is_open:
        if found.is_revoked and request.method == "GET":
            OldPosterScan.objects.count_one(found.poster_id, timezone.localdate())
        return _page(request, "checkins/closed.html", {"door": found}, status=410 if found.is_gone else 409)
    form = CheckInForm(request.POST or None, known=visitor.remembered(request))
    token = ticket.read_token(request.POST.get("token", ""), found.code) if form.is_bound else None
    if token and form.is_valid():
        return _check_in(request, found, form, token)
    return _ask(request, found, form, is_stale=form.is_bound and token is None)


def _unknown(request: HttpRequest) -> HttpResponse:
    """Only unknown codes are throttled: nobody may search for live ones."""
    return _page(request, "checkins/unknown.html", {}, status=429 if is_guessing(request) else 404)


def _check_in(request: HttpRequest, at: Door, form: CheckInForm, token: UUID) -> HttpResponse:
    who, companions = form.visitor, form.companions_count
    slip = ticket.ticket(token, name=who.name, phone=who.phone, companions=companions)
    actions.record_check_in(door=at, visitor=who, companions=companions, ticket=slip, at=timezone.now())
    response = redirect("checkins:done", slip.public_id)
    days = at.retention_days if form.known or form.cleaned_data["remember"] else None
    ticket.keep_visit(request, response, slip.public_id, days=days)
    if days and form.known is None:
        visitor.remember(response, who, days=days)
    return response


def _ask(request: HttpRequest, at: Door, form: CheckInForm, *, is_stale: bool) -> HttpResponse:
    """The form; after a mistake with what was typed, and with the token it had unless that was not ours."""
    kept = request.POST.get("token", "") if form.is_bound and not is_stale else ""
    context = {"door": at, "form": form, "token": kept or ticket.new_token(at.code), "is_stale": is_stale}
    return _page(request, "checkins/create.html", context, status=422 if is_stale else form_status(form))


@citizens_page
@require_GET
def done(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The big green page to show at the door. Its address tells where and when, never who."""
    visit = CheckIn.objects.slip(public_id)
    if visit is None:
        raise Http404
    return _page(request, "checkins/done.html", {"visit": visit, "is_own": public_id in ticket.own_visits(request)})


@citizens_page
@require_POST
def leave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Only the browser that made the visit may end it; to any other it does not exist."""
    if public_id not in ticket.own_visits(request):
        raise Http404
    actions.check_out(public_id=public_id, at=timezone.now())
    return redirect("checkins:done", public_id)


@citizens_page
@require_POST
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """“Not me”: this browser forgets who was remembered."""
    response = redirect("checkins:create", code)
    visitor.forget(response)
    return response


@require_GET
def keeper(request: HttpRequest) -> HttpResponse:
    """Today's visits of the venues one keeps, masked, and how many people are inside now."""
    user = signed_in(request)
    check_can_keep(user)
    visits = CheckIn.objects.visible_to(user)
    today = visits.on_day(timezone.localdate())
    kept = Venue.objects.visible_to(user)
    context = {
        "venues": kept,
        "old_posters": OldPosterScan.objects.alerts(kept),
        "inside": visits.inside(timezone.now()).people(),
        "visits": today.select_related("venue")[:KEEPER_ROWS],
        "count": today.count(),
    }
    return render(request, "checkins/keeper.html", context)


@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    """Proof that visits are removed: each purge, what it removed, what a case holds, the oldest visit left."""
    user = signed_in(request)
    check_can_see_retention(user)
    purges = Purge.objects.visible_to(user).select_related("commune")
    return render(request, "checkins/retention.html", {"purges": purges[:PURGES_SHOWN]})
