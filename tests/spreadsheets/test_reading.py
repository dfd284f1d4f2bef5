"""Tables in workbooks: where the header is found, and how cells become text."""

import gc
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from spreadsheets.reading import Cell, Column, Unreadable, read_table
from tests.spreadsheets.files import (
    COLUMNS,
    HEADER,
    edited,
    excel,
    first_sheet,
    opened,
    part,
    repacked,
    saved,
    texts,
    with_shared_string,
)

MOMENT = datetime(2021, 6, 5, 7, 30)  # noqa: DTZ001 - Excel knows no time zones
ONE = [Column("value", ("Giá trị",))]


def value_of(value: object) -> Cell:
    table = read_table(excel(["Giá trị"], [value]), ONE)
    return table.rows[0].cells["value"]


def test_rows_are_read_under_their_column_keys() -> None:
    content = excel(HEADER, ["010001", "Lê Thị Ân", "đi vắng"])

    table = read_table(content, COLUMNS)

    assert table.rows[0].cells == {
        "code": Cell("010001"),
        "head": Cell("Lê Thị Ân"),
        "note": Cell("đi vắng"),
    }


def test_a_table_names_its_sheet_and_header_row() -> None:
    content = excel(HEADER, ["010001", "Lê Thị Ân"], sheet="Thôn Đoài")

    table = read_table(content, COLUMNS)

    assert (table.sheet, table.header_row, table.delimiter) == ("Thôn Đoài", 1, None)


def test_a_header_is_found_below_a_merged_title() -> None:
    workbook = opened(excel(["DANH SÁCH HỘ"], [], HEADER, ["010001", "Lê Thị Ân"]))
    first_sheet(workbook).merge_cells("A1:C2")

    table = read_table(saved(workbook), COLUMNS)

    assert (table.header_row, table.rows[0].number) == (3, 4)


def test_a_header_is_found_in_row_50_and_not_in_row_51() -> None:
    title = ["x"]

    table = read_table(excel(*[title] * 49, HEADER, ["1", "A"]), COLUMNS)
    with pytest.raises(Unreadable) as caught:
        read_table(excel(*[title] * 50, HEADER, ["1", "A"]), COLUMNS)

    assert table.header_row == 50
    assert caught.value.code == "missing_columns"


def test_a_header_is_found_on_the_second_sheet() -> None:
    workbook = opened(excel(["Hướng dẫn"]))
    second = workbook.create_sheet("Hộ")
    second.append(HEADER)
    second.append(["010001", "Lê Thị Ân"])

    table = read_table(saved(workbook), COLUMNS)

    assert (table.sheet, len(table.rows)) == ("Hộ", 1)


def test_a_hidden_sheet_is_passed_over() -> None:
    workbook = opened(excel(HEADER, ["cũ", "A"]))
    first_sheet(workbook).sheet_state = "hidden"
    second = workbook.create_sheet("Hộ")
    second.append(HEADER)
    second.append(["mới", "B"])

    table = read_table(saved(workbook), COLUMNS)

    assert texts(table) == [["mới", "B", ""]]


def test_headers_may_differ_in_accents_capitals_breaks_and_marks() -> None:
    content = excel(["MÃ  HỘ\n(*)", " chu\xa0ho: "], ["010001", "Lê Thị Ân"])

    table = read_table(content, COLUMNS)

    assert texts(table) == [["010001", "Lê Thị Ân", ""]]


def test_a_column_is_found_by_any_of_its_names_in_any_order() -> None:
    content = excel(["Chủ hộ", "STT", "Mã số hộ"], ["Lê Thị Ân", 1, "010001"])

    table = read_table(content, COLUMNS)

    assert texts(table) == [["010001", "Lê Thị Ân", ""]]


def test_the_leftmost_of_two_equal_headers_is_read() -> None:
    content = excel([*HEADER, "Ghi chú"], ["1", "A", "trái", "phải"])

    table = read_table(content, COLUMNS)

    assert table.rows[0].cells["note"] == Cell("trái")


def test_one_header_does_not_serve_two_columns() -> None:
    columns = [Column("head", ("Họ tên",)), Column("member", ("Họ tên",))]

    table = read_table(excel(["Họ tên", "Họ tên"], ["A", "B"]), columns)

    assert texts(table) == [["A", "B"]]


def test_blank_rows_are_left_out_and_row_numbers_stay_those_of_excel() -> None:
    content = excel(HEADER, ["1", "A"], [], ["  ", None], ["2", "B"])

    table = read_table(content, COLUMNS)

    assert [row.number for row in table.rows] == [2, 5]


def test_a_row_filled_only_outside_the_columns_is_blank() -> None:
    content = excel([*HEADER, "Khác"], ["1", "A"], [None, None, None, "lạc"])

    table = read_table(content, COLUMNS)

    assert [row.number for row in table.rows] == [2]


def test_a_signature_line_is_kept_for_the_caller_to_judge() -> None:
    content = excel(HEADER, ["1", "A"], [], [None, "NGƯỜI LẬP BIỂU"])

    table = read_table(content, COLUMNS)

    assert texts(table)[-1] == ["", "NGƯỜI LẬP BIỂU", ""]


def test_rows_beyond_a_lying_dimension_are_read() -> None:
    honest = excel(HEADER, ["1", "A"], ["2", "B"], ["3", "C"])

    table = read_table(edited(honest, 'ref="A1:C4"', 'ref="A1:B2"'), COLUMNS)

    assert len(table.rows) == 3


def test_columns_up_to_the_fiftieth_are_read_and_those_beyond_do_no_harm() -> None:
    empty = [None] * 48

    table = read_table(excel(["Mã hộ", *empty, "Chủ hộ"], ["1", *empty, "A"]), COLUMNS)
    with pytest.raises(Unreadable) as caught:
        read_table(excel(["Mã hộ", *empty, None, "Chủ hộ"], ["1", *empty, None, "A"]), COLUMNS)

    assert texts(table) == [["1", "A", ""]]
    assert caught.value.code == "missing_columns"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0123", "0123"),
        (123, "123"),
        (4.0, "4"),
        (3.5, "3.5"),
        (0.1 + 0.2, "0.3"),
        (884273356.0, "884273356"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2021, 6, 5), "05/06/2021"),
        (MOMENT, "05/06/2021 07:30"),
        (time(7, 30), "07:30"),
        ("  Nguyễn   Văn\nAn ", "Nguyễn Văn An"),
        ("Ho\u0300a", "Hòa"),
    ],
)
def test_a_cell_is_read_as_its_text(value: object, text: str) -> None:
    cell = value_of(value)

    assert cell == Cell(text)


@pytest.mark.parametrize(
    ("written", "text"),
    [("4.0", "4"), ("0.30000000000000004", "0.3"), ("8.84273356E8", "884273356"), ("-0.5", "-0.5")],
)
def test_a_number_is_read_as_excel_shows_it(written: str, text: str) -> None:
    content = edited(excel(["Giá trị"], [77]), "<v>77</v>", f"<v>{written}</v>")

    table = read_table(content, ONE)

    assert table.rows[0].cells["value"] == Cell(text)


def test_a_formula_is_seen_and_not_its_result() -> None:
    cell = value_of('=HYPERLINK("http://127.0.0.1/x","Bấm")')

    assert cell == Cell('=HYPERLINK("http://127.0.0.1/x","Bấm")', is_formula=True)


def test_an_array_formula_is_a_formula() -> None:
    content = edited(excel(["Giá trị"], ["=1+1"]), "<f>", '<f t="array" ref="A2">')

    table = read_table(content, ONE)

    assert table.rows[0].cells["value"] == Cell("=1+1", is_formula=True)


def test_the_escape_for_a_carriage_return_is_no_text() -> None:
    cell = value_of("Nguyễn_x000D_\nAn")

    assert cell == Cell("Nguyễn An")


def test_a_shared_text_that_begins_with_an_equals_sign_is_no_formula() -> None:
    content = edited(excel(["Giá trị"], ["x"]), "<t>x</t>", "<t>=1+1</t>")

    table = read_table(with_shared_string(content, "=1+1"), ONE)

    assert table.rows[0].cells["value"] == Cell("=1+1")


def test_a_text_is_read_no_further_than_excel_lets_it_be() -> None:
    content = edited(excel(["Giá trị"], ["dài"]), "<t>dài</t>", f"<t>{'x' * 40_000}</t>")

    table = read_table(content, ONE)

    assert len(table.rows[0].cells["value"].text) == 32_767


def test_a_part_in_utf_16_that_excel_does_write_is_no_hindrance() -> None:
    query = '<?xml version="1.0" encoding="utf-16"?><DataMashup>AAAA</DataMashup>'.encode("utf-16")

    table = read_table(repacked(excel(HEADER, ["1", "A"]), {"customXml/item1.xml": query}), COLUMNS)

    assert len(table.rows) == 1


def test_a_comment_before_the_root_of_a_part_is_no_hindrance() -> None:
    content = edited(excel(HEADER, ["1", "A"]), "<worksheet", "<!-- xuất từ phần mềm --><worksheet")

    table = read_table(content, COLUMNS)

    assert len(table.rows) == 1


def test_the_files_name_is_never_asked_so_a_template_is_read_too() -> None:
    workbook = opened(excel(HEADER, ["1", "A"]))
    workbook.template = True

    table = read_table(saved(workbook), COLUMNS)

    assert len(table.rows) == 1


def test_what_openpyxl_warns_of_does_not_disturb() -> None:
    content = excel(HEADER, ["1", "A"])
    extension = '<extLst><ext uri="{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'

    table = read_table(edited(content, "</worksheet>", extension), COLUMNS)

    assert len(table.rows) == 1


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_left_as_it_was(enabled: bool) -> None:
    (gc.enable if enabled else gc.disable)()

    try:
        read_table(excel(HEADER, ["1", "A"]), COLUMNS)
        found = gc.isenabled()
    finally:
        gc.enable()

    assert found is enabled


def test_an_empty_first_sheet_is_passed_over() -> None:
    workbook = Workbook()
    second = workbook.create_sheet("Hộ")
    second.append(HEADER)
    second.append(["1", "A"])

    table = read_table(saved(workbook), COLUMNS)

    assert table.sheet == "Hộ"
    assert "Hộ" in part(saved(workbook), "xl/workbook.xml")
