"""My check-ins on this device: what one's own browser made, who has read it, and the right to correct and delete."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from checkins import actions, visitor
from checkins.citizens import citizens_page, page
from checkins.forms import CorrectionForm
from checkins.models import CheckIn
from checkins.ticket import own_visits
from thongnhat_portal.http import form_status


@citizens_page
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    own = own_visits(request)
    visits = CheckIn.objects.as_shown_to_visitor(own) if own else []
    return page(request, "checkins/mine.html", {"visits": visits})


def _own(request: HttpRequest, public_id: UUID) -> CheckIn:
    """To any other browser it does not exist."""
    own = CheckIn.objects.as_shown_to_visitor([public_id]).first() if public_id in own_visits(request) else None
    if own is None:
        raise Http404
    return own


@citizens_page
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, public_id: UUID) -> HttpResponse:
    visit = _own(request, public_id)
    form = CorrectionForm(request.POST or None, initial={"companions": visit.companions})
    if form.is_valid():
        try:
            actions.correct(visit=visit, at=timezone.now(), **form.cleaned_data)
        except actions.HeldByCase:
            return _held(request, visit)
        return _corrected(request, visit, form.cleaned_data)
    return page(request, "checkins/correct.html", {"visit": visit, "form": form}, status=form_status(form))


def _corrected(request: HttpRequest, visit: CheckIn, typed: dict[str, Any]) -> HttpResponse:
    """Whoever is remembered with what stood in the visit is remembered as corrected: a next tap repeats no mistake."""
    response, known = redirect("checkins:mine"), visitor.remembered(request)
    if known and (known.name, known.phone) == (visit.name, visit.phone):
        mended = replace(known, name=typed["name"] or known.name, phone=typed["phone"] or known.phone)
        visitor.remember(response, mended, days=visit.venue.commune.retention_days)
    return response


@citizens_page
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    visit = _own(request, public_id)
    if request.method == "POST":
        try:
            actions.delete_own(visit=visit)
        except actions.HeldByCase:
            return _held(request, visit)
        return redirect("checkins:mine")
    return page(request, "checkins/delete.html", {"visit": visit})


def _held(request: HttpRequest, visit: CheckIn) -> HttpResponse:
    """A case needs it as it is."""
    return page(request, "checkins/held.html", {"visit": visit}, status=409)
