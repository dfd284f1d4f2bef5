"""Records that were set aside: the officer looks at each and accepts or rejects it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from intake import actions
from intake.models import SetAside
from surveys.fieldwork.answers import of_visit, opened
from surveys.fieldwork.forms import ReasonForm
from surveys.fieldwork.views.pairs import pairs_page
from surveys.intake import VISITS
from surveys.models import HomeVisit
from surveys.permissions import check_can_direct_fieldwork
from thongnhat_portal.http import form_status, signed_in

RECORDS_SHOWN = 100  # the oldest; each decision brings the next
CANNOT = gettext_lazy(
    "It cannot be stored: its household is not on the commune's register, or who captured it is not of the commune."
)


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """What waits for a decision: set aside records (the officer's alone), then double visits."""
    user = signed_in(request)
    check_can_direct_fieldwork(user)
    waiting = SetAside.objects.visible_to(user).filter(kind=VISITS.name).undecided()
    context = pairs_page(request) | {
        "records": waiting.select_related("sender", "device").defer("body")[:RECORDS_SHOWN],
        "records_waiting": waiting.count(),
        "can_decide": user.has_role("officer"),
    }
    return render(request, "surveys/fieldwork/review.html", context)


def _record(user: User, pk: int) -> SetAside:
    records = SetAside.objects.visible_to(user).filter(kind=VISITS.name)
    return get_object_or_404(records.select_related("sender", "device", "decided_by"), pk=pk)


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    return _record_page(request, _record(signed_in(request), pk))


def _record_page(request: HttpRequest, row: SetAside, *, status: int = 200, **more: Any) -> HttpResponse:
    user = signed_in(request)
    first = HomeVisit.objects.visible_to(user).filter(uuid=row.uuid)
    stored = first.select_related("surveyor").prefetch_related("phones").first()
    context = {
        "record": row,
        "opened": opened(row, user),
        "first": stored,
        "first_answers": of_visit(stored) if stored else None,
        "rejecting": ReasonForm(),
        **more,
    }
    return render(request, "surveys/fieldwork/record.html", context, status=status)


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    row = _record(user, pk)
    if row.decision:
        return _decided_before(request)
    try:
        actions.accept(kind=VISITS, row=row, officer=user)
    except actions.CannotAccept as fault:
        sentences = [sentence for found in fault.errors.values() for sentence in found]
        return _record_page(request, row, status=409, refused=sentences or [str(CANNOT)])
    messages.success(request, _("Accepted: the visit is stored as it was captured."))
    return redirect("fieldwork:review")


@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    row = _record(user, pk)
    if row.decision:
        return _decided_before(request)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _record_page(request, row, status=form_status(form), rejecting=form)
    actions.reject(row=row, officer=user, reason=form.cleaned_data["reason"])
    messages.success(request, _("Rejected: the record counts nowhere and is kept."))
    return redirect("fieldwork:review")


def _decided_before(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Somebody has decided on this record already."))
    return redirect("fieldwork:review")
