"""A household list on its way in: template, upload, dry run with every faulty row, storing."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jobs.actions import ask_for
from spreadsheets.archives import Unreadable
from spreadsheets.writing import write_xlsx
from thongnhat_portal.downloads import CSV, XLSX, download
from thongnhat_portal.http import signed_in
from villages import actions
from villages.forms import ListUploadForm
from villages.importing.entries import COLUMN_TITLES
from villages.importing.messages import FAULTS, unreadable_message
from villages.models import HouseholdImport
from villages.permissions import check_can_edit_register

EARLIER_SHOWN = 10
FAULTS_SHOWN = 200
TEMPLATE_WIDTHS = (12, 18, 16, 18, 10, 28, 14, 18, 30)


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty list with the right header: text cells, so that leading zeros stay."""
    check_can_edit_register(signed_in(request))
    example = ("000001", "Đồng Tiến", "Tổ 1", "Ngõ 3", "18", "Nguyễn Văn Mẫu", 4, "0912 345 678", "")
    content = write_xlsx("Danh sách hộ", list(COLUMN_TITLES.values()), [example], TEMPLATE_WIDTHS)
    return download(content, file_name="mau-danh-sach-ho.xlsx")


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_edit_register(user)
    form = ListUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _receive(request, form)
    earlier = HouseholdImport.objects.visible_to(user).defer("content").select_related("uploaded_by")
    context = {"form": form, "earlier": earlier[:EARLIER_SHOWN]}
    return render(request, "villages/import_upload.html", context, status=_upload_status(form))


def _upload_status(form: ListUploadForm) -> int:
    if form.has_error("file", "too_large"):
        return 413
    return 422 if form.is_bound and form.errors else 200


@transaction.atomic
def _receive(request: HttpRequest, form: ListUploadForm) -> HttpResponse:
    user = signed_in(request)
    assert user.commune is not None
    file = form.cleaned_data["file"]
    received = actions.receive_list(
        actor=user,
        commune=user.commune,
        file_name=file.name,
        content=file.read(),
        create_villages=form.cleaned_data["create_villages"],
    )
    _start(received, "villages.check_list")
    return redirect(received)


def _start(received: HouseholdImport, task: str) -> None:
    received.job = ask_for(
        task=task,
        arguments={"upload_id": received.pk},
        requested_by=received.uploaded_by,
        commune=received.commune,
    )
    received.save(update_fields=["job"])


@require_GET
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the list is; while a job runs the fragment asks again by itself."""
    imports = HouseholdImport.objects.visible_to(signed_in(request)).defer("content")
    received = get_object_or_404(imports.select_related("job"), pk=pk)
    context = {
        "upload": received,
        "problem": unreadable_message(received.problem[0], tuple(received.problem[1:])) if received.problem else "",
        "faults": _fault_rows(received)[:FAULTS_SHOWN],
        "same_file": _same_file_before(received),
    }
    name = "villages/_import_status.html" if request.htmx else "villages/import_status.html"  # type: ignore[attr-defined]
    return render(request, name, context)


def _fault_rows(received: HouseholdImport) -> list[tuple[int, list[str]]]:
    """(row number in Excel, its faults in words)."""
    faults = received.outcome.get("faults", {})
    return [(int(row), [str(FAULTS[fault]) for fault in found]) for row, found in faults.items()]


def _same_file_before(received: HouseholdImport) -> HouseholdImport | None:
    stored = HouseholdImport.objects.filter(
        Q(uploaded_at__lt=received.uploaded_at),
        commune=received.commune_id,
        sha256=received.sha256,
        state=HouseholdImport.State.STORED,
    )
    return stored.defer("content").first()


@require_POST
@transaction.atomic
def store(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin storing; pressed twice it begins once."""
    imports = HouseholdImport.objects.visible_to(signed_in(request))
    received = get_object_or_404(imports.defer("content"), pk=pk)
    ready = imports.filter(pk=pk, state=HouseholdImport.State.READY)
    if ready.update(state=HouseholdImport.State.STORING):
        _start(received, "villages.store_list")
    return redirect(received)


@require_GET
def faulty_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The same file with one more column that says what is wrong in each row."""
    faulty = HouseholdImport.objects.visible_to(signed_in(request)).filter(state=HouseholdImport.State.FAULTY)
    received = get_object_or_404(faulty, pk=pk)
    try:
        content = actions.list_with_faults(upload=received, title=_("Error"))
    except Unreadable as problem:
        messages.error(request, unreadable_message(problem.code, problem.details))
        return redirect(received)
    mark = _("faulty")
    is_workbook = content.startswith(b"PK")
    stem = received.file_name.rsplit(".", 1)[0]
    name = f"{stem}-{mark}.{'xlsx' if is_workbook else 'csv'}"
    return download(content, file_name=name, content_type=XLSX if is_workbook else CSV)
