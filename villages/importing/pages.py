"""The pages of every list on its way in: template, upload, dry run with every faulty row, storing.

A kind of list says what differs; the address names of its pages are alike: upload, template, import, import_store,
import_faults.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_stubs_ext import StrOrPromise

from accounts.models import User
from jobs.actions import ask_for
from spreadsheets.archives import Unreadable
from spreadsheets.writing import write_xlsx
from thongnhat_portal.downloads import CSV, XLSX, download
from thongnhat_portal.http import signed_in
from villages.forms import ListFileForm
from villages.importing.messages import unreadable_message
from villages.models import ListImport

EARLIER_SHOWN = 10
FAULTS_SHOWN = 200
PAGES = ("upload", "template", "import", "import_store", "import_faults")


@dataclass(frozen=True)
class Example:
    """The empty list to download: file name, sheet, header, one row as it should look, widths, notes above."""

    file_name: str
    sheet: str
    titles: Sequence[str]
    row: Sequence[str | int]
    widths: Sequence[int]
    notes: Callable[[], Sequence[str]] = tuple


@dataclass(frozen=True)
class ListKind:
    """What differs between lists: model, form, deeds (a module with receive_list, list_with_faults), words."""

    model: type[Any]
    form: type[ListFileForm]
    check_may: Callable[[User], None]
    actions: ModuleType
    tasks: Mapping[str, str]
    namespace: str
    list_address: str
    faults: Mapping[str, StrOrPromise]
    example: Example
    heading: StrOrPromise
    explanation: StrOrPromise
    new_things: StrOrPromise
    left_out: StrOrPromise
    see_all: StrOrPromise

    @property
    def addresses(self) -> dict[str, str]:
        """Page → address name, for `{% url kind.addresses.upload %}`."""
        return {page: f"{self.namespace}:{page}" for page in PAGES} | {"list": self.list_address}


def addresses(kind: ListKind, under: str = "") -> list[URLPattern]:
    """The five pages of a kind of list."""
    of_kind = {"kind": kind}
    return [
        path(under, upload, of_kind, name="upload"),
        path(f"{under}template.xlsx", template, of_kind, name="template"),
        path(f"{under}<int:pk>/", status, of_kind, name="import"),
        path(f"{under}<int:pk>/store/", store, of_kind, name="import_store"),
        path(f"{under}<int:pk>/faults/", faulty_rows, of_kind, name="import_faults"),
    ]


@require_safe
def template(request: HttpRequest, kind: ListKind) -> HttpResponse:
    """An empty list with the right header: text cells, so that leading zeros stay."""
    kind.check_may(signed_in(request))
    example = kind.example
    content = write_xlsx(example.sheet, example.titles, [example.row], example.widths, example.notes())
    return download(content, file_name=example.file_name)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, kind: ListKind) -> HttpResponse:
    user = signed_in(request)
    kind.check_may(user)
    form = kind.form.of(request)
    if request.method == "POST" and form.is_valid():
        return _receive(request, kind, form)
    earlier = kind.model.objects.visible_to(user).defer("content").select_related("uploaded_by")
    context = {"form": form, "earlier": earlier[:EARLIER_SHOWN], "kind": kind}
    return render(request, "villages/import_upload.html", context, status=_upload_status(form))


def _upload_status(form: ListFileForm) -> int:
    if form.has_error("file", "too_large"):
        return 413
    return 422 if form.is_bound and form.errors else 200


@transaction.atomic
def _receive(request: HttpRequest, kind: ListKind, form: ListFileForm) -> HttpResponse:
    user = signed_in(request)
    assert user.commune is not None
    choices = dict(form.cleaned_data)
    file = choices.pop("file")
    received = kind.actions.receive_list(
        actor=user, commune=user.commune, file_name=file.name, content=file.read(), **choices
    )
    _start(received, kind.tasks["check"])
    return redirect(received)


def _start(received: ListImport, task: str) -> None:
    received.job = ask_for(
        task=task,
        arguments={"upload_id": received.pk},
        requested_by=received.uploaded_by,
        commune=received.commune,
    )
    received.save(update_fields=["job"])


@require_safe
def status(request: HttpRequest, pk: int, kind: ListKind) -> HttpResponse:
    """How far the list is; while a job runs the fragment asks again by itself."""
    imports = kind.model.objects.visible_to(signed_in(request)).defer("content")
    received = get_object_or_404(imports.select_related("job"), pk=pk)
    context = {
        "upload": received,
        "kind": kind,
        "problem": unreadable_message(received.problem[0], tuple(received.problem[1:])) if received.problem else "",
        "faults": _fault_rows(received, kind)[:FAULTS_SHOWN],
        "same_file": _same_file_before(received, kind),
    }
    name = "villages/_import_status.html" if request.htmx else "villages/import_status.html"  # type: ignore[attr-defined]
    return render(request, name, context)


def _fault_rows(received: ListImport, kind: ListKind) -> list[tuple[int, list[str]]]:
    """(row number in Excel, its faults in words)."""
    faults = received.outcome.get("faults", {})
    return [(int(row), [str(kind.faults[fault]) for fault in found]) for row, found in faults.items()]


def _same_file_before(received: ListImport, kind: ListKind) -> Any:
    stored = kind.model.objects.filter(
        Q(uploaded_at__lt=received.uploaded_at),
        commune=received.commune_id,
        sha256=received.sha256,
        state=ListImport.State.STORED,
    )
    return stored.defer("content").first()


@require_POST
@transaction.atomic
def store(request: HttpRequest, pk: int, kind: ListKind) -> HttpResponse:
    """Begin storing; pressed twice it begins once."""
    imports = kind.model.objects.visible_to(signed_in(request))
    received = get_object_or_404(imports.defer("content"), pk=pk)
    ready = imports.filter(pk=pk, state=ListImport.State.READY)
    if ready.update(state=ListImport.State.STORING):
        _start(received, kind.tasks["store"])
    return redirect(received)


@require_safe
def faulty_rows(request: HttpRequest, pk: int, kind: ListKind) -> HttpResponse:
    """The same file with one more column that says what is wrong in each row."""
    faulty = kind.model.objects.visible_to(signed_in(request)).filter(state=ListImport.State.FAULTY)
    received = get_object_or_404(faulty, pk=pk)
    try:
        content = kind.actions.list_with_faults(upload=received, title=_("Error"))
    except Unreadable as problem:
        messages.error(request, unreadable_message(problem.code, problem.details))
        return redirect(received)
    mark = _("faulty")
    is_workbook = content.startswith(b"PK")
    stem = received.file_name.rsplit(".", 1)[0]
    name = f"{stem}-{mark}.{'xlsx' if is_workbook else 'csv'}"
    return download(content, file_name=name, content_type=XLSX if is_workbook else CSV)
