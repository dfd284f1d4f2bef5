from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from surveys import actions
from surveys.forms import PHONES_MOST, VisitEntry
from surveys.households import assigned_to, in_state, states, with_newest_visits
from surveys.models import HomeVisit
from surveys.permissions import (
    can_direct_fieldwork,
    can_export_households,
    can_record_visit,
    can_survey,
    check_can_record_visit,
)
from thongnhat_portal.http import signed_in
from villages.models import Household, HouseholdQuerySet, Village
from villages.permissions import can_add_household, can_edit_household, check_can_see_households

PAGE = 50
STATES = {
    "": gettext_lazy("all"),
    "unvisited": gettext_lazy("not visited yet"),
    "revisit": gettext_lazy("to visit again"),
    "without_bluezone": gettext_lazy("smartphone without Bluezone"),
    "surveyed": gettext_lazy("surveyed"),
}


@require_http_methods(["GET", "POST"])
def household_list(request: HttpRequest) -> HttpResponse:
    """The register by name: searched without accents, filtered by village and state."""
    user = signed_in(request)
    check_can_see_households(user)
    found = with_newest_visits(filtered(request).by_name()).select_related("village", "group").defer("phone")
    page = Paginator(found, PAGE).get_page(_chosen(request)["page"])
    context = {
        "page": page,
        "rows": states(page.object_list),
        "villages": Village.objects.visible_to(user),
        "states": STATES.items(),
        "chosen": _chosen(request),
        "can_add": can_add_household(user),
        "can_print": can_survey(user),
        "can_export": can_export_households(user),
    }
    return render(request, "surveys/household_list.html", context)


def filtered(request: HttpRequest) -> HouseholdQuerySet:
    """Households that the search of the list finds, in no order yet."""
    user = signed_in(request)
    chosen = _chosen(request)
    households = Household.objects.visible_to(user).living().matching(chosen["q"])
    if chosen["village"]:
        households = households.filter(village__in=_chosen_village(user, chosen["village"]))
    return in_state(households, chosen["state"])


def _chosen_village(user: User, key: str) -> QuerySet[Village]:
    """The one chosen, or none: the key comes from an address and may be anything."""
    field = forms.ModelChoiceField(Village.objects.visible_to(user))
    try:
        return Village.objects.filter(pk=field.clean(key).pk)
    except ValidationError:
        return Village.objects.none()


def _chosen(request: HttpRequest) -> dict[str, str]:
    """What is searched for. The page asks by POST: names and phones do not belong into addresses and logs."""
    asked = request.POST if request.method == "POST" else request.GET
    return {name: asked.get(name, "")[:100] for name in ("q", "village", "state", "page")}


@require_safe
def household_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of a household, and every knock on its door."""
    user = signed_in(request)
    household = _household(user, pk)
    visits = HomeVisit.objects.filter(household=household).newest_first().select_related("surveyor")
    history = list(visits.prefetch_related("phones"))
    context = {
        "household": household,
        "visits": history,
        "known": next((visit for visit in history if visit.is_settling), None),
        "can_record": can_record_visit(user, household),
        "can_edit": can_edit_household(user, household),
        "can_assign": can_direct_fieldwork(user),
        "assigned": assigned_to(household) if can_direct_fieldwork(user) else (),
    }
    return render(request, "surveys/household_detail.html", context)


def _household(user: User, pk: int) -> Household:
    households = Household.objects.visible_to(user).select_related("village", "group", "merged_into")
    return get_object_or_404(households, pk=pk)


@require_http_methods(["GET", "POST"])
def visit_create(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    household = _household(user, pk)
    check_can_record_visit(user, household)
    entry = VisitEntry(_posted(request), members=household.member_count)
    if "more" in request.POST:
        entry.forget_errors()
        return _visit_form(request, household, entry, 200)
    if request.method == "POST" and entry.is_valid():
        try:
            actions.record_visit(surveyor=user, household=household, draft=entry.draft())
        except actions.VisitConflict:
            return _visit_form(request, household, entry.as_another_visit(), 409)
        messages.success(request, _("Saved: %(household)s.") % {"household": household.head_name})
        return redirect("households:list")
    return _visit_form(request, household, entry, entry.status)


def _visit_form(request: HttpRequest, household: Household, entry: VisitEntry, status: int) -> HttpResponse:
    context = {"household": household, "entry": entry}
    return render(request, "surveys/visit_form.html", context, status=status)


def _posted(request: HttpRequest) -> Mapping[str, Any] | None:
    """What was typed; the button "one more phone" adds a row to it."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    total = data.get("phone-TOTAL_FORMS", "")
    if "more" in data and total.isdecimal():
        data["phone-TOTAL_FORMS"] = str(min(int(total) + 1, PHONES_MOST))
    return data
