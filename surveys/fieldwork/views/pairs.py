"""Double visits: shown side by side until somebody has looked at them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from surveys.fieldwork.answers import of_visit
from surveys.fieldwork.pairs import double_visits, mark_seen, unseen
from surveys.models import HomeVisit, ReviewedPair
from surveys.permissions import can_record_visit, check_can_direct_fieldwork
from thongnhat_portal.http import signed_in

PAGE = 50


def pairs_page(request: HttpRequest) -> dict[str, Any]:
    """One page of pairs nobody has seen, for a template; they are found once, for the count and the page."""
    keys = list(unseen(double_visits(signed_in(request))).values_list("earlier_id", "pk"))  # type: ignore[misc]
    page = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    visits = HomeVisit.objects.select_related("household__village", "surveyor")
    shown = visits.in_bulk({key for pair in page for key in pair})
    return {"page": page, "pairs": [(shown[earlier], shown[later]) for earlier, later in page]}


def _pair(user: User, earlier_pk: int, later_pk: int) -> tuple[HomeVisit, HomeVisit]:
    """As the household stands among what the user sees."""
    get_object_or_404(double_visits(user), pk=later_pk, earlier_id=earlier_pk)
    check_can_direct_fieldwork(user)
    visits = HomeVisit.objects.select_related("surveyor", "household__village").prefetch_related("phones")
    both = visits.in_bulk([earlier_pk, later_pk])
    return both[earlier_pk], both[later_pk]


@require_safe
def pair(request: HttpRequest, earlier_pk: int, later_pk: int) -> HttpResponse:
    user = signed_in(request)
    earlier, later = _pair(user, earlier_pk, later_pk)
    counting = HomeVisit.objects.filter(household=later.household_id).settling().newest_first().first()
    context = {
        "household": later.household,
        "visits": [(visit, of_visit(visit)) for visit in (earlier, later)],
        "counting": counting,
        "seen": ReviewedPair.objects.filter(earlier=earlier, later=later).select_related("reviewed_by").first(),
        "can_record": can_record_visit(user, later.household),
    }
    return render(request, "surveys/fieldwork/pair.html", context)


@require_POST
def pair_seen(request: HttpRequest, earlier_pk: int, later_pk: int) -> HttpResponse:
    user = signed_in(request)
    earlier, later = _pair(user, earlier_pk, later_pk)
    mark_seen(actor=user, earlier=earlier, later=later)
    messages.success(
        request, _("Seen: %(household)s. Both visits are kept.") % {"household": later.household.head_name}
    )
    return redirect("fieldwork:review")
