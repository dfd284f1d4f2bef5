"""Cases as the health station works on them, and as the chair looks at them: without a phone, without a deed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from checkins.models import Notice
from thongnhat_portal.http import form_page, signed_in
from tracing.case import Refusal, case_of
from tracing.cases import actions
from tracing.cases.forms import CaseForm, NewCaseForm, SubjectPhoneForm
from tracing.contacts import Found
from tracing.models import Case, Contact, Degree, Release, Stay
from tracing.models.contact import FollowUpState
from tracing.permissions import can_trace, check_can_see_cases, check_can_trace
from tracing.timeline import timeline
from vault.masking import mask_phone
from vietnam.phones import format_phone

PAGE = 50
RELEASES_SHOWN = 5


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_see_cases(user)
    cases = Case.objects.visible_to(user)
    counted = cases.annotate(
        first=Count("contacts", filter=Q(contacts__degree=Degree.F1)),
        new=Count("contacts", filter=Q(contacts__is_new=True)),
        to_call=Count("contacts", filter=Q(contacts__state=FollowUpState.TO_CALL)),
    )
    shown = counted.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")
    context = {
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "open": cases.open().count(),
        "waiting": Release.objects.visible_to(user).waiting().count(),
        "can_trace": can_trace(user),
    }
    return render(request, "tracing/case_list.html", context)


@require_http_methods(["GET", "POST"])
def case_create(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_trace(user)
    form = NewCaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case, found = actions.open_case(actor=user, case=form.save(commit=False), phones=form.phones)
        messages.success(request, _("Case %(case)s is open.") % {"case": case} + (f" {said(found)}" if found else ""))
        return redirect(case)
    return form_page(request, form, _("New case"), reverse("tracing:list"), "tracing/case_form.html")


def said(found: Found) -> str:
    """What a search came to, in a sentence."""
    contacts = ngettext("%(n)d contact", "%(n)d contacts", found.contacts) % {"n": found.contacts}
    stays = ngettext("%(n)d visit counts", "%(n)d visits count", found.stays) % {"n": found.stays}
    new = ngettext("%(n)d of them new", "%(n)d of them new", found.new) % {"n": found.new}
    return f"{stays}; {contacts}, {new}." if found.contacts else f"{stays}; {contacts}."


@require_safe
def case_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return case_page(request, case_of(signed_in(request), pk))


def case_page(request: HttpRequest, case: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    user = signed_in(request)
    may = can_trace(user)
    show = format_phone if may else mask_phone
    stays = list(_marked(case).of_subject())
    releases = Release.objects.visible_to(user).filter(case=case)
    context = {
        "case": case,
        "phones": [show(phone.phone) for phone in case.phones.all()],
        "stays": stays,
        "secondary_stays": _marked(case).filter(of_contact__isnull=False).count(),
        "timeline": timeline([stay for stay in stays if not stay.left_out_at]),
        "counts": case.contacts.aggregate(
            first=Count("pk", filter=Q(degree=Degree.F1)),
            second=Count("pk", filter=Q(degree=Degree.F2)),
            new=Count("pk", filter=Q(is_new=True)),
        ),
        "releases": releases.for_rows().order_by("-asked_at", "-pk")[:RELEASES_SHOWN],
        "can_trace": may and case.is_open,
        **more,
    }
    return render(request, "tracing/case.html", context, status=status)


def _marked(case: Case) -> Any:
    """Stays with `people`, their contacts, and whether the venue was told."""
    told = Notice.objects.filter(venue=OuterRef("venue"), from_at=OuterRef("from_at"), until_at=OuterRef("until_at"))
    stays = Stay.objects.filter(case=case).select_related("venue__village")
    marked = stays.annotate(people=Count("exposures__contact", distinct=True), is_told=Exists(told))
    return marked.order_by("from_at", "pk")


def do(request: HttpRequest, case: Case, deed: Callable[[], Found], then: str = "") -> HttpResponse:
    """Do it, say what was found, go on; 409 when the case does not allow it, as after somebody closed it."""
    try:
        found = deed()
    except Refusal as refusal:
        return refused(request, case, refusal)
    messages.success(request, said(found))
    return redirect(then or case.get_absolute_url())


def refused(request: HttpRequest, case: Case, refusal: Refusal) -> HttpResponse:
    """The case as it stands now, and why nothing was done."""
    return case_page(request, case_of(signed_in(request), case.pk), status=409, refusal=refusal.sentence)


def case_to_work_on(request: HttpRequest, pk: int) -> tuple[User, Case]:
    user = signed_in(request)
    case = case_of(user, pk)
    check_can_trace(user)
    return user, case


@require_http_methods(["GET", "POST"])
def case_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user, case = case_to_work_on(request, pk)
    form = CaseForm(request.POST or None, instance=case)
    if request.method == "POST" and form.is_valid():
        saved = form.save(commit=False)
        return do(request, case, lambda: actions.edit_case(actor=user, case=saved))
    return form_page(request, form, str(case), case.get_absolute_url())


@require_http_methods(["GET", "POST"])
def phone_add(request: HttpRequest, pk: int) -> HttpResponse:
    user, case = case_to_work_on(request, pk)
    form = SubjectPhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return do(request, case, lambda: actions.add_phone(actor=user, case=case, **form.cleaned_data))
    return form_page(request, form, _("A further phone"), case.get_absolute_url())


@require_POST
def case_trace(request: HttpRequest, pk: int) -> HttpResponse:
    user, case = case_to_work_on(request, pk)
    return do(request, case, lambda: actions.trace(actor=user, case=case))


@require_POST
def contact_secondary(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """The F2 of a chosen F1."""
    user, case = case_to_work_on(request, pk)
    chosen = get_object_or_404(Contact.objects.select_related("case"), pk=contact, case=case)
    then = reverse("tracing:contacts", args=[pk])
    return do(request, case, lambda: actions.trace_secondary(actor=user, contact=chosen), then)
