from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thongnhat_portal.http import form_page, signed_in
from venues.events.actions import open_event
from venues.events.forms import EventForm
from venues.permissions import check_can_open_event


@require_http_methods(["GET", "POST"])
def event_create(request: HttpRequest) -> HttpResponse:
    """From the phone of a village head: open at once, its poster ready on the next page."""
    user = signed_in(request)
    check_can_open_event(user)
    form = EventForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        event = open_event(actor=user, venue=form.venue())
        messages.success(request, _("The event is open. Print its poster and put it up at the entrance."))
        return redirect(event)
    return form_page(request, form, _("Wedding, funeral, meeting"), reverse("venues:list"), "venues/event_form.html")
