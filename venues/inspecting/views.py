from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from thongnhat_portal.http import form_status, signed_in
from venues.actions import WrongStatus
from venues.inspecting import actions
from venues.inspecting.forms import InspectionForm, VillageFilter
from venues.inspecting.overview import history, inspected, suspension_reason, to_suspend, to_visit
from venues.models import Inspection, RequiredPlace, Venue
from venues.permissions import (
    can_approve_venue,
    can_inspect,
    can_list_places,
    check_can_inspect,
    check_can_see_inspections,
)
from venues.photos.views import jpeg

PAGE = 50


@require_safe
def inspection_list(request: HttpRequest) -> HttpResponse:
    """The round of the monitoring team: whom to visit first."""
    user = signed_in(request)
    check_can_see_inspections(user)
    search = VillageFilter(user, request.GET)
    venues = search.chosen(to_visit(Venue.objects.visible_to(user).open())).select_related("village")
    context = {
        "search": search,
        "village": request.GET.get("village", ""),
        "page": Paginator(venues, PAGE).get_page(request.GET.get("page")),
        "reminded": to_suspend(Venue.objects.visible_to(user)).count(),
        "places": RequiredPlace.objects.visible_to(user).open().count(),
        "can_inspect": can_inspect(user),
        "can_list_places": can_list_places(user),
    }
    return render(request, "venues/inspection_list.html", context)


@require_http_methods(["GET", "POST"])
def inspection_create(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    venue = _venue(user, pk)
    check_can_inspect(user)
    form = InspectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.inspect(actor=user, venue=venue, found=form.inspection())
        except WrongStatus:
            messages.error(request, _("Not written down: this venue is not open any more."))
            return redirect(venue)
        messages.success(request, _("%(venue)s: written down.") % {"venue": venue.name})
        return redirect("inspections:list")
    context = {"venue": venue, "form": form, "history": history(venue)}
    return render(request, "venues/inspection_form.html", context, status=form_status(form))


def _venue(user: User, pk: int) -> Any:
    venues = inspected(Venue.objects.visible_to(user).open()).select_related("village")
    return get_object_or_404(venues, pk=pk)


@require_safe
def reminded_list(request: HttpRequest) -> HttpResponse:
    """Venues reminded three times and not put in order: to be suspended with one click."""
    user = signed_in(request)
    check_can_see_inspections(user)
    venues = list(to_suspend(Venue.objects.visible_to(user)).select_related("village"))
    rows = [(venue, suspension_reason(venue)) for venue in venues]
    context = {"rows": rows, "can_approve": can_approve_venue(user)}
    return render(request, "venues/reminded_list.html", context)


@require_safe
def inspection_photo(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    inspections = Inspection.objects.visible_to(user).exclude(photo=None)
    inspection = get_object_or_404(inspections, pk=pk)
    check_can_see_inspections(user)
    return jpeg(bytes(inspection.photo or b""), cache="private, no-cache")
