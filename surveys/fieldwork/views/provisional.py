"""Households found at the door: confirmed with a code of the commune's, or known to be a double."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from surveys.households import states, with_newest_visits
from surveys.permissions import check_can_direct_fieldwork
from thongnhat_portal.http import form_page, signed_in
from villages.actions import NoLongerThere, confirm_household
from villages.codes import free_code
from villages.forms import HouseholdForm
from villages.models import Household


@require_safe
def provisional(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_direct_fieldwork(user)
    found = Household.objects.visible_to(user).provisional().by_door()
    rows = states(with_newest_visits(found).select_related("village", "group").defer("phone"))
    return render(request, "surveys/fieldwork/provisional.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The entry as the surveyor made it, to be put right, with a free code."""
    user = signed_in(request)
    found = Household.objects.visible_to(user).provisional().select_related("village", "group")
    household = get_object_or_404(found, pk=pk)
    check_can_direct_fieldwork(user)
    heading = household.head_name
    suggested = {"code": free_code(household.village)}
    form = HouseholdForm(user, request.POST or None, instance=household, initial=suggested)
    if request.method == "POST" and form.is_valid():
        saved = form.save(commit=False)
        try:
            confirm_household(actor=user, household=saved)
        except NoLongerThere:
            messages.error(request, _("Not confirmed: this household was merged into another in between."))
            return redirect("fieldwork:provisional")
        messages.success(request, _("Confirmed: %(household)s is on the register now.") % {"household": saved})
        return redirect("fieldwork:provisional")
    return form_page(
        request,
        form,
        heading,
        reverse("fieldwork:provisional"),
        "surveys/fieldwork/confirm.html",
        {"household": household},
    )
