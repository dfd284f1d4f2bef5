"""The list of a case's contacts, and one of them; both masked but for what a release opens."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from thongnhat_portal.http import signed_in
from tracing.case import CaseClosed, case_of, contact_of
from tracing.following.looking import Seen, look
from tracing.following.people import actions
from tracing.following.people.forms import FORMS, forms_of
from tracing.following.people.lists import ContactFilter, counts, with_doubts
from tracing.models import Case, Contact, Degree
from tracing.permissions import can_trace, check_can_trace

PAGE = 50


@never_cache
@require_safe
def contacts(request: HttpRequest, pk: int) -> HttpResponse:
    """F1 then F2, strongest first. What is not opened by a release is masked; to the chair all is."""
    user = signed_in(request)
    case = case_of(user, pk)
    search = ContactFilter(request.GET)
    page = Paginator(search.chosen(case), PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "case": case,
        "search": search,
        "page": page,
        "seen": _on_page(user, case, page),
        "asked": asked.urlencode(),
        "counts": counts(case),
        "waiting": case.releases.waiting().count(),
        "in_force": case.releases.in_force(timezone.now()).order_by("expires_at"),
        "can_trace": can_trace(user),
    }
    return render(request, "tracing/following/contacts.html", context)


def _on_page(user: User, case: Case, page: Any) -> list[Seen]:
    """The rows of this page, looked at through the one door."""
    keys = page.object_list.values_list("pk", flat=True)
    shown = with_doubts(case.contacts.filter(pk__in=list(keys)).strongest_first())
    return look(user=user, case=case, contacts=shown, at="list")


@never_cache
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """What is known and was done; each form does one deed, told by `deed`."""
    user = signed_in(request)
    case = case_of(user, pk)
    person = contact_of(case, contact)
    check_can_trace(user)
    person.case = case
    if request.method == "POST":
        return _do(request, user, person)
    actions.mark_opened(person)
    return _page(request, user, person)


def _do(request: HttpRequest, user: User, person: Contact) -> HttpResponse:
    deed = request.POST.get("deed", "")
    if deed not in FORMS:
        return redirect(person)
    form = FORMS[deed](person, request.POST, prefix=deed)
    if form.is_valid():
        try:
            form.do(user)
        except CaseClosed as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Written down."))
            return redirect(person)
    return _page(request, user, person, status=422, **{deed: form})


def _page(request: HttpRequest, user: User, person: Contact, *, status: int = 200, **bound: Any) -> HttpResponse:
    case = person.case
    (seen,) = look(user=user, case=case, contacts=with_doubts(case.contacts.filter(pk=person.pk)), at="contact")
    until = seen.contact.quarantine_until
    context = {
        "case": case,
        "seen": seen,
        "contact": seen.contact,
        "exposures": person.exposures.select_related("stay__venue__village"),
        "history": person.follow_ups.select_related("done_by"),
        "days_left": (until - timezone.localdate()).days if until else None,
        "is_f1": seen.contact.degree == Degree.F1,
        "secondary": case.contacts.filter(exposures__stay__of_contact=person).distinct().count(),
        "forms": {**forms_of(person), **bound},
        "faulty": next(iter(bound), ""),
    }
    return render(request, "tracing/following/contact.html", context, status=status)
