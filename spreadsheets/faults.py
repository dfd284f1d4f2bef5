"""The error column of a file that is handed back to its sender."""

from collections.abc import Mapping, Sequence

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from spreadsheets.cells import formula_text, text_of
from spreadsheets.grids import EXCEL_COLUMNS, MAX_COLUMNS
from vietnam.text import fold

_LIGHT_RED = PatternFill("solid", fgColor="FFFFC7CE")
_NO_FILL = PatternFill()
_WIDTH = 50


def show_formulas(worksheet: Worksheet) -> None:
    """Turn every formula into a text that shows it."""
    for _, _, cell in _cells(worksheet):
        if cell.data_type == "f":
            _set_text(cell, formula_text(cell.value))


def mark(worksheet: Worksheet, header_row: int, messages: Mapping[int, str], title: str) -> None:
    """Head a column with the title; write each row's message into it, and colour the row."""
    column = _error_column(worksheet, header_row, title)
    _forget_older_marks(worksheet, header_row, column)
    worksheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    header = worksheet.cell(header_row, column)
    header.font = Font(bold=True)
    _set_text(header, title)
    for number, message in messages.items():
        cell = worksheet.cell(number, column)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        _set_text(cell, message)
        _colour(worksheet, number, column)


def _cells(worksheet: Worksheet) -> list[tuple[int, int, Cell | MergedCell]]:
    """Row, column, cell: those there are. `iter_rows` would make all others, up to a stray one far out."""
    return [(row, column, cell) for (row, column), cell in worksheet._cells.items()]


def _error_column(worksheet: Worksheet, header_row: int, title: str) -> int:
    last = 0
    for row, column, cell in _cells(worksheet):
        if row == header_row and fold(text_of(cell.value)) == fold(title):
            return column
        if row >= header_row and (cell.value is not None or isinstance(cell, MergedCell)):
            last = max(last, column)
    return min(last + 1, EXCEL_COLUMNS)


def _forget_older_marks(worksheet: Worksheet, header_row: int, error_column: int) -> None:
    for row, column, cell in _cells(worksheet):
        if row > header_row and cell.fill == _LIGHT_RED:
            cell.fill = _NO_FILL
        if row > header_row and column == error_column:
            _set_text(cell, "")


def _colour(worksheet: Worksheet, row: int, column: int) -> None:
    for index in {*range(1, min(column, MAX_COLUMNS) + 1), column}:
        worksheet.cell(row, index).fill = _LIGHT_RED


def _set_text(cell: Cell | MergedCell, text: str) -> None:
    if isinstance(cell, MergedCell):  # shows the text of its neighbour, never one of its own
        return
    cell.value = text
    cell.data_type = "s"  # openpyxl took a leading "=" for a formula
    cell.number_format = "@"


def mark_records(records: Sequence[list[str]], header_row: int, messages: Mapping[int, str], title: str) -> None:
    """The same for the records of a CSV, in place."""
    column = _record_column(records, header_row, title)
    for number, record in enumerate(records, start=1):
        if number > header_row and len(record) > column:
            record[column] = ""
        message = title if number == header_row else messages.get(number)
        if message:
            record.extend([""] * (column + 1 - len(record)))
            record[column] = message


def _record_column(records: Sequence[list[str]], header_row: int, title: str) -> int:
    headers = [fold(text) for text in records[header_row - 1]]
    if fold(title) in headers:
        return headers.index(fold(title))
    return max(len(record) for record in records)
