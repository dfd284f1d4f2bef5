"""Double households: suspected, compared side by side, merged."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from surveys.fieldwork.doubles import CANDIDATES, candidates, suspected
from surveys.fieldwork.forms import MergeForm
from surveys.households import states, with_newest_visits
from surveys.merging import CannotMerge, merge_households
from surveys.permissions import check_can_direct_fieldwork
from thongnhat_portal.http import form_status, signed_in
from villages.models import Household, HouseholdQuerySet

PAGE = 50


@require_safe
def doubles(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_direct_fieldwork(user)
    households = Household.objects.visible_to(user)
    page = Paginator(suspected(households), PAGE).get_page(request.GET.get("page"))
    found = households.filter(pk__in={key for pair in page for key in pair})
    rows = {state.household.pk: state for state in states(_shown(found))}
    context = {"page": page, "pairs": [(rows[older], rows[newer]) for older, newer in page]}
    return render(request, "surveys/fieldwork/doubles.html", context)


def _shown(households: HouseholdQuerySet) -> HouseholdQuerySet:
    return with_newest_visits(households).select_related("village", "group").defer("phone")


def _household(user: User, pk: int) -> Household:
    households = Household.objects.visible_to(user).living().select_related("village", "group")
    household: Household = get_object_or_404(households.defer("phone"), pk=pk)
    return household


@require_http_methods(["GET", "POST"])
def find_double(request: HttpRequest, pk: int) -> HttpResponse:
    """Which entry is the same household? Searched by POST: names do not belong into addresses."""
    user = signed_in(request)
    household = _household(user, pk)
    check_can_direct_fieldwork(user)
    text = request.POST.get("q", "").strip()[:100]
    found = candidates(household, Household.objects.visible_to(user), text)
    rows = states(_shown(found)[: CANDIDATES + 1])
    context = {"household": household, "rows": rows[:CANDIDATES], "is_more": len(rows) > CANDIDATES, "q": text}
    return render(request, "surveys/fieldwork/find_double.html", context)


@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, first_pk: int, second_pk: int) -> HttpResponse:
    """Side by side; who decides says which entry is kept, and why they are one."""
    user = signed_in(request)
    both = [_household(user, first_pk), _household(user, second_pk)]
    check_can_direct_fieldwork(user)
    if first_pk == second_pk:
        raise Http404
    form = MergeForm(both, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _merge(request, form)
    rows = states(_shown(Household.objects.filter(pk__in=[first_pk, second_pk])).order_by("is_provisional", "pk"))
    context: dict[str, Any] = {"rows": rows, "form": form}
    return render(request, "surveys/fieldwork/compare.html", context, status=form_status(form))


def _merge(request: HttpRequest, form: MergeForm) -> HttpResponse:
    kept, double = form.chosen()
    try:
        merge_households(actor=signed_in(request), kept=kept, double=double, reason=form.cleaned_data["reason"])
    except CannotMerge:
        messages.error(request, _("These two entries cannot be merged: one of them was merged already."))
        return redirect("fieldwork:doubles")
    messages.success(request, _("Merged: %(code)s is kept; %(double)s counts nowhere any more.") % _codes(kept, double))
    return redirect(kept)


def _codes(kept: Household, double: Household) -> dict[str, str]:
    return {"code": kept.code, "double": double.code}
