"""The list as a file: a page that asks why, then the file. Only within one case; masked rows stay masked."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thongnhat_portal.downloads import PDF, XLSX, download
from thongnhat_portal.fields import CleanTextField
from thongnhat_portal.http import form_status, signed_in
from tracing.case import Refusal, case_of
from tracing.following.out.printing import list_pdf
from tracing.following.out.rows import Export, ListChanged, export, xlsx
from tracing.following.people.lists import ContactFilter, open_among
from tracing.permissions import check_can_trace


class ExportForm(forms.Form):
    reason = CleanTextField(
        label=_("What is the file for?"), max_length=300, help_text=_("Written down with your name; the chair sees it.")
    )
    rows = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


def contacts_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(request, pk, xlsx, "xlsx", XLSX)


def contacts_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(request, pk, list_pdf, "pdf", PDF)


@never_cache
@require_http_methods(["GET", "POST"])
def _file(
    request: HttpRequest, pk: int, write: Callable[[Export], bytes], kind: str, content_type: str
) -> HttpResponse:
    """The filter stands in the address, so that the file holds what the screen showed."""
    user = signed_in(request)
    case = case_of(user, pk)
    check_can_trace(user)
    contacts = ContactFilter(request.GET).chosen(case)
    shown, opened = contacts.count(), open_among(contacts)
    form = ExportForm(request.POST or None, initial={"rows": shown})
    if request.method == "POST" and form.is_valid():
        try:
            made = export(
                actor=user,
                case=case,
                contacts=contacts,
                kind=kind,
                shown=form.cleaned_data["rows"],
                reason=form.cleaned_data["reason"],
            )
        except Refusal as refusal:
            form = _again(form, refusal)
        else:
            name = f"tiep-xuc-{case.code}-{timezone.localtime():%Y%m%d-%H%M}.{kind}"
            return download(write(made), file_name=name, content_type=content_type)
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "kind": kind,
        "shown": shown,
        "masked": shown - opened,
        "asked": request.GET.urlencode(),
    }
    return render(request, "tracing/following/export.html", context, status=form_status(form))


def _again(form: ExportForm, refusal: Refusal) -> ExportForm:
    """The reason as it was typed, and the number of rows as it is now."""
    rows = refusal.now if isinstance(refusal, ListChanged) else form.cleaned_data["rows"]
    again = ExportForm({"reason": form.cleaned_data["reason"], "rows": rows})
    again.add_error(None, refusal.sentence)
    return again
