"""Files that cannot be read as a table, each with the code of its cause."""

from collections.abc import Callable
from io import BytesIO
from typing import NoReturn
from zipfile import ZIP_LZMA, ZipFile

import pytest
from openpyxl import Workbook

from spreadsheets import archives, reading
from spreadsheets.reading import MAX_BYTES, Unreadable, read_table
from tests.spreadsheets.files import COLUMNS, HEADER, SHEET_PART, edited, excel, repacked, saved

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
GOOD = excel(HEADER, ["1", "A"])


@pytest.fixture
def never_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        pytest.fail("the file was parsed")

    monkeypatch.setattr(archives, "load_workbook", fail)


def refusal(content: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_table(content, COLUMNS)
    return caught.value


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_a_file_over_ten_megabytes_is_too_large() -> None:
    error = refusal(b"a" * (MAX_BYTES + 1))

    assert error.code == "too_large"


def test_a_workbook_with_a_vba_project_is_refused() -> None:
    error = refusal(repacked(GOOD, {"xl/vbaProject.bin": b"\xd0\xcf"}))

    assert error.code == "macro"


def test_a_macro_content_type_is_refused_without_any_project() -> None:
    xlsm = edited(
        GOOD,
        "openxmlformats-officedocument.spreadsheetml.sheet.main",
        "ms-excel.sheet.macroEnabled.main",
        name="[Content_Types].xml",
    )

    error = refusal(xlsm)

    assert error.code == "macro"


def test_a_macro_sheet_of_excel_4_is_refused() -> None:
    error = refusal(repacked(GOOD, {"xl/macrosheets/sheet1.xml": "<x/>"}))

    assert error.code == "macro"


def test_an_old_xls_is_told_by_its_first_bytes() -> None:
    error = refusal(OLE2 + "Workbook".encode("utf-16-le"))

    assert error.code == "old_xls"


def test_a_workbook_with_a_password_is_encrypted() -> None:
    error = refusal(OLE2 + "EncryptedPackage".encode("utf-16-le"))

    assert error.code == "encrypted"


@pytest.mark.parametrize(
    "content",
    [
        zipped({"readme.txt": b"xin chao"}),
        zipped({}),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"%PDF-1.4\n\xe2\xe3\xcf\xd3\n\0",
        b"%PDF-1.4\nxin chao",
        b"plain\0text",
        b"\xef\xbb\xbf <html><table></table></html>",
        GOOD[: len(GOOD) // 2],
        GOOD[:-30],
    ],
    ids=["zip", "empty zip", "picture", "pdf", "plain pdf", "nul", "web page", "half", "cut"],
)
def test_what_is_no_workbook_is_called_so(content: bytes) -> None:
    error = refusal(content)

    assert error.code == "not_a_workbook"


def test_a_zip_whose_parts_are_encrypted_is_no_workbook() -> None:
    flagged = GOOD.replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\x01\0")

    error = refusal(flagged)

    assert flagged != GOOD
    assert error.code == "not_a_workbook"


@pytest.mark.usefixtures("never_parsed")
def test_a_compression_that_excel_never_uses_is_refused() -> None:
    squeezed = repacked(GOOD, {}, compression=ZIP_LZMA)

    error = refusal(squeezed)

    assert error.code == "not_a_workbook"


@pytest.mark.usefixtures("never_parsed")
def test_a_zip_bomb_is_known_by_its_directory() -> None:
    megabyte = bytes(1024 * 1024)

    error = refusal(repacked(GOOD, {f"xl/{number}.bin": megabyte for number in range(201)}))

    assert error.code == "too_big_inside"


@pytest.mark.usefixtures("never_parsed")
def test_more_tags_than_any_list_has_are_too_big_inside() -> None:
    sheet = f"<worksheet>{'<x/>' * (archives.MAX_MARKS + 1)}</worksheet>"

    error = refusal(repacked(GOOD, {SHEET_PART: sheet}))

    assert error.code == "too_big_inside"


@pytest.mark.usefixtures("never_parsed")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_an_entity_bomb_is_refused_before_it_is_parsed(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!-- --><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet>&l9;</worksheet>'

    error = refusal(repacked(GOOD, {SHEET_PART: bomb.encode(encoding)}))

    assert error.code == "not_a_workbook"


@pytest.mark.usefixtures("never_parsed")
def test_an_encoding_that_could_hide_a_doctype_is_refused() -> None:
    sheet = b'<?xml version="1.0" encoding="cp037"?><worksheet/>'

    error = refusal(repacked(GOOD, {SHEET_PART: sheet}))

    assert error.code == "not_a_workbook"


@pytest.mark.usefixtures("never_parsed")
def test_a_tag_of_megabytes_is_refused_before_it_is_parsed() -> None:
    sheet = f'<worksheet a="{"x" * 9_000_000}"/>'

    error = refusal(repacked(GOOD, {SHEET_PART: sheet}))

    assert error.code == "not_a_workbook"


@pytest.mark.parametrize("row", ["1048577", "99999999999999"])
def test_a_row_beyond_the_last_of_excel_is_refused(row: str) -> None:
    error = refusal(edited(GOOD, '<row r="2">', f'<row r="{row}">'))

    assert error.code == "not_a_workbook"


@pytest.mark.parametrize("content", [saved(Workbook()), excel([" "], [None, "\n"]), b"", b"\r\n;;\r\n"])
def test_a_file_without_a_filled_cell_is_empty(content: bytes) -> None:
    error = refusal(content)

    assert error.code == "empty"


def test_a_sheet_filled_only_far_down_is_not_empty() -> None:
    error = refusal(excel(*[[]] * 60, ["Mã hộ", "x"]))

    assert error.code == "missing_columns"


def test_missing_columns_are_named_by_the_best_row() -> None:
    error = refusal(excel(["Mã hộ", "x"], ["Mã hộ", "Ghi chú"], ["1", "A"]))

    assert (error.code, error.details) == ("missing_columns", ("Chủ hộ",))


def test_a_row_with_one_match_is_no_header_and_all_columns_are_missing() -> None:
    error = refusal(excel(["Mã hộ", "x"], ["1", "A"]))

    assert error.details == ("Mã hộ", "Chủ hộ")


@pytest.mark.parametrize("content", [excel(HEADER), excel(HEADER, [], [" "]), b"Ma ho;Chu ho\r\n;\r\n"])
def test_a_header_with_nothing_under_it_has_no_rows(content: bytes) -> None:
    error = refusal(content)

    assert error.code == "no_rows"


@pytest.mark.parametrize("make", [excel, lambda *rows: "\n".join(map(";".join, rows)).encode()])
def test_one_row_over_the_limit_is_too_many(make: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ROWS", 2)

    table = read_table(make(HEADER, ["1", "A"], [], ["2", "B"]), COLUMNS)
    error = refusal(make(HEADER, ["1", "A"], ["2", "B"], ["3", "C"]))

    assert len(table.rows) == 2
    assert error.code == "too_many_rows"


def test_the_limits_are_those_told_to_people() -> None:
    limits = (reading.MAX_BYTES, reading.MAX_UNPACKED, reading.MAX_ROWS, reading.MAX_COLUMNS)

    assert limits == (10 * 2**20, 200 * 2**20, 50_000, 50)


def test_a_list_of_50_000_rows_of_ten_different_texts_has_few_enough_marks() -> None:
    row = '<row r="50000" spans="1:10">' + '<c r="A50000" s="3" t="s"><v>0</v></c>' * 10 + "</row>"
    strings = "<si><t>x</t></si>" * 10

    marks = sum(text.count(sign) for text in (row, strings) for sign in "<=")

    assert marks * 50_000 < archives.MAX_MARKS
