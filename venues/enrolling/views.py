from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Commune
from thongnhat_portal.http import form_status, signed_in
from venues.actions import WrongStatus
from venues.enrolling import actions
from venues.enrolling.forms import EnrolForm
from venues.enrolling.throttle import has_too_many
from venues.models import Venue
from venues.permissions import check_can_approve_venue

TOO_MANY = _("Too many registrations within an hour. What you typed stands below: send it again later.")


@login_not_required
@require_safe
def choose_commune(request: HttpRequest) -> HttpResponse:
    """Of the one commune there is, or a list of all."""
    communes = list(Commune.objects.all())
    if len(communes) == 1:
        return redirect("venues:enrol", communes[0].slug)
    return render(request, "venues/enrol_communes.html", {"communes": communes})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest, slug: str) -> HttpResponse:
    """An owner registers a place; it waits for an officer."""
    commune = get_object_or_404(Commune, slug=slug)
    form = EnrolForm(commune, request.POST or None)
    status = form_status(form)
    if request.method == "POST" and form.is_valid():
        if not has_too_many(request, form.cleaned_data["contact_phone"]):
            actions.enrol(venue=form.venue())
            return redirect("venues:enrolled", slug)
        form.add_error(None, TOO_MANY)
        status = 429
    return render(request, "venues/enrol.html", {"commune": commune, "form": form}, status=status)


@login_not_required
@require_safe
def enrolled(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens next; the same for everybody."""
    commune = get_object_or_404(Commune, slug=slug)
    return render(request, "venues/enrolled.html", {"commune": commune})


@never_cache
@require_POST
def owner_account(request: HttpRequest, pk: int) -> HttpResponse:
    """One click: open the place if it waits, and an account for its owner, whose password is shown once."""
    user = signed_in(request)
    venue = get_object_or_404(Venue.objects.visible_to(user), pk=pk)
    check_can_approve_venue(user)
    try:
        account, password = actions.give_owner_an_account(actor=user, venue=venue)
    except WrongStatus:
        return render(request, "venues/owner_refused.html", {"venue": venue}, status=409)
    return render(request, "venues/owner_account.html", {"account": account, "one_time": password, "venue": venue})
