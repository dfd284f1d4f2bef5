from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from surveys.paper import actions
from surveys.paper.entries import SheetEntry
from surveys.paper.forms import ListForm
from surveys.paper.lists import Page, PaperList
from surveys.paper.sheets import file_name, sheet_pdf
from surveys.permissions import check_can_survey
from thongnhat_portal.downloads import PDF, download
from thongnhat_portal.http import form_status, signed_in
from villages.models import Village


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """A village, then a part of it; whoever has one village only begins with its parts."""
    user = signed_in(request)
    check_can_survey(user)
    village = _village(request)
    return _chooser(request, village, ListForm(user, village) if village else None)


def _village(request: HttpRequest) -> Village | None:
    """The one asked for, else the only one; None while it is still to be chosen. 404 for what is not seen."""
    seen = Village.objects.visible_to(signed_in(request)).select_related("commune")
    if "village" in request.GET:
        try:
            village: Village = forms.ModelChoiceField(seen).clean(request.GET["village"])
        except ValidationError as fault:
            raise Http404 from fault
        return village
    only = list(seen[:2])
    return only[0] if len(only) == 1 else None


def _chooser(request: HttpRequest, village: Village | None, form: ListForm | None) -> HttpResponse:
    villages = Village.objects.visible_to(signed_in(request))
    context = {"village": village, "villages": villages, "form": form}
    return render(request, "surveys/paper/choose.html", context, status=form_status(form) if form else 200)


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_survey(user)
    village = _village(request)
    if village is None:
        return redirect("paper:choose")
    form = ListForm(user, village, request.GET)
    if not form.is_valid():
        return _chooser(request, village, form)
    actions.record_print(actor=user, paper_list=form.list)
    return download(sheet_pdf(form.list), file_name=file_name(form.list), content_type=PDF)


@require_http_methods(["GET", "POST"])
def type_in(request: HttpRequest) -> HttpResponse:
    """A page of the list as a form: its rows in the sheet's order, saved together."""
    user = signed_in(request)
    check_can_survey(user)
    village = _village(request)
    if village is None:
        return redirect("paper:choose")
    form = ListForm(user, village, request.GET)
    if not form.is_valid():
        return _chooser(request, village, form)
    entry = SheetEntry(form.list, _page(request, form.list), request.POST.dict() or None, asked=request.GET.dict())
    if request.method == "GET":
        return _typing(request, entry, 200)
    if request.POST.get("code") and "save" not in request.POST:
        return _jump(request, entry, request.POST["code"])
    return _save(request, entry)


def _page(request: HttpRequest, paper_list: PaperList) -> Page:
    number = request.GET.get("page", "")
    return paper_list.page(int(number) if number.isdecimal() and len(number) < 9 else 1)


def _typing(request: HttpRequest, entry: SheetEntry, status: int, **more: Any) -> HttpResponse:
    if "code" not in more:
        entry.set_focus(more.pop("household", None))
    context = {"entry": entry, "is_saved": request.method == "GET" and "saved" in request.GET, **more}
    return render(request, "surveys/paper/type.html", context, status=status)


def _save(request: HttpRequest, entry: SheetEntry) -> HttpResponse:
    if not entry.is_valid():
        return _typing(request, entry, 422)
    visits = entry.visits()
    if not visits:
        return _typing(request, entry, 422, fault=_("Nothing is typed yet: choose an outcome in at least one row."))
    surveyor, village = entry.trip.cleaned_data["surveyor"], entry.paper_list.village
    try:
        actions.record_sheet(typist=signed_in(request), surveyor=surveyor, village=village, visits=visits)
    except actions.SheetConflict as conflict:
        return _typing(request, entry.as_newer_visits(conflict.used), 409)
    n = len(visits)
    said = ngettext("%(n)s household saved from page %(page)s.", "%(n)s households saved from page %(page)s.", n)
    messages.success(request, said % {"n": n, "page": entry.page.number})
    return redirect(reverse("paper:type") + entry.address(entry.page.number, saved=1))


def _jump(request: HttpRequest, entry: SheetEntry, code: str) -> HttpResponse:
    """To the row of the household with this code, wherever in the list it stands; nothing typed is left behind."""
    household = entry.paper_list.find(code)
    page = entry.paper_list.page_of(household) if household else None
    is_here = any(row.door == household for row in entry.rows)
    if household and page and not is_here and not entry.is_touched:
        row = f"#id_row-{page.households.index(household)}-outcome"
        return redirect(reverse("paper:type") + entry.address(page.number) + row)
    entry.forget_errors()
    if is_here:
        return _typing(request, entry, 200, household=household)
    return _typing(request, entry, 422, code=code, missed=household, missed_page=page, is_unknown=household is None)
