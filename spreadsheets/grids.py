"""Sheets of a workbook and CSV texts read alike: row after row, from the first on."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import StringIO
from typing import cast

from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from spreadsheets.archives import Unreadable, is_workbook, open_workbook
from spreadsheets.cells import BLANK, Cell, TextCells, formula_text, text_of

MAX_COLUMNS = 50
GUARDED = ("=", "+", "-", "@", "\t", "\r", "\n")  # a text beginning so is a formula to a spreadsheet program

_DELIMITERS = (";", ",", "\t")
_NOTHING_IN_A_CSV = ';," \t\r\n'
EXCEL_ROWS = 1_048_576
EXCEL_COLUMNS = 16_384
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Grid:
    """A sheet, or a CSV text cut at one delimiter.

    `rows` gives the cells at some indexes (from 0) of every row, blank rows too.
    """

    rows: Callable[[Sequence[int]], Iterator[list[Cell]]]
    sheet: str | None = None
    delimiter: str | None = None


@contextmanager
def open_grids(content: bytes) -> Iterator[list[Grid]]:
    """The visible sheets in order, or the ways in which a CSV can be cut."""
    if not is_workbook(content):
        yield _csv_grids(decoded(content))
        return
    with open_workbook(content, read_only=True) as workbook:
        yield [_sheet_grid(sheet) for sheet in workbook.worksheets if sheet.sheet_state == "visible"]


def _sheet_grid(worksheet: Worksheet | ReadOnlyWorksheet) -> Grid:
    if isinstance(worksheet, ReadOnlyWorksheet):
        worksheet.reset_dimensions()  # the size written in the file may be a lie, and rows would be lost
    return Grid(partial(_sheet_rows, cast("Worksheet", worksheet), TextCells()), sheet=worksheet.title)


def _sheet_rows(worksheet: Worksheet, texts: TextCells, indexes: Sequence[int]) -> Iterator[list[Cell]]:
    for number, row in enumerate(worksheet.iter_rows(max_col=max(indexes) + 1), start=1):
        if number > EXCEL_ROWS:
            raise Unreadable("not_a_workbook")
        yield [_cell(row[index], texts) for index in indexes]


def _cell(raw: ExcelCell | MergedCell, texts: TextCells) -> Cell:
    value = raw.value
    if value is None:
        return BLANK
    if raw.data_type == "f":
        return Cell(texts[formula_text(value)].text, is_formula=True)
    return texts[value if type(value) is str else text_of(value)]


def _csv_grids(text: str) -> list[Grid]:
    if not text.strip(_NOTHING_IN_A_CSV):
        raise Unreadable("empty")
    texts = TextCells()
    return [Grid(partial(_csv_rows, text, delimiter, texts), delimiter=delimiter) for delimiter in _DELIMITERS]


def _csv_rows(text: str, delimiter: str, texts: TextCells, indexes: Sequence[int]) -> Iterator[list[Cell]]:
    for record in records(text, delimiter):
        yield [_csv_cell(record[index], texts) if index < len(record) else BLANK for index in indexes]


def _csv_cell(raw: str, texts: TextCells) -> Cell:
    if raw.startswith("="):
        return Cell(texts[raw].text, is_formula=True)
    return texts[unguarded(raw)]


def unguarded(text: str) -> str:
    """The text without the apostrophe that writing put before a dangerous sign."""
    return text[1:] if text.startswith("'") and text[1:].startswith(GUARDED) else text


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records of a CSV; Unreadable at a stray quote, which would swallow the rows after it."""
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise Unreadable("bad_text") from error


def decoded(content: bytes) -> str:
    """The text of a CSV; Unreadable for PDFs, pictures, web pages called .xls, and old encodings."""
    if content.startswith(b"%PDF"):
        raise Unreadable("not_a_workbook")
    try:
        text = content.decode("utf-16" if content.startswith(_UTF16_BOMS) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("not_a_workbook" if b"\0" in content else "bad_text") from error
    if "\0" in text or text.lstrip().startswith("<"):
        raise Unreadable("not_a_workbook")
    return text
