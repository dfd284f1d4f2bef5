"""Workbooks and CSV files written: texts stay texts, and what was written is read again."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreadsheets import writing
from spreadsheets.reading import Cell, Column, read_table
from spreadsheets.writing import write_csv, write_xlsx
from tests.spreadsheets.files import COLUMNS, HEADER, first_sheet, opened, part, texts
from vietnam.text import clean

MIDNIGHT = datetime(2021, 6, 5)  # noqa: DTZ001 - Excel knows no time zones
MOMENT = MIDNIGHT.replace(hour=7, minute=30)
DANGEROUS = ["=1+1", "+84912345678", "@x", "-1", "\t=1", "\r=1", '=HYPERLINK("http://127.0.0.1")']
TWO = [Column("a", ("Cột một",)), Column("b", ("Cột hai",))]
CELL_TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
NON_BLANK_ROWS = st.lists(
    st.tuples(CELL_TEXTS, CELL_TEXTS).filter(lambda row: any(map(clean, row))), min_size=1, max_size=5
)


def lines(content: bytes) -> list[str]:
    return content.decode("utf-8-sig").split("\r\n")


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_dangerous_text_is_a_text_cell_of_a_workbook(text: str) -> None:
    content = write_xlsx("Hộ", HEADER, [[text, "A"]])

    cell = first_sheet(opened(content))["A2"]

    assert (cell.data_type, cell.number_format) == ("s", "@")
    assert "<f>" not in part(content, "xl/worksheets/sheet1.xml")
    assert read_table(content, COLUMNS).rows[0].cells["code"] == Cell(clean(text))


def test_headers_and_notes_cannot_be_formulas_either() -> None:
    content = write_xlsx("Hộ", ["=1+1"], [], notes=["=2+2"])

    sheet = first_sheet(opened(content))

    assert [(cell.value, cell.data_type) for cell in (sheet["A1"], sheet["A2"])] == [
        ("=2+2", "s"),
        ("=1+1", "s"),
    ]


def test_leading_zeros_survive() -> None:
    content = write_xlsx("Hộ", HEADER, [["0123", "A"]])

    assert texts(read_table(content, COLUMNS)) == [["0123", "A", ""]]


@pytest.mark.parametrize("number", [5, -1, 3.5, Decimal("0.25")])
def test_numbers_are_numbers(number: int | float | Decimal) -> None:
    content = write_xlsx("Hộ", HEADER, [[number]])

    cell = first_sheet(opened(content))["A2"]

    assert (cell.value, cell.data_type) == (number, "n")


def test_dates_are_dates_shown_the_vietnamese_way() -> None:
    content = write_xlsx("Hộ", HEADER, [[date(2021, 6, 5), MOMENT]])

    day, moment = first_sheet(opened(content))[2][:2]

    assert (day.value, day.number_format) == (MIDNIGHT, "dd/mm/yyyy")
    assert (moment.value, moment.number_format) == (MOMENT, "dd/mm/yyyy hh:mm")


def test_empty_texts_are_empty_cells_in_which_one_may_type_a_phone() -> None:
    content = write_xlsx("Hộ", HEADER, [["", None]])

    typed, nothing = first_sheet(opened(content))[2][:2]

    assert (typed.value, typed.number_format) == (None, "@")
    assert (nothing.value, nothing.number_format) == (None, "General")


def test_the_header_is_bold_and_stays_in_sight_below_the_notes() -> None:
    content = write_xlsx("Hộ", HEADER, [["1", "A"]], notes=["Danh sách", "Năm 2021"])

    sheet = first_sheet(opened(content))

    assert [cell.value for cell in sheet["A"]] == ["Danh sách", "Năm 2021", "Mã hộ", "1"]
    assert (sheet["A3"].font.bold, sheet["A4"].font.bold) == (True, False)
    assert sheet.freeze_panes == "A4"


def test_columns_have_the_widths_asked_for() -> None:
    content = write_xlsx("Hộ", HEADER, [], widths=[10, 30])

    dimensions = first_sheet(opened(content)).column_dimensions

    assert (dimensions["A"].width, dimensions["B"].width) == (10, 30)


def test_characters_that_xml_forbids_are_removed() -> None:
    content = write_xlsx("H\0ộ", HEADER, [["a\0b\x1b\ud800\ufffec", "Nguyễn\x0bAn"]], notes=["\x01"])

    table = read_table(content, COLUMNS)

    assert texts(table) == [["abc", "Nguyễn An", ""]]


def test_a_sheets_title_is_made_legal() -> None:
    content = write_xlsx("Tổ 1/2: [Đoài Thượng] " + "x" * 40, HEADER, [])

    title = opened(content).sheetnames[0]

    assert title == "Tổ 1 2   Đoài Thượng  xxxxxxxxx"


def test_rows_beyond_the_last_of_a_sheet_fail_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "EXCEL_ROWS", 4)

    write_xlsx("Hộ", HEADER, [["1"], ["2"]], notes=["x"])
    with pytest.raises(ValueError, match="more than 2 rows"):
        write_xlsx("Hộ", HEADER, [["1"], ["2"], ["3"]], notes=["x"])


def test_as_many_rows_are_read_as_were_written() -> None:
    rows = [[f"{number:06}", "A"] for number in range(1, 501)]

    from_excel = read_table(write_xlsx("Hộ", HEADER, iter(rows)), COLUMNS)
    from_csv = read_table(write_csv(HEADER, iter(rows)), COLUMNS)

    assert texts(from_excel) == texts(from_csv) == [[*row, ""] for row in rows]


@given(rows=NON_BLANK_ROWS)
@settings(deadline=None)
def test_a_workbook_gives_back_the_texts_written(rows: list[tuple[str, str]]) -> None:
    content = write_xlsx("Hộ", ["Cột một", "Cột hai"], rows)

    table = read_table(content, TWO)

    assert texts(table) == [[clean(text) for text in row] for row in rows]
    assert not any(cell.is_formula for row in table.rows for cell in row.cells.values())


@given(rows=NON_BLANK_ROWS)
@settings(deadline=None)
def test_a_csv_gives_back_the_texts_written(rows: list[tuple[str, str]]) -> None:
    content = write_csv(["Cột một", "Cột hai"], rows)

    table = read_table(content, TWO)

    assert texts(table) == [[clean(text) for text in row] for row in rows]
    assert not any(cell.is_formula for row in table.rows for cell in row.cells.values())


@pytest.mark.parametrize("text", [*DANGEROUS, "\n=1"])
def test_a_dangerous_text_in_a_csv_is_guarded_by_an_apostrophe(text: str) -> None:
    content = write_csv([text], [[text]]).decode("utf-8-sig")

    cells = [line.strip('"') for line in content.replace('""', '"').split(text)]

    assert cells[0] == "'"
    assert cells[1].strip('\r\n"') == "'"


def test_a_csv_has_a_bom_semicolons_and_windows_line_ends() -> None:
    content = write_csv(HEADER, [["0123", "Lê Thị Ân", None]])

    assert content == b"\xef\xbb\xbf" + "Mã hộ;Chủ hộ;Ghi chú\r\n0123;Lê Thị Ân;\r\n".encode()


def test_numbers_and_dates_in_a_csv_are_vietnamese_and_unguarded() -> None:
    row = [-1, 3.5, -0.25, Decimal("1E+2"), Decimal("66.70"), date(2021, 6, 5), MOMENT]

    content = write_csv(["x"], [row])

    assert lines(content)[1] == "-1;3,5;-0,25;100;66,70;05/06/2021;05/06/2021 07:30"


def test_delimiters_quotes_and_line_breaks_in_a_csv_are_quoted() -> None:
    content = write_csv(HEADER, [["1", 'Lê; "Út"\nÂn']])

    assert texts(read_table(content, COLUMNS)) == [["1", 'Lê; "Út" Ân', ""]]
