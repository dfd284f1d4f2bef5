"""The sheet: read back by a camera's library, measured, and looked through for what it must and must not say."""

import io
import json
import time
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

from accounts.models import AuditEvent
from surveys.paper.lists import EVERY, LEFT, ROWS, PaperList
from surveys.paper.sheets import LINES, TEMPLATE, file_name, inputs, qr_code, sheet_pdf
from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, at, visit
from tests.pdfs import embedded_typefaces
from tests.surveys.paper.pages import SHEET, address, neighbours
from thongnhat_portal.pdf import compiler
from villages.models import Household

DPI = 200  # a plain scanner; a camera close to the paper sees more
MM_PER_DOT = 25.4 / DPI
HOSTILE = [
    "<script>alert(1)</script>",
    "=1+1",
    "#let x = panic()",
    "*An* _Ba_ @ref $x^2$ `raw` [a] // x \\ ~",
    "Ở" * 100,
    ("Nguyễn " * 15)[:100],
]


def paper(cast: Cast, *, which: str = EVERY, part: str = "") -> PaperList:
    return PaperList(cast.people["officer"], cast.village, part, which, at("2031-07-02", 14, 5))


def pictures(given: PaperList) -> list[Image.Image]:
    pages: Any = compiler(TEMPLATE).compile(format="png", ppi=DPI, sys_inputs=inputs(given))
    return [Image.open(io.BytesIO(page)).convert("L") for page in (pages if isinstance(pages, list) else [pages])]


def read(page: Image.Image) -> list[Any]:
    """The QR codes of a page, from its top to its foot."""
    found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)
    return sorted(found, key=lambda code: code.position.top_left.y)


def content(given: PaperList) -> Any:
    return json.loads(inputs(given)["sheet"])


def test_a_camera_reads_every_code_in_the_order_of_the_rows(cast: Cast) -> None:
    neighbours(cast, ROWS + 2)

    first, second = pictures(paper(cast))

    assert [code.text for code in read(first)] == ["000001", *(f"1{n:05d}" for n in range(ROWS - 1))]
    assert [code.text for code in read(second)] == ["100011", "100012", "100013"]


def test_a_code_is_at_least_12_millimetres_wide_and_high(cast: Cast) -> None:
    HouseholdFactory(village=cast.village, group=cast.group, code="HK/2021-a.b_cdefghij")

    (page,) = pictures(paper(cast))

    for found in read(page):
        corners = found.position
        assert (corners.top_right.x - corners.top_left.x) * MM_PER_DOT >= 12 - 0.2
        assert (corners.bottom_left.y - corners.top_left.y) * MM_PER_DOT >= 12 - 0.2


def test_a_sheet_is_a4_lying(cast: Cast) -> None:
    (page,) = pictures(paper(cast))

    assert [round(side * MM_PER_DOT) for side in page.size] == [297, 210]


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_the_names_it_is_one_page_that_reads(cast: Cast, name: str) -> None:
    neighbours(cast, ROWS - 1)
    Household.objects.update(head_name=name, alley=name)
    type(cast.village).objects.update(name=name)
    type(cast.group).objects.update(name=name)
    cast.village.refresh_from_db()

    (page,) = pictures(paper(cast))

    assert len(read(page)) == ROWS
    assert content(paper(cast))["pages"][0]["rows"][0]["head"] == name


@pytest.mark.parametrize("code", ["1", "000001", "010002-B", "HK/2021-a.b_cdefghij", "0" * 20])
def test_the_code_is_the_smallest_that_holds_the_household_code(code: str) -> None:
    version = qr_code(code).version

    smaller: QRCode[Any] = QRCode(version=max(version - 1, 1), error_correction=ERROR_CORRECT_M)
    smaller.add_data(code)

    if version > 1:
        with pytest.raises(DataOverflowError):
            smaller.make(fit=False)
    assert version <= 2


def test_only_be_vietnam_pro_is_embedded(cast: Cast) -> None:
    pdf = sheet_pdf(paper(cast))

    assert embedded_typefaces(pdf) == {"BeVietnamPro"}
    assert b"/Subtype/Image" not in pdf.replace(b" ", b"")


def test_it_is_black_on_white(cast: Cast) -> None:
    page: Any = compiler(TEMPLATE).compile(format="png", ppi=30, sys_inputs=inputs(paper(cast)))

    colours = Image.open(io.BytesIO(page)).convert("RGB").getcolors(100_000)

    assert colours is not None
    assert all(red == green == blue for _, (red, green, blue) in colours)


def test_a_row_says_who_lives_where_and_never_a_phone_number(cast: Cast) -> None:
    cast.household.phone, cast.household.house_number = "+84912345678", "12"
    cast.household.save()

    given = paper(cast)

    row = content(given)["pages"][0]["rows"][0]
    del row["qr"]
    assert row == {"number": 1, "code": "000001", "head": "Đỗ Thị Ánh", "address": "12, Ngõ 3", "members": 4}
    assert "912" not in inputs(given)["sheet"].replace(" ", "")


def test_a_sheet_is_in_vietnamese_with_every_mark_explained(cast: Cast) -> None:
    sheet = content(paper(cast))

    assert (sheet["commune"], sheet["village"], sheet["listed_at"]) == (
        "XÃ THỐNG NHẤT",
        "Thôn Đồng Tiến",
        "14:05 02/07/2031",
    )
    assert [mark for mark, _ in sheet["reasons"]] == list("ABCDEFG")
    assert [mark for mark, _ in sheet["outcomes"]] == list("1234")
    assert ["A", "Máy quá cũ"] in sheet["reasons"]


@pytest.mark.parametrize("number", [0, 3, ROWS - 1])
def test_every_page_ends_with_blank_rows(cast: Cast, number: int) -> None:
    neighbours(cast, number)

    (page,) = content(paper(cast))["pages"]

    assert (len(page["rows"]) + page["blank"], page["blank"] >= 2) == (LINES, True)


def test_each_group_begins_a_page_and_numbers_run_on(cast: Cast) -> None:
    neighbours(cast, 2)
    second = GroupFactory(village=cast.village, name="Tổ 2")
    HouseholdFactory(village=cast.village, group=second, code="two")
    HouseholdFactory(village=cast.village, code="none")

    pages = content(paper(cast))["pages"]

    assert [(page["place"], [row["number"] for row in page["rows"]]) for page in pages] == [
        ("Tổ 1", [1, 2, 3]),
        ("Tổ 2", [4]),
        ("Chưa thuộc tổ nào", [5]),
    ]


def test_a_sheet_of_300_households_is_made_in_a_few_seconds(cast: Cast) -> None:
    facts = {"commune": cast.commune, "village": cast.village, "head_name": "Nguyễn Thị Ánh", "member_count": 4}
    Household.objects.bulk_create(Household(code=f"2{number:05d}", **facts) for number in range(300))

    began = time.process_time()
    pdf = sheet_pdf(paper(cast))

    assert time.process_time() - began < 15
    assert pdf.startswith(b"%PDF-")


def listed(cast: Cast, role: str, **asked: Any) -> list[str]:
    """Codes of the rows of the sheet this person is given."""
    response = cast.client(role).get(address(cast, "/paper/type/", **asked))
    pages = response.context["entry"].paper_list.pages
    return [household.code for page in pages for household in page.households]


def test_only_those_not_settled_are_listed_unless_all_are_asked_for(cast: Cast) -> None:
    for code, facts in {"done": {}, "moved": {"outcome": "moved_away"}, "absent": {"outcome": "absent"}}.items():
        visit(HouseholdFactory(village=cast.village, group=cast.group, code=code), "2021-07-01", **facts)

    assert set(listed(cast, "officer", which=LEFT)) == set(listed(cast, "officer", which="")) == {"000001", "absent"}
    assert set(listed(cast, "officer", which=EVERY)) == {"000001", "absent", "done", "moved"}


def test_a_list_printed_before_comes_again_as_it_was(cast: Cast) -> None:
    neighbours(cast, 1)
    done = visit(cast.household, "2021-07-01")
    type(done).objects.update(received_at=at("2021-07-02", 15))

    before, after = (listed(cast, "officer", which=LEFT, at=f"{hour}:30 02/07/2021") for hour in ("14", "15"))

    assert (before, after) == (["000001", "100000"], ["100000"])


def test_a_group_or_an_alley_is_a_part(cast: Cast) -> None:
    neighbours(cast, 1)
    HouseholdFactory(village=cast.village, code="none", alley="Ngõ 4")
    HouseholdFactory(village=cast.village, code="alone")

    assert listed(cast, "officer", part=f"group-{cast.group.pk}") == ["000001", "100000"]
    assert listed(cast, "officer", part="group-0") == ["alone", "none"]
    assert listed(cast, "officer", part="alley-Ngõ 4") == ["none"]
    assert set(listed(cast, "officer", part="alley-Ngõ 3")) == {"000001", "100000", "alone"}


def test_a_surveyor_is_given_the_assigned_households_only(cast: Cast) -> None:
    HouseholdFactory(village=cast.village, code="beside")
    alone: Any = HouseholdFactory(village=cast.village, code="alone", group=GroupFactory(village=cast.village))
    alone.surveyors.add(cast.people["surveyor"])
    HouseholdFactory(village=cast.village, code="retired", group=cast.group, retired_at=at("2021-07-01"))

    assert listed(cast, "surveyor") == ["000001", "alone"]


@pytest.mark.parametrize("role", ["officer", "village_head", "monitor", "surveyor"])
def test_whoever_walks_downloads_the_sheet_and_that_is_audited(cast: Cast, role: str) -> None:
    response = cast.client(role).get(address(cast, SHEET))

    assert response.content.startswith(b"%PDF-")
    assert 'filename="phieu-dong-tien.pdf"' in response["Content-Disposition"]
    event = AuditEvent.objects.get(action="paper.print")
    assert (event.actor, event.facts) == (cast.people[role], {"households": 1})


@pytest.mark.parametrize(("role", "status"), [("chair", 403), ("keeper", 403), ("stranger", 404), ("foreigner", 404)])
def test_others_download_nothing(cast: Cast, role: str, status: int) -> None:
    assert cast.client(role).get(address(cast, SHEET)).status_code == status


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_is_named_in_plain_letters(cast: Cast, name: str) -> None:
    given = file_name(paper(cast, part=f"alley-{name}"))

    assert given.isascii()
    assert set(given) & set("/\\ <>$") == set()
