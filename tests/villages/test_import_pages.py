"""The pages of an import, as the officer walks through them."""

import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from accounts.models import Role
from jobs.actions import perform
from jobs.models import Job
from spreadsheets.archives import MAX_BYTES, Unreadable
from spreadsheets.reading import read_table
from tests.conftest import Cast
from tests.spreadsheets.files import excel, first_sheet, opened, part, repacked
from tests.villages.lists import HEADER, checked, listed, official, row, rows, stored
from villages import actions
from villages.importing.entries import COLUMNS, check
from villages.importing.messages import UNREADABLE, unreadable_message
from villages.importing.pages import FAULTS_SHOWN
from villages.models import Household, HouseholdImport, Village

UPLOAD = "/households/import/"
TEMPLATE = f"{UPLOAD}template.xlsx"


def send(client: Client, content: bytes, name: str = "ho.xlsx", **data: str) -> Any:
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content), **data})


def newest() -> HouseholdImport:
    return HouseholdImport.objects.select_related("job").latest("pk")


def work(upload: HouseholdImport) -> None:
    """What a worker does."""
    assert upload.job
    perform(upload.job.pk)


def words(response: Any) -> str:
    return unescape(response.content.decode())


def test_an_officer_uploads_checks_and_imports_a_list(cast: Cast) -> None:
    client = cast.client("officer")

    sent = send(client, official(row(), row(code="010002", village="Xuân Hòa")), create_villages="on")
    work(newest())
    assert f"{newest().get_absolute_url()}store/" in words(client.get(sent.url))
    assert Household.objects.count() == 1
    client.post(f"{sent.url}store/")
    work(newest())

    assert (newest().state, newest().uploaded_by) == ("stored", cast.people["officer"])
    assert Household.objects.filter(commune=cast.commune).count() == 3
    assert "store/" not in words(client.get(sent.url))


def test_the_job_of_a_list_belongs_to_whom_and_where_it_came_from(cast: Cast) -> None:
    send(cast.client("officer"), listed(row()))

    job = Job.objects.get(task="villages.check_list")
    assert (job.requested_by, job.commune) == (cast.people["officer"], cast.commune)
    assert (job.arguments, newest().job) == ({"upload_id": newest().pk}, job)


def test_a_faulty_list_shows_every_row_and_cannot_be_imported(cast: Cast) -> None:
    upload = checked(cast.commune, listed(row(members=0), row(code="2", phone="123")))
    client = cast.client("officer")

    page = words(client.get(upload.get_absolute_url()))
    client.post(f"{upload.get_absolute_url()}store/")

    assert re.findall(r'<td class="num">(\d+)</td>', page) == ["2", "3"]
    assert (Job.objects.count(), Household.objects.count()) == (0, 1)


def test_a_very_faulty_list_shows_its_first_rows_and_the_number_of_all(cast: Cast) -> None:
    upload = checked(cast.commune, listed(*[row(members=0, code=str(n)) for n in range(FAULTS_SHOWN + 5)]))

    page = words(cast.client("officer").get(upload.get_absolute_url()))

    assert page.count('<td class="num">') == FAULTS_SHOWN
    assert f"{FAULTS_SHOWN + 5} " in page


def test_a_list_that_doubles_a_village_is_warned_of_before_it_is_stored(cast: Cast) -> None:
    Village.objects.filter(pk=cast.village.pk).update(official_households=10, official_households_as_of="2021-01-01")
    client = cast.client("officer")

    ten, eleven = (words(client.get(checked(cast.commune, listed(*rows(n))).get_absolute_url())) for n in (10, 11))

    assert "số hộ" not in ten.split("import-status")[1]
    assert "Thôn Đồng Tiến: số hộ sẽ là 12, chính thức 10" in eleven


def test_a_row_left_out_is_told_by_its_number_and_counted(cast: Cast) -> None:
    upload = checked(cast.commune, listed(row()))
    HouseholdImport.objects.update(outcome=upload.outcome | {"skipped": [1880]})

    assert "1 dòng (dòng 1880)" in words(cast.client("officer").get(upload.get_absolute_url()))


def test_pressing_import_twice_starts_one_job(cast: Cast) -> None:
    upload = checked(cast.commune, listed(row()))
    client = cast.client("officer")

    answers = [client.post(f"{upload.get_absolute_url()}store/").status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Job.objects.filter(task="villages.store_list").count() == 1


@pytest.mark.parametrize("state", ["checking", "faulty", "unreadable", "storing", "stored"])
def test_only_a_list_in_order_can_be_imported(cast: Cast, state: str) -> None:
    upload = checked(cast.commune, listed(row()))
    HouseholdImport.objects.update(state=state)

    cast.client("officer").post(f"{upload.get_absolute_url()}store/")

    assert (Job.objects.count(), newest().state) == (0, state)


def test_a_message_that_comes_twice_does_its_work_once(cast: Cast) -> None:
    send(cast.client("officer"), listed(row()))
    work(newest())
    Job.objects.update(state=Job.State.QUEUED)
    HouseholdImport.objects.update(outcome={"failed": 77})

    work(newest())

    assert (newest().state, newest().outcome) == ("ready", {"failed": 77})


def test_a_file_over_ten_megabytes_is_too_large(cast: Cast) -> None:
    response = send(cast.client("officer"), b"x" * (MAX_BYTES + 1))

    assert response.status_code == 413
    assert str(UNREADABLE["too_large"]) in words(response)
    assert not HouseholdImport.objects.exists()


@pytest.mark.parametrize(
    "data", [{"create_villages": "on"}, {"file": SimpleUploadedFile("ho.xlsx", b"")}, {"file": "ho.xlsx"}]
)
def test_no_file_is_an_error_beside_the_field(cast: Cast, data: dict[str, Any]) -> None:
    response = cast.client("officer").post(UPLOAD, data)

    assert response.status_code == 422
    assert 'class="form-control is-invalid"' in words(response)
    assert not HouseholdImport.objects.exists()


def _with_macros() -> bytes:
    return repacked(listed(row()), {"xl/vbaProject.bin": b""})


UNREADABLE_FILES = {
    "macro": (_with_macros, ()),
    "old_xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ()),
    "not_a_workbook": (lambda: repacked(b"PK\x05\x06" + bytes(18), {"a.txt": "no workbook"}), ()),
    "empty": (lambda: excel(), ()),
    "no_rows": (lambda: excel(HEADER), ()),
    "bad_text": (lambda: "Mã hộ;Thôn".encode("cp1258", errors="replace") + b"\xe9\xff", ()),
    "missing_columns": (lambda: excel(["Mã hộ", "Thôn", "Chủ hộ"], ["1", "A", "B"]), ("Số nhân khẩu",)),
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("code", UNREADABLE_FILES)
def test_why_a_file_cannot_be_read_is_told_in_a_sentence(cast: Cast, code: str, language: str) -> None:
    make, details = UNREADABLE_FILES[code]
    client = cast.client("officer")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    sent = send(client, make(), "ho.xlsm" if code == "macro" else "ho.xlsx")
    work(newest())

    assert newest().state == "unreadable"
    with translation.override(language):
        assert unreadable_message(code, details) in words(client.get(sent.url))


def test_the_same_file_imported_before_is_told(cast: Cast) -> None:
    first = stored(cast.commune, listed(row()))
    upload = HouseholdImport(commune=cast.commune, sha256=first.sha256, file_name="again.xlsx")
    upload.file = listed(row())
    upload.save()
    actions.check_list(upload=upload)

    page = words(cast.client("officer").get(upload.get_absolute_url()))

    assert '<p class="notice is-care">' in page
    assert '<p class="notice is-care">' not in words(cast.client("officer").get(first.get_absolute_url()))


def test_what_htmx_asks_for_is_the_fragment_that_stands_in_the_page(cast: Cast) -> None:
    stored(cast.commune, official(row()))
    upload = stored(cast.commune, official(row()))  # changes nothing: no button, whose token is never the same twice
    client = cast.client("officer")

    fragment = words(client.get(upload.get_absolute_url(), headers={"HX-Request": "true"}))

    assert fragment.lstrip().startswith('<div class="panel" id="import-status"')
    assert "<html" not in fragment
    assert fragment in words(client.get(upload.get_absolute_url()))


@pytest.mark.parametrize(("state", "asks_again"), [("checking", True), ("storing", True), ("ready", False)])
def test_the_fragment_asks_again_only_while_a_job_runs(cast: Cast, state: str, *, asks_again: bool) -> None:
    upload = checked(cast.commune, listed(row()))
    HouseholdImport.objects.update(state=state)

    page = words(cast.client("officer").get(upload.get_absolute_url()))

    assert (f'hx-get="{upload.get_absolute_url()}"' in page) == asks_again


def test_a_job_that_failed_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = cast.client("officer")
    sent = send(client, listed(row()))
    monkeypatch.setattr("villages.actions.read_table", lambda *given: 1 / 0)

    work(newest())

    assert newest().job.state == "failed"
    page = words(client.get(sent.url))
    assert '<h2 class="behind">' in page
    assert "hx-get" not in page


def test_the_list_with_its_errors_holds_text_only(cast: Cast) -> None:
    upload = checked(cast.commune, listed(row(head='=HYPERLINK("http://127.0.0.1")', note="=1+1")))

    response = cast.client("officer").get(f"{upload.get_absolute_url()}faults/")

    assert "<f>" not in part(response.content, "xl/worksheets/sheet1.xml")
    assert first_sheet(opened(response.content))["K2"].value
    assert ".xlsx" in response["Content-Disposition"]
    assert response["Cache-Control"] == "no-store"


def test_a_faulty_csv_comes_back_as_a_csv_that_opens_as_text(cast: Cast) -> None:
    content = "Mã hộ;Thôn;Chủ hộ;Số khẩu\n1;Đồng Tiến;=1+1;3\n".encode()

    response = cast.client("officer").get(f"{checked(cast.commune, content).get_absolute_url()}faults/")

    assert ";'=1+1;" in response.content.decode("utf-8-sig")
    assert ".csv" in response["Content-Disposition"]


def test_a_list_that_cannot_be_handed_back_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = checked(cast.commune, listed(row(members=0)))
    refuse = lambda **given: (_ for _ in ()).throw(Unreadable("not_a_workbook"))  # noqa: E731
    monkeypatch.setattr("villages.actions.list_with_faults", refuse)

    response = cast.client("officer").get(f"{upload.get_absolute_url()}faults/", follow=True)

    assert unreadable_message("not_a_workbook", ()) in words(response)


def test_only_a_faulty_list_has_faults_to_download(cast: Cast) -> None:
    upload = stored(cast.commune, listed(row()))

    assert cast.client("officer").get(f"{upload.get_absolute_url()}faults/").status_code == 404


def test_the_template_opens_and_its_own_example_is_sound(cast: Cast) -> None:
    content = cast.client("officer").get(TEMPLATE).content

    assert [cell.value for cell in first_sheet(opened(content))[1]] == HEADER[1:]
    found = check(read_table(content, COLUMNS).rows)
    assert (len(found.entries), found.faults) == (1, {})


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.OFFICER])
def test_other_roles_may_not_import(cast: Cast, role: str) -> None:
    upload, client = checked(cast.commune, listed(row())), cast.client(role)

    answers = [client.get(UPLOAD), client.get(TEMPLATE), client.get(upload.get_absolute_url())]
    answers.append(client.post(f"{upload.get_absolute_url()}store/"))

    assert [answer.status_code for answer in answers] == [403, 403, 404, 404]


def test_an_officer_of_another_commune_finds_no_list(cast: Cast) -> None:
    upload, client = checked(cast.commune, listed(row(members=0))), cast.client("foreigner")
    address = upload.get_absolute_url()

    answers = [client.get(address), client.get(f"{address}faults/"), client.post(f"{address}store/")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert upload.file_name not in words(client.get(UPLOAD))


def test_earlier_lists_are_shown_to_their_commune(cast: Cast) -> None:
    checked(cast.commune, listed(row()))

    assert "ho.xlsx" in words(cast.client("officer").get(UPLOAD))
