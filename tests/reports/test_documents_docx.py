"""The .docx, opened again: what Nghị định 30/2020/NĐ-CP asks of margins, letters and words."""

from io import BytesIO

import docx
import pytest
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.documents.as_docx import SCRIPTS, as_docx
from reports.models import DailySummary
from tests.conftest import Cast
from tests.reports.documents import DAY, campaign, document
from vietnam.documents import format_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(cast: Cast) -> Docx:
    return opened(campaign(cast), "daily")


def opened(cast: Cast, kind: str, **facts: object) -> Docx:
    return docx.Document(BytesIO(as_docx(document(cast, kind, **facts))))


def in_mm(length: int | None) -> int:
    return round((length or 0) / Mm(1))


def texts(made: Docx) -> list[str]:
    """Of paragraphs and cells, in no order that matters."""
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in made.paragraphs] + cells


def test_the_page_is_a4_with_the_decrees_margins(report: Docx) -> None:
    page = report.sections[0]

    assert (in_mm(page.page_width), in_mm(page.page_height)) == (210, 297)
    assert (in_mm(page.top_margin), in_mm(page.bottom_margin)) == (20, 20)
    assert (in_mm(page.left_margin), in_mm(page.right_margin)) == (30, 15)


def test_every_run_names_times_new_roman_for_every_script(report: Docx) -> None:
    runs = [*report.element.body.iter(qn("w:r")), *report.sections[0].header._element.iter(qn("w:r"))]

    named = {run.rPr.rFonts.get(qn(f"w:{script}")) for run in runs for script in SCRIPTS}

    assert len(runs) > 50
    assert named == {"Times New Roman"}


def test_every_run_is_black_and_of_a_size_the_decree_knows(report: Docx) -> None:
    sizes = {run.font.size for paragraph in report.paragraphs for run in paragraph.runs}

    assert sizes <= {Pt(2), Pt(13), Pt(14)}  # 2: of a rule, without letters
    assert not any(element.tag == qn("w:color") for element in report.element.body.iter())


def test_the_page_number_stands_centred_in_the_top_margin_but_not_on_page_one(report: Docx) -> None:
    page = report.sections[0]

    header = page.header.paragraphs[0]

    assert page.different_first_page_header_footer
    assert "PAGE" in header._p.xml
    assert header.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" not in page.first_page_header._element.xml


def test_the_head_says_who_issues_it_and_in_which_state(report: Docx) -> None:
    (left, right), (number, place) = (row.cells for row in report.tables[0].rows)

    assert left.text.split("\n")[:2] == ["ỦY BAN NHÂN DÂN", "XÃ THỐNG NHẤT"]
    assert right.text.split("\n")[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert number.text.replace("\xa0", " ") == "Số:      /BC-UBND"
    assert place.text == "Thống Nhất, ngày 06 tháng 7 năm 2021"


def test_the_head_keeps_its_two_widths_at_columns_and_cells(report: Docx) -> None:
    head = report.tables[0]

    assert [in_mm(column.width) for column in head.columns] == [65, 100]
    assert [[in_mm(cell.width) for cell in row.cells] for row in head.rows] == [[65, 100]] * 2


@pytest.mark.parametrize(("side", "least", "most"), [(0, 1 / 3, 1 / 2), (1, 0.99, 1.01)])
def test_the_rules_of_the_head_are_as_long_as_the_decree_says(
    report: Docx, side: int, least: float, most: float
) -> None:
    from reports.documents.as_docx import width_mm

    cell = report.tables[0].rows[0].cells[side]
    above = width_mm(cell.paragraphs[1].text, (13, 14)[side])

    rule = cell.paragraphs[2].paragraph_format
    length = (65, 100)[side] - in_mm_exactly(rule.left_indent) - in_mm_exactly(rule.right_indent)

    assert least <= length / above <= most


def in_mm_exactly(length: int | None) -> float:
    return (length or 0) / Mm(1)


def test_paragraphs_are_justified_indented_and_apart(report: Docx) -> None:
    body = next(paragraph for paragraph in report.paragraphs if paragraph.text.startswith("Thực hiện Công văn"))

    assert body.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert 10 <= in_mm(body.paragraph_format.first_line_indent) <= 13
    assert body.paragraph_format.space_before >= Pt(6)


def test_the_text_ends_with_the_decrees_sign_and_who_signs_stands_below(report: Docx) -> None:
    said = [paragraph.text for paragraph in report.paragraphs if paragraph.text]
    recipients, signing = report.tables[-1].rows[0].cells

    assert said[-1].endswith("Ủy ban nhân dân huyện Mẫu./.")
    assert signing.text.split("\n") == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu"]
    assert recipients.text.split("\n")[0] == "Nơi nhận:"
    assert recipients.text.split("\n")[-1] == "- Lưu: VT."


def test_the_table_says_what_the_frozen_summaries_say(cast: Cast, report: Docx) -> None:
    frozen = DailySummary.objects.filter(commune=cast.commune, day=DAY, village__isnull=False)

    rows = {row.cells[1].text: [cell.text for cell in row.cells] for row in report.tables[1].rows}

    for summary in frozen:
        row = rows[summary.village.name]
        assert row[3:5] == [format_number(summary.smartphones), format_number(summary.installed)]
    assert rows["Toàn xã"][3:5] == ["7", "5"]


def test_the_report_cites_day_and_revision(report: Docx) -> None:
    assert any("Số liệu hết ngày 05/7/2021, lần chốt 1" in text for text in texts(report))


def test_a_widened_table_keeps_its_header_on_every_page(report: Docx) -> None:
    assert report.tables[1].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_elements_stand_in_the_order_that_word_minds(report: Docx) -> None:
    """ECMA-376 17.4.59 and 17.3.1.26: a file in another order may be called damaged."""
    tables = [[child.tag.rpartition("}")[2] for child in found] for found in report.element.body.iter(qn("w:tblPr"))]
    ruled = [border.getparent() for border in report.element.body.iter(qn("w:pBdr"))]

    assert all(tags.index("tblLayout") < tags.index("tblCellMar") < tags.index("tblLook") for tags in tables)
    assert len(ruled) == 3
    assert all(style.find(qn("w:pBdr")).getnext().tag in (qn("w:spacing"), qn("w:ind")) for style in ruled)


def test_signs_of_markup_stay_text(cast: Cast) -> None:
    cast.village.name = "Đồng & <xã>"
    cast.village.save()

    made = opened(campaign(cast), "daily", texts={"done": "Đã làm & <xã> </w:t>"})

    assert "Đã làm & <xã> </w:t>" in texts(made)
    assert "Đồng & <xã>" in texts(made)


def test_a_part_left_empty_has_no_heading_and_the_rest_is_numbered_through(cast: Cast) -> None:
    said = texts(opened(campaign(cast), "daily", texts={"done": "", "difficulties": ""}))

    assert [text for text in said if text.startswith(("I. ", "II. "))] == [
        "I. Kết quả thực hiện",
        "II. Nhiệm vụ thời gian tới",
    ]


def test_a_letter_says_what_it_is_about_under_its_number(cast: Cast) -> None:
    made = opened(campaign(cast), "reminder", village=cast.village)

    number = made.tables[0].rows[1].cells[0].text

    assert number.split("\n")[1] == "V/v đôn đốc cài đặt ứng dụng Bluezone tại thôn Đồng Tiến"
    assert "BÁO CÁO" not in texts(made)
    assert any("Kính gửi: Đồng chí Bí thư chi bộ, Trưởng thôn Đồng Tiến" in text for text in texts(made))


def test_a_letter_begins_with_one_sentence(cast: Cast) -> None:
    said = texts(opened(campaign(cast), "reminder", village=cast.village))

    assert any("của Ủy ban nhân dân xã Thống Nhất, qua theo dõi kết quả thực hiện" in text for text in said)
    assert any("đề nghị đồng chí Bí thư chi bộ" in text for text in said)


def test_the_list_names_households_left_and_no_phone(cast: Cast) -> None:
    said = texts(opened(campaign(cast), "list", village=cast.village))

    assert "Trịnh Thị Mẫu" in said  # never visited
    assert "Đỗ Thị Ánh" in said  # two smartphones without Bluezone
    assert not any("0912" in text or "912345678" in text for text in said)
    assert any(text.startswith("(Kèm theo Công văn số") for text in said)
