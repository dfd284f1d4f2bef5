from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Role
from thongnhat_portal.http import form_page, signed_in
from venues.actions import WrongStatus
from venues.keeping.actions import NotKept, transfer_venue
from venues.keeping.forms import TransferForm
from venues.models import Venue
from venues.permissions import check_can_transfer_venue
from villages.forms import people


@require_safe
def keeper_list(request: HttpRequest) -> HttpResponse:
    """Every keeper with the venues in their hands."""
    user = signed_in(request)
    check_can_transfer_venue(user)
    assert user.commune is not None
    kept = Prefetch("kept_venues", Venue.objects.visible_to(user), to_attr="venues")
    keepers = people(user.commune, Role.KEEPER, Role.HEALTH).order_by("full_name", "pk").prefetch_related(kept)
    without = Venue.objects.visible_to(user).open().filter(keepers=None)
    return render(request, "venues/keeper_list.html", {"keepers": keepers, "without_keeper": without.count()})


@require_http_methods(["GET", "POST"])
def venue_transfer(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    venue = get_object_or_404(Venue.objects.visible_to(user).select_related("commune"), pk=pk)
    check_can_transfer_venue(user)
    form = TransferForm(venue, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            transfer_venue(actor=user, venue=venue, **form.cleaned_data)
        except (NotKept, WrongStatus):
            messages.error(request, _("Not done: somebody else changed this venue in between. Look at it again."))
        else:
            messages.success(request, _("The venue is in new hands; the keeper before no longer sees it."))
        return redirect(venue)
    heading = _("Transfer: %(venue)s") % {"venue": venue.name}
    return form_page(request, form, heading, reverse("venues:detail", args=[venue.pk]))
