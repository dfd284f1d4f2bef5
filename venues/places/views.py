from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from thongnhat_portal.http import form_status, signed_in
from venues.forms import ReasonForm
from venues.models import RequiredPlace
from venues.permissions import can_settle_places, check_can_list_places, check_can_settle_places
from venues.places import actions
from venues.places.forms import PlaceForm

SHOWN = 300


@require_http_methods(["GET", "POST"])
def place_list(request: HttpRequest) -> HttpResponse:
    """What is on the list, and three fields to put one more on it."""
    user = signed_in(request)
    check_can_list_places(user)
    form = PlaceForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        place = form.place()
        actions.list_place(actor=user, place=place)
        messages.success(request, _("%(place)s is on the list.") % {"place": place.name})
        return redirect("inspections:places")
    places = RequiredPlace.objects.visible_to(user).open().select_related("village", "listed_by")
    context = {
        "form": form,
        "places": places.order_by("village__sort_key", "sort_key", "pk")[:SHOWN],
        "count": places.count(),
        "can_settle": can_settle_places(user),
    }
    return render(request, "venues/place_list.html", context, status=form_status(form))


@require_POST
def place_register(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    place = _place(user, pk)
    try:
        venue = actions.register_place(actor=user, place=place)
    except actions.AlreadySettled:
        return _settled_before(request)
    messages.success(request, _("The place is a venue now; it waits for approval."))
    return redirect(venue)


@require_POST
def place_strike(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    place = _place(user, pk)
    form = ReasonForm(request.POST, required=True)
    if not form.is_valid():
        messages.error(request, _("Not struck off: say why in at most 300 letters."))
        return redirect("inspections:places")
    try:
        actions.strike_place(actor=user, place=place, reason=form.cleaned_data["reason"])
    except actions.AlreadySettled:
        return _settled_before(request)
    messages.success(request, _("%(place)s is struck off the list.") % {"place": place.name})
    return redirect("inspections:places")


def _place(user: User, pk: int) -> RequiredPlace:
    place = get_object_or_404(RequiredPlace.objects.visible_to(user), pk=pk)
    check_can_settle_places(user)
    return place


def _settled_before(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Somebody else settled this place in between."))
    return redirect("inspections:places")
