"""Tables in CSV files."""

import pytest

from spreadsheets.reading import Cell, Unreadable, read_table
from tests.spreadsheets.files import COLUMNS, texts

ROWS = [["010001", "Lê Thị Ân", ""]]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_found_by_the_header(delimiter: str) -> None:
    content = "Mã hộ|Chủ hộ\r\n010001|Lê Thị Ân\r\n".replace("|", delimiter).encode()

    table = read_table(content, COLUMNS)

    assert (texts(table), table.delimiter, table.sheet) == (ROWS, delimiter, None)


def test_quotes_that_make_no_sense_with_another_delimiter_do_not_disturb() -> None:
    content = '"Mã hộ","Chủ hộ"\r\n"010001","Lê Thị Ân"\r\n'.encode()

    table = read_table(content, COLUMNS)

    assert texts(table) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf_8_and_utf_16_are_read(encoding: str) -> None:
    content = "Mã hộ;Chủ hộ\n010001;Lê Thị Ân\n".encode(encoding)

    table = read_table(content, COLUMNS)

    assert texts(table) == ROWS


@pytest.mark.parametrize("encoding", ["cp1258", "cp1252"])
def test_an_old_encoding_is_bad_text(encoding: str) -> None:
    content = "Mã;Chủ\n1;Ân\n".encode(encoding, "replace")

    with pytest.raises(Unreadable) as caught:
        read_table(content, COLUMNS)

    assert caught.value.code == "bad_text"


def test_quotes_delimiters_and_line_breaks_stay_inside_their_cell() -> None:
    content = 'Mã hộ;Chủ hộ\n1;"Lê ""Út"";\nÂn"\n2;B\n'.encode()

    table = read_table(content, COLUMNS)

    assert texts(table) == [["1", 'Lê "Út"; Ân', ""], ["2", "B", ""]]


def test_a_row_is_numbered_as_a_spreadsheet_program_shows_it() -> None:
    content = 'Danh sách\n\nMã hộ;Chủ hộ\n1;"A\nB"\n\n2;C\n'.encode()

    table = read_table(content, COLUMNS)

    assert (table.header_row, [row.number for row in table.rows]) == (3, [4, 6])


def test_an_open_quote_is_told_because_it_would_swallow_rows() -> None:
    content = 'Mã hộ;Chủ hộ\n1;"A\n2;B\n3;C\n'.encode()

    with pytest.raises(Unreadable) as caught:
        read_table(content, COLUMNS)

    assert caught.value.code == "bad_text"


def test_a_text_with_another_delimiter_in_it_is_not_cut_there() -> None:
    content = "Mã hộ;Chủ hộ;Ghi chú\n1;A;một, hai, ba\n".encode()

    table = read_table(content, COLUMNS)

    assert texts(table) == [["1", "A", "một, hai, ba"]]


def test_short_records_have_empty_cells() -> None:
    content = "Mã hộ;Chủ hộ;Ghi chú\n1\n".encode()

    table = read_table(content, COLUMNS)

    assert texts(table) == [["1", "", ""]]


def test_leading_zeros_and_decimal_commas_are_kept() -> None:
    content = "Mã hộ;Chủ hộ;Ghi chú\n0123;A;3,5\n".encode()

    table = read_table(content, COLUMNS)

    assert texts(table) == [["0123", "A", "3,5"]]


def test_an_equals_sign_begins_a_formula() -> None:
    content = "Mã hộ;Chủ hộ\n1;=1+1\n".encode()

    table = read_table(content, COLUMNS)

    assert table.rows[0].cells["head"] == Cell("=1+1", is_formula=True)


@pytest.mark.parametrize("text", ["=1+1", "+84912345678", "-1", "@x"])
def test_the_apostrophe_of_a_guarded_text_is_not_part_of_it(text: str) -> None:
    content = f"Mã hộ;Chủ hộ\n'{text};'Ân\n".encode()

    table = read_table(content, COLUMNS)

    assert list(table.rows[0].cells.values()) == [Cell(text), Cell("'Ân"), Cell("")]
