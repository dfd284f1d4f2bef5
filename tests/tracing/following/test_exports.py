"""Files: a reason, text cells, a watermark on every row, and exactly the rows of the screen."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEvent
from checkins.models import Disclosure
from tests.conftest import Cast
from tests.pdfs import embedded_typefaces
from tests.tracing.rows import NAME, SHOWN_PHONE, StayFactory, a_traced_case, a_venue, near, signed
from tracing.following.looking import look
from tracing.following.out.printing import inputs, list_pdf
from tracing.following.out.rows import Export, RowsMissing, check_rows, xlsx
from tracing.models import Case, Contact

pytestmark = pytest.mark.django_db


def take(cast: Cast, case: Case, kind: str = "xlsx", query: str = "", **facts: Any) -> Any:
    sent = {"reason": "Gửi đội lấy mẫu", "rows": case.contacts.count(), **facts}
    return cast.client("health").post(reverse(f"tracing:contacts_{kind}", args=[case.pk]) + query, sent)


def cells(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(BytesIO(content)).active
    return [list(row) for row in sheet.iter_rows()]


def texts(content: bytes) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in cells(content)]


def made(cast: Cast, case: Case) -> Export:
    seen = look(user=cast.people["health"], case=case, contacts=Contact.objects.strongest_first(), at="xlsx")
    return Export(case, seen, "2021-001 · health · 05/06/2021 09:12")


def test_the_file_holds_every_row_of_the_screen_opened_ones_in_clear_and_the_rest_masked(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    near(StayFactory(case=case, venue=a_venue(cast)), minutes=20)
    signed(cast, case, stay)

    rows = texts(take(cast, case).content)

    assert len(rows) == 1 + 2
    assert (rows[1][2], rows[1][3]) == (NAME, SHOWN_PHONE)
    assert rows[2][2] == "Đặng Thị Ngọc ***"
    assert "****" in rows[2][3]


def test_minutes_and_moments_can_be_counted_with(cast: Cast) -> None:
    case, stay, contact = a_traced_case(cast)
    signed(cast, case, stay)

    row = texts(take(cast, case).content)[1]

    last = timezone.make_naive(contact.last_exposed_at).replace(microsecond=0)
    assert (row[0], row[5], row[6], row[7]) == (1, contact.minutes, last, contact.companions)


def test_every_row_bears_case_account_and_time(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    near(stay)

    marks = [row[-1] for row in texts(take(cast, case).content)[1:]]

    assert len(marks) == 2
    assert all(mark.startswith(f"{case.code} · health · ") for mark in marks)


def test_a_name_that_looks_like_a_formula_stays_text(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    near(stay, name='=HYPERLINK("http://x")')
    signed(cast, case, stay)

    rows = cells(take(cast, case).content)

    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert '=HYPERLINK("http://x")' in [row[2].value for row in rows]


def test_the_filter_of_the_screen_holds_for_the_file(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    near(stay, degree=2)

    rows = texts(take(cast, case, query="?degree=2", rows=1).content)

    assert [row[4] for row in rows[1:]] == ["F2"]


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_without_a_reason_there_is_no_file(cast: Cast, kind: str) -> None:
    case, *_ = a_traced_case(cast)

    assert take(cast, case, kind, reason=" ").status_code == 422
    assert not AuditEvent.objects.exists()


def test_a_list_that_changed_meanwhile_is_said_and_not_exported(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    signed(cast, case, stay)
    near(stay)

    response = take(cast, case, rows=1)

    assert response.status_code == 422
    assert response.context["form"]["rows"].value() == 2
    assert response.context["form"]["reason"].value() == "Gửi đội lấy mẫu"
    assert not Disclosure.objects.exists()
    assert not AuditEvent.objects.filter(action="case.export").exists()


def test_nobody_listed_is_nothing_to_export(cast: Cast) -> None:
    case, *_ = a_traced_case(cast)

    assert take(cast, case, query="?degree=2", rows=0).status_code == 422


def test_the_page_before_tells_how_many_rows_and_how_many_stay_masked(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    near(StayFactory(case=case, venue=a_venue(cast)))
    signed(cast, case, stay)

    context = cast.client("health").get(reverse("tracing:contacts_xlsx", args=[case.pk])).context

    assert (context["shown"], context["masked"]) == (2, 1)


def test_an_export_is_written_down_with_reason_and_counts(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    signed(cast, case, stay)

    take(cast, case, "pdf")

    event = AuditEvent.objects.get(action="case.export")
    assert (event.object_id, event.reason) == (str(case.pk), "Gửi đội lấy mẫu")
    assert event.facts == {"kind": "pdf", "rows": 1, "in_clear": 1}


def test_a_file_with_fewer_rows_than_the_list_is_never_handed_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case, stay, _contact = a_traced_case(cast)
    near(stay)
    whole = made(cast, case)
    monkeypatch.setattr("tracing.following.out.rows.lines", lambda export: [["1"] * 12 + [export.watermark]])

    with pytest.raises(RowsMissing):
        xlsx(whole)


def test_the_rows_are_counted_in_the_file_itself(cast: Cast) -> None:
    case, *_ = a_traced_case(cast)
    content = xlsx(made(cast, case))
    title = texts(content)[0][-1]

    check_rows(content, title, 1)
    with pytest.raises(RowsMissing):
        check_rows(content, title, 2)


def test_the_printed_list_is_a_draft_with_every_row_and_the_watermark(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    near(StayFactory(case=case, venue=a_venue(cast)), minutes=20)
    signed(cast, case, stay)

    given = json.loads(inputs(made(cast, case))["list"])

    assert [row["name"] for row in given["rows"]] == [NAME, "Đặng Thị Ngọc ***"]
    assert (given["count"], given["in_clear"]) == (2, 1)
    assert "health" in given["watermark"]


def test_the_printed_list_embeds_the_twin_of_times_new_roman(cast: Cast) -> None:
    case, *_ = a_traced_case(cast)

    assert embedded_typefaces(list_pdf(made(cast, case))) == {"Tinos"}


def test_a_case_may_be_called_as_typst_would_read_it(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast, authority_reference="#set text(0pt) */ [")
    near(stay, name="#panic()")
    signed(cast, case, stay)

    assert list_pdf(made(cast, case)).startswith(b"%PDF")
