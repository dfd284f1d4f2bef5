"""Excel and CSV files in which nothing can execute: every text stays text."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from spreadsheets import faults
from spreadsheets.archives import open_workbook
from spreadsheets.grids import EXCEL_ROWS, GUARDED, decoded, records
from spreadsheets.reading import Table

Value = str | int | float | Decimal | date | None

_DELIMITER = ";"  # what Excel expects where the decimal mark is a comma
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_MAX_TITLE = 31


def write_xlsx(
    sheet: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Value]],
    widths: Sequence[int] | None = None,
    notes: Sequence[str] = (),
) -> bytes:
    """A workbook of one sheet: notes, a bold header that stays in sight, rows. Widths are in characters.

    ValueError for more rows than a sheet can hold.
    """
    workbook = Workbook(write_only=True)
    worksheet = workbook.create_sheet(_title(sheet))
    worksheet.freeze_panes = f"A{len(notes) + 2}"
    for index, width in enumerate(widths or (), start=1):
        worksheet.column_dimensions[get_column_letter(index)].width = width
    with closing(worksheet):
        for note in notes:
            worksheet.append([_text_cell(worksheet, note)])
        worksheet.append([_header_cell(worksheet, header) for header in headers])
        _append(worksheet, rows, room=EXCEL_ROWS - len(notes) - 1)
    return _saved(workbook)


def _append(worksheet: WriteOnlyWorksheet, rows: Iterable[Sequence[Value]], room: int) -> None:
    for number, row in enumerate(rows, start=1):
        if number > room:
            raise ValueError(f"more than {room} rows do not fit into one sheet")
        worksheet.append([_excel_cell(worksheet, value) for value in row])


def _excel_cell(worksheet: WriteOnlyWorksheet, value: Value) -> Cell | int | float | Decimal | None:
    if isinstance(value, str):
        return _text_cell(worksheet, value)
    if isinstance(value, date):
        cell = WriteOnlyCell(worksheet)
        cell.value = value
        cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(value, datetime) else "dd/mm/yyyy"
        return cell
    return value


def _text_cell(worksheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = WriteOnlyCell(worksheet, _legal(text) or None)
    if text:
        cell.data_type = "s"  # openpyxl took a leading "=" for a formula
    cell.number_format = "@"
    return cell


def _header_cell(worksheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = _text_cell(worksheet, text)
    cell.font = Font(bold=True)
    return cell


def _title(sheet: str) -> str:
    return _NOT_IN_TITLES.sub(" ", _legal(sheet))[:_MAX_TITLE]


def _legal(text: str) -> str:
    """The text without what XML forbids; a word parted by a vertical tab or the like stays parted."""
    return _NOT_IN_XML.sub(lambda sign: " " if sign[0].isspace() else "", text)


def _saved(workbook: Workbook) -> bytes:
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A CSV as Vietnamese Excel opens it: UTF-8 with BOM, semicolons, decimal commas."""
    return _csv_bytes([headers, *rows], _DELIMITER)


def _csv_bytes(rows: Iterable[Sequence[Value]], delimiter: str) -> bytes:
    stream = StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([_csv_text(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _csv_text(value: Value) -> str:
    if isinstance(value, str):
        return _guarded(_legal(value))
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float | Decimal):
        return _with_comma(value)
    return "" if value is None else str(value)


def _with_comma(value: float | Decimal) -> str:
    digits = f"{value:.15g}" if isinstance(value, float) else f"{value:f}"
    return digits.replace(".", ",")


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(GUARDED) else text


def with_error_column(content: bytes, table: Table, errors: Mapping[int, Sequence[str]], title: str) -> bytes:
    """The file again, with the errors of each row (by its number) in a last column of that title.

    An older column of that title is replaced. Formulas become text; all that openpyxl knows is kept.
    Unreadable if parts which reading had no need of are damaged.
    """
    messages = {number: _legal("; ".join(found)) for number, found in errors.items() if found}
    if table.sheet is None:
        return _csv_with_errors(content, table, messages, title)
    with open_workbook(content, read_only=False) as workbook:
        for worksheet in workbook.worksheets:
            faults.show_formulas(worksheet)
        faults.mark(workbook[table.sheet], table.header_row, messages, title)
        return _saved(workbook)


def _csv_with_errors(content: bytes, table: Table, messages: Mapping[int, str], title: str) -> bytes:
    delimiter = table.delimiter or _DELIMITER
    rows = list(records(decoded(content), delimiter))
    faults.mark_records(rows, table.header_row, messages, title)
    return _csv_bytes(rows, delimiter)
