"""The same file handed back with a column of errors."""

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from spreadsheets.reading import Unreadable, read_table
from spreadsheets.writing import with_error_column
from tests.spreadsheets.files import COLUMNS, HEADER, excel, first_sheet, opened, part, repacked, saved

TITLE = "Lỗi"
RED = "FFFFC7CE"


def handed_back(content: bytes, errors: dict[int, list[str]]) -> bytes:
    return with_error_column(content, read_table(content, COLUMNS), errors, TITLE)


def values(content: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for row in first_sheet(opened(content)).iter_rows()]


def fills(sheet: Worksheet, row: int) -> list[object]:
    return [cell.fill.fgColor.rgb for cell in sheet[row]]


def csv_lines(content: bytes) -> list[str]:
    return content.decode("utf-8-sig").split("\r\n")


def test_errors_stand_joined_at_the_right_end_of_their_rows() -> None:
    content = excel(["Danh sách"], HEADER, ["1", "A", "x"], ["2", "B", "y"])

    returned = handed_back(content, {4: ["mã hộ trùng", "thiếu chủ hộ"]})

    assert values(returned) == [
        ["Danh sách", None, None, None],
        [*HEADER, TITLE],
        ["1", "A", "x", None],
        ["2", "B", "y", "mã hộ trùng; thiếu chủ hộ"],
    ]


def test_a_faulty_row_is_light_red_with_its_empty_cells_and_wrapped() -> None:
    content = excel(HEADER, ["1", None, "x"], ["2", "B", "y"])

    sheet = first_sheet(opened(handed_back(content, {2: ["thiếu chủ hộ"]})))

    assert (fills(sheet, 2), RED in fills(sheet, 3)) == ([RED] * 4, False)
    assert sheet["D2"].alignment.wrap_text


def test_a_row_without_errors_is_not_faulty() -> None:
    content = excel(HEADER, ["1", "A", "x"])

    sheet = first_sheet(opened(handed_back(content, {2: []})))

    assert RED not in fills(sheet, 2)


def test_the_column_stands_right_of_all_filled_cells_headed_or_not() -> None:
    content = excel(HEADER, ["1", "A", "x", None, "lạc"])

    returned = handed_back(content, {2: ["sai"]})

    assert values(returned)[1] == ["1", "A", "x", None, "lạc", "sai"]


def test_the_column_stands_right_of_a_merged_header() -> None:
    workbook = opened(excel([*HEADER, "Khác"], ["1", "A", "x", "y"]))
    first_sheet(workbook).merge_cells("D1:E1")

    returned = handed_back(saved(workbook), {2: ["sai"]})

    assert values(returned)[0] == [*HEADER, "Khác", None, TITLE]


def test_a_stray_cell_far_out_costs_nothing() -> None:
    workbook = opened(excel(HEADER, ["1", "A"]))
    first_sheet(workbook)["XFD1048576"] = "lạc"

    sheet = first_sheet(opened(handed_back(saved(workbook), {2: ["sai"]})))

    assert sheet["XFD2"].value == "sai"
    assert len(sheet._cells) < 100


def test_a_second_use_replaces_the_column_and_forgets_the_red() -> None:
    content = excel(HEADER, ["1", "A", "x"], ["2", "B", "y"])

    once = handed_back(content, {2: ["cũ"]})
    twice = handed_back(once, {3: ["mới"]})

    assert values(twice) == [[*HEADER, TITLE], ["1", "A", "x", None], ["2", "B", "y", "mới"]]
    assert RED not in fills(first_sheet(opened(twice)), 2)


def test_formulas_on_every_sheet_become_texts_that_show_them() -> None:
    workbook = opened(excel(HEADER, ["1", "=1+1", "=A1&B1"]))
    workbook.create_sheet("Khác").append(['=HYPERLINK("http://127.0.0.1")'])

    returned = handed_back(saved(workbook), {2: ["=2+2"]})

    assert values(returned)[1] == ["1", "=1+1", "=A1&B1", "=2+2"]
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        assert "<f" not in part(returned, name).replace("<formatting", "")


def test_an_error_with_a_forbidden_character_is_written_without_it() -> None:
    returned = handed_back(excel(HEADER, ["1", "A"]), {2: ["sai\x00 \x1b"]})

    assert values(returned)[1][-1] == "sai "


def test_formats_comments_widths_and_other_sheets_are_kept() -> None:
    workbook = opened(excel(HEADER, ["1", "A"], ["0123", "B"]))
    sheet = first_sheet(workbook)
    sheet["A2"].font = Font(italic=True)
    sheet["A3"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["A3"].comment = Comment("hỏi lại", "xã")
    sheet.column_dimensions["B"].width = 33
    workbook.create_sheet("Khác").append(["giữ"])

    kept = opened(handed_back(saved(workbook), {2: ["sai"]}))

    sheet = first_sheet(kept)
    assert (sheet["A2"].font.italic, sheet["A3"].fill.fgColor.rgb) == (True, "FF00FF00")
    assert (sheet["A3"].comment.text, sheet.column_dimensions["B"].width) == ("hỏi lại", 33)
    assert kept["Khác"]["A1"].value == "giữ"


def test_letters_made_bold_inside_a_text_stay_bold() -> None:
    workbook = opened(excel(HEADER, ["1", "A"]))
    first_sheet(workbook)["B2"] = CellRichText("Lê ", TextBlock(InlineFont(b=True), "Ân"))

    returned = handed_back(saved(workbook), {2: ["sai"]})

    assert "<b" in part(returned, "xl/worksheets/sheet1.xml")


def test_the_sheet_with_the_header_gets_the_column() -> None:
    workbook = opened(excel(["Hướng dẫn"]))
    second = workbook.create_sheet("Hộ")
    second.append(HEADER)
    second.append(["1", "A"])

    returned = opened(handed_back(saved(workbook), {2: ["sai"]}))

    assert first_sheet(returned).max_column == 1
    assert returned["Hộ"]["D2"].value == "sai"


def test_macros_are_refused_here_too() -> None:
    content = excel(HEADER, ["1", "A"])
    table = read_table(content, COLUMNS)

    with pytest.raises(Unreadable) as caught:
        with_error_column(repacked(content, {"xl/vbaProject.bin": b""}), table, {}, TITLE)

    assert caught.value.code == "macro"


def test_a_csv_is_handed_back_as_a_csv_with_its_own_delimiter() -> None:
    content = 'Danh sách\n\nMã hộ,Chủ hộ\n1,"A, B"\n2,C\n'.encode()

    returned = handed_back(content, {4: ["trùng", "thiếu"]})

    assert csv_lines(returned) == ["Danh sách", "", "Mã hộ,Chủ hộ,Lỗi", '1,"A, B",trùng; thiếu', "2,C", ""]


def test_line_breaks_inside_the_cells_of_a_csv_are_kept_as_they_are() -> None:
    content = 'Mã hộ;Chủ hộ\r\n1;"A\r\nB\nC"\r\n'.encode()

    returned = handed_back(content, {2: ["sai"]})

    assert returned.decode("utf-8-sig") == 'Mã hộ;Chủ hộ;Lỗi\r\n1;"A\r\nB\nC";sai\r\n'


def test_a_second_use_replaces_the_column_of_a_csv() -> None:
    content = "Mã hộ;Chủ hộ\n1;A\n2;B\n".encode()

    once = handed_back(content, {2: ["cũ"]})
    twice = handed_back(once, {3: ["mới"]})

    assert csv_lines(twice) == ["Mã hộ;Chủ hộ;Lỗi", "1;A;", "2;B;mới", ""]


def test_the_column_of_a_csv_stands_right_of_the_longest_record() -> None:
    content = "Mã hộ;Chủ hộ\n1;A;lạc\n".encode()

    returned = handed_back(content, {2: ["sai"]})

    assert csv_lines(returned) == ["Mã hộ;Chủ hộ;;Lỗi", "1;A;lạc;sai", ""]


def test_formulas_of_a_csv_are_guarded_once_however_often_it_is_handed_back() -> None:
    content = "Mã hộ;Chủ hộ\n1;=1+1\n".encode()

    once = handed_back(content, {2: ["=2"]})
    twice = handed_back(once, {2: ["=2"]})

    assert csv_lines(once)[1] == "1;'=1+1;'=2"
    assert twice == once
