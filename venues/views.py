from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from thongnhat_portal.http import form_page, form_status, signed_in
from venues import actions
from venues.forms import ReasonForm, VenueFilter, VenueForm
from venues.inspecting.overview import history, suspension_reason, to_suspend
from venues.models import OldPosterScan, Venue, VenuePhoto
from venues.permissions import (
    can_approve_venue,
    can_edit_venue,
    can_inspect,
    can_open_event,
    can_photograph_venue,
    can_print_posters,
    can_register_venue,
    can_retire_venue,
    can_see_contact,
    can_see_inspections,
    can_transfer_venue,
    check_can_approve_venue,
    check_can_edit_venue,
    check_can_register_venue,
    check_can_retire_venue,
    check_can_see_venues,
)

PAGE = 50


@require_safe
def venue_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_see_venues(user)
    mine = Venue.objects.visible_to(user)
    search = VenueFilter(user, request.GET)
    found = search.chosen(mine).marked().select_related("village")
    context = {
        "search": search,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "asked": _asked(request),
        "open": mine.open().count(),
        "with_poster": mine.open().with_live_poster().count(),
        "waiting": mine.filter(status=Venue.Status.PENDING).count(),
        "can_register": can_register_venue(user),
        "can_open_event": can_open_event(user),
        "can_transfer": can_transfer_venue(user),
    }
    return render(request, "venues/venue_list.html", context)


def _asked(request: HttpRequest) -> str:
    """The search as the links to other pages repeat it."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def _venue(user: User, pk: int) -> Venue:
    venues = Venue.objects.visible_to(user).select_related("village", "registered_by", "approved_by")
    return get_object_or_404(venues, pk=pk)


@require_safe
def venue_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, _venue(signed_in(request), pk))


def _detail(request: HttpRequest, venue: Venue, *, status: int = 200, **more: Any) -> HttpResponse:
    user = signed_in(request)
    posters = list(venue.posters.select_related("issued_by", "venue").order_by("-version"))
    sees_inspections = can_see_inspections(user)
    proposal = to_suspend(Venue.objects.filter(pk=venue.pk)).first() if sees_inspections else None
    context = {
        "venue": venue,
        "proposal": suspension_reason(proposal) if proposal else "",
        "inspections": history(venue) if sees_inspections else None,
        "can_inspect": can_inspect(user),
        "keepers": venue.keepers.all(),
        "old_posters": OldPosterScan.objects.alerts(Venue.objects.filter(pk=venue.pk)),
        "posters": [poster for poster in posters if not poster.is_revoked],
        "ended": [poster for poster in posters if poster.is_revoked],
        "can_edit": can_edit_venue(user, venue),
        "can_approve": can_approve_venue(user),
        "can_print": can_print_posters(user),
        "can_retire": can_retire_venue(user, venue),
        "can_photograph": can_photograph_venue(user, venue),
        "has_photo": VenuePhoto.objects.filter(venue=venue).exists(),
        "can_transfer": can_transfer_venue(user),
        "sees_contact": can_see_contact(user),
        "suspending": ReasonForm(required=True, auto_id="suspend_%s"),
        "retiring": ReasonForm(required=False, auto_id="retire_%s"),
        **more,
    }
    return render(request, "venues/venue_detail.html", context, status=status)


@require_http_methods(["GET", "POST"])
def venue_create(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_register_venue(user)
    form = VenueForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        venue = form.save(commit=False)
        actions.register_venue(actor=user, venue=venue, keepers=list(form.cleaned_data["keepers"]))
        messages.success(request, _("The venue is registered and waits for approval."))
        return redirect(venue)
    return form_page(request, form, _("New venue"), reverse("venues:list"))


@require_http_methods(["GET", "POST"])
def venue_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    venue = _venue(user, pk)
    check_can_edit_venue(user, venue)
    heading = venue.name
    form = VenueForm(user, request.POST or None, instance=venue)
    if request.method == "POST" and form.is_valid():
        saved, keepers = form.save(commit=False), list(form.cleaned_data["keepers"])
        return _do(request, pk, lambda: actions.update_venue(actor=user, venue=saved, keepers=keepers), _saved(form))
    return form_page(request, form, heading, venue.get_absolute_url())


def _saved(form: VenueForm) -> str:
    if {"name", "address", "village"} & set(form.changed_data) and form.instance.posters.exists():
        return _("The venue is saved. Posters printed before show the old name and place: print them again.")
    return _("The venue is saved.")


def _do(request: HttpRequest, pk: int, deed: Callable[[], object], said: str) -> HttpResponse:
    """Do it and show the venue; 409 when its status does not allow it, as after somebody else's click."""
    try:
        deed()
    except actions.WrongStatus:
        return _detail(request, _venue(signed_in(request), pk), status=409, is_refused=True)
    messages.success(request, said)
    return redirect("venues:detail", pk)


def _venue_to_decide(request: HttpRequest, pk: int) -> tuple[User, Venue]:
    user = signed_in(request)
    venue = _venue(user, pk)
    check_can_approve_venue(user)
    return user, venue


@require_POST
def venue_approve(request: HttpRequest, pk: int) -> HttpResponse:
    user, venue = _venue_to_decide(request, pk)
    said = _("The venue is open; its first poster is ready to print.")
    return _do(request, pk, lambda: actions.approve_venue(actor=user, venue=venue), said)


@require_POST
def venue_suspend(request: HttpRequest, pk: int) -> HttpResponse:
    user, venue = _venue_to_decide(request, pk)
    form = ReasonForm(request.POST, required=True, auto_id="suspend_%s")
    if not form.is_valid():
        return _detail(request, venue, status=form_status(form), suspending=form)
    reason = form.cleaned_data["reason"]
    said = _("The venue is suspended.")
    return _do(request, pk, lambda: actions.suspend_venue(actor=user, venue=venue, reason=reason), said)


@require_POST
def venue_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    user, venue = _venue_to_decide(request, pk)
    return _do(request, pk, lambda: actions.reopen_venue(actor=user, venue=venue), _("The venue is open again."))


@require_POST
def venue_retire(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    venue = _venue(user, pk)
    check_can_retire_venue(user, venue)
    form = ReasonForm(request.POST, required=False, auto_id="retire_%s")
    if not form.is_valid():
        return _detail(request, venue, status=form_status(form), retiring=form)
    reason = form.cleaned_data["reason"]
    said = _("The venue is closed for good; its posters no longer work.")
    return _do(request, pk, lambda: actions.retire_venue(actor=user, venue=venue, reason=reason), said)
