"""Releases: the chair reads what is listed (venues, windows, how many people) and signs; never a name."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.signing import barred_signers, barred_until
from thongnhat_portal.http import form_status, signed_in
from tracing.case import CaseClosed, Refusal, case_of
from tracing.following.releasing import actions
from tracing.following.releasing.forms import USUAL_DAYS, AskForm, SignForm, WhyForm
from tracing.following.releasing.listing import Listable, listable, to_renew
from tracing.models import Case, Release, ReleaseState
from tracing.permissions import (
    can_sign,
    can_trace,
    check_can_see_cases,
    check_can_sign,
    check_can_trace,
)

PAGE = 30


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Those that wait first, then those in force, then what is past."""
    user = signed_in(request)
    check_can_see_cases(user)
    now = timezone.now()
    mine = Release.objects.visible_to(user).for_rows()
    waiting, in_force = mine.waiting(), mine.in_force(now)
    past = mine.order_by("-asked_at", "-pk").exclude(pk__in=waiting.values("pk")).exclude(pk__in=in_force.values("pk"))
    assert user.commune is not None
    context = {
        "waiting": waiting.order_by("asked_at", "pk"),
        "in_force": in_force.order_by("expires_at", "pk"),
        "page": Paginator(past, PAGE).get_page(request.GET.get("page")),
        "barred": barred_signers(user.commune),
        "can_sign": can_sign(user),
    }
    return render(request, "tracing/following/releases.html", context)


def _release(user: User, pk: int) -> Release:
    found = Release.objects.visible_to(user).counted()
    people = ("asked_by", "signed_by", "refused_by", "withdrawn_by")
    return get_object_or_404(found.select_related("case__commune", "renews", *people), pk=pk)


@require_safe
def release_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, _release(signed_in(request), pk))


def _detail(request: HttpRequest, release: Release, *, status: int = 200, **more: Any) -> HttpResponse:
    user = signed_in(request)
    context = {
        "release": release,
        "lines": release.lines.select_related("stay__venue__village"),
        "is_waiting": release.state == ReleaseState.WAITING,
        "is_in_force": release.state == ReleaseState.IN_FORCE,
        "can_sign": can_sign(user),
        "can_trace": can_trace(user),
        "is_own": release.asked_by_id == user.pk,
        "barred_until": barred_until(user),
        "barred": barred_signers(release.case.commune),
        "signing": SignForm(request, user),
        "refusing": WhyForm(auto_id="refuse_%s"),
        "withdrawing": WhyForm(auto_id="withdraw_%s"),
        **more,
    }
    return render(request, "tracing/following/release_detail.html", context, status=status)


@sensitive_post_parameters("password")
@require_POST
def release_sign(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    release = _release(user, pk)
    check_can_sign(user)
    form = SignForm(request, user, request.POST)
    if not form.is_valid():
        return _detail(request, release, status=form_status(form), signing=form)
    said = _("Signed. The health station now sees the people listed.")
    return _do(request, pk, lambda: actions.sign(actor=user, release=release), said)


@require_POST
def release_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    release = _release(user, pk)
    check_can_sign(user)
    form = WhyForm(request.POST, auto_id="refuse_%s")
    if not form.is_valid():
        return _detail(request, release, status=form_status(form), refusing=form)
    why = form.cleaned_data["why"]
    return _do(
        request, pk, lambda: actions.refuse(actor=user, release=release, reason=why), _("The request is refused.")
    )


@require_POST
def release_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """By the one side or the other, at any time."""
    user = signed_in(request)
    release = _release(user, pk)
    form = WhyForm(request.POST, auto_id="withdraw_%s")
    if not form.is_valid():
        return _detail(request, release, status=form_status(form), withdrawing=form)
    why = form.cleaned_data["why"]
    said = _("Withdrawn: what it opened is masked again.")
    return _do(request, pk, lambda: actions.withdraw(actor=user, release=release, reason=why), said)


def _do(request: HttpRequest, pk: int, deed: Callable[[], object], said: str) -> HttpResponse:
    """Do it and show the release; 409 with a sentence when its state does not allow it, as after somebody's click."""
    try:
        deed()
    except Refusal as refusal:
        return _detail(request, _release(signed_in(request), pk), status=409, refusal=refusal.sentence)
    messages.success(request, said)
    return redirect("tracing:release", pk)


@require_http_methods(["GET", "POST"])
def ask_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the stays ticked; `?renews=7` proposes those of an earlier release of the case."""
    user = signed_in(request)
    case = case_of(user, pk)
    check_can_trace(user)
    rows, renews = listable(case), _renewed(request, case)
    form = AskForm(rows, request.POST or None, initial=_proposal(rows, renews))
    if request.method == "POST" and form.is_valid():
        facts = {"reason": form.cleaned_data["reason"], "days": form.cleaned_data["days"]}
        try:
            release = actions.ask_release(actor=user, case=case, listed=form.listed(), renews=renews, **facts)
        except CaseClosed as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Asked for. The chair sees it under “Releases” and signs there."))
            return redirect(release)
    context = {"case": case, "form": form, "renews": renews, "waiting": case.releases.waiting()}
    return render(request, "tracing/following/ask_release.html", context, status=form_status(form))


def _renewed(request: HttpRequest, case: Case) -> Release | None:
    asked = request.POST.get("renews") or request.GET.get("renews") or ""
    return case.releases.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 18 else None


def _proposal(rows: list[Listable], renews: Release | None) -> dict[str, Any]:
    """Ticked: what an earlier release lists, when it is renewed; else all that no release in force covers."""
    if renews:
        again = to_renew(renews)
        ticked = [row.stay.pk for row in rows if row.stay.pk in again]
        return {"reason": renews.reason, "days": renews.days, "stays": ticked}
    return {"days": USUAL_DAYS, "stays": [row.stay.pk for row in rows if row.open_until is None]}
