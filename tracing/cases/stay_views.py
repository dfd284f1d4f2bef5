"""Where the subject was: visits added by hand, places looked at, visits left out; and the word to the venue."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from thongnhat_portal.http import form_page, form_status
from tracing.case import Refusal
from tracing.cases import actions
from tracing.cases.forms import NoticeForm, StayForm
from tracing.cases.views import case_to_work_on, do, refused
from tracing.models import Case, Stay
from tracing.models.stay import StaySource

PEOPLE_SHOWN = 500


@require_http_methods(["GET", "POST"])
def stay_add(request: HttpRequest, pk: int) -> HttpResponse:
    user, case = case_to_work_on(request, pk)
    form = StayForm(user, case, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return do(request, case, lambda: actions.add_stay(actor=user, case=case, **form.cleaned_data))
    return form_page(request, form, _("A visit of the person"), case.get_absolute_url())


@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was at a venue in a time, masked; then, with `add`, as a stay of the case."""
    user, case = case_to_work_on(request, pk)
    form = StayForm(user, case, request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked, source = form.cleaned_data, StaySource.PLACE
        if "add" in request.POST:
            return do(request, case, lambda: actions.add_stay(actor=user, case=case, source=source, **asked))
        return _look(request, user, case, form)
    return render(request, "tracing/place.html", {"form": form, "case": case}, status=form_status(form))


def _look(request: HttpRequest, user: User, case: Case, form: StayForm) -> HttpResponse:
    try:
        people, visits = actions.look_at_place(actor=user, case=case, **form.cleaned_data)
    except Refusal as refusal:
        return refused(request, case, refusal)
    context = {
        "form": form,
        "case": case,
        "asked": form.cleaned_data,
        "people": people,
        "visits": visits[:PEOPLE_SHOWN],
        "count": len(visits),
        "text": NoticeForm.base_fields["text"].initial,
    }
    return render(request, "tracing/place.html", context)


def _stay(request: HttpRequest, pk: int, stay: int) -> tuple[User, Stay]:
    user, case = case_to_work_on(request, pk)
    stays = Stay.objects.select_related("venue__village", "case__commune")
    return user, get_object_or_404(stays, pk=stay, case=case)


@require_POST
def stay_leave_out(request: HttpRequest, pk: int, stay: int) -> HttpResponse:
    user, found = _stay(request, pk, stay)
    return do(request, found.case, lambda: actions.leave_out(actor=user, stay=found))


@require_POST
def stay_take_back(request: HttpRequest, pk: int, stay: int) -> HttpResponse:
    user, found = _stay(request, pk, stay)
    return do(request, found.case, lambda: actions.take_back(actor=user, stay=found))


@require_http_methods(["GET", "POST"])
def stay_notice(request: HttpRequest, pk: int, stay: int) -> HttpResponse:
    """Tell the venue's keepers and the village head: that, when, what to do."""
    user, found = _stay(request, pk, stay)
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.notify_venue(actor=user, stay=found, **form.cleaned_data)
        except Refusal as refusal:
            return refused(request, found.case, refusal)
        messages.success(request, _("%(venue)s and the village head are told.") % {"venue": found.venue})
        return redirect(found.case)
    back, heading = found.case.get_absolute_url(), _("Tell the venue")
    return form_page(request, form, heading, back, "tracing/notice_form.html", {"stay": found})
