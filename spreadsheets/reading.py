"""Tables out of Excel and CSV files, found by the names in their header, wherever it stands."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from spreadsheets.archives import MAX_BYTES, MAX_UNPACKED, Unreadable
from spreadsheets.cells import BLANK, Cell
from spreadsheets.grids import MAX_COLUMNS, Grid, open_grids
from vietnam.text import fold

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "MAX_UNPACKED",
    "Cell",
    "Column",
    "Row",
    "Table",
    "Unreadable",
    "read_table",
]

MAX_ROWS = 50_000

_HEADER_ROWS = 50
_ENOUGH_TO_BE_A_HEADER = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column to look for; the first of its names is the one told to people."""

    key: str
    names: tuple[str, ...]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number in Excel (from 1); every column's key has a cell."""

    number: int
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header, blank ones left out. A CSV has no sheet, and a workbook no delimiter."""

    header_row: int
    rows: list[Row]
    sheet: str | None
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class _Header:
    grid: Grid
    row: int
    indexes: dict[str, int]  # column key → place in the row, from 0


def read_table(content: bytes, columns: Sequence[Column]) -> Table:
    """The table with these columns in a file of any name; Unreadable when there is none."""
    with open_grids(content) as grids:
        header = _find_header(grids, columns)
        rows = list(islice(_rows(header, columns), MAX_ROWS + 1))
    if not rows:
        raise Unreadable("no_rows")
    if len(rows) > MAX_ROWS:
        raise Unreadable("too_many_rows")
    return Table(header.row, rows, header.grid.sheet, header.grid.delimiter)


def _rows(header: _Header, columns: Sequence[Column]) -> Iterator[Row]:
    blanks = dict.fromkeys((column.key for column in columns), BLANK)
    keys = list(header.indexes)
    for number, cells in enumerate(header.grid.rows(list(header.indexes.values())), start=1):
        if number > header.row and any(cell.text for cell in cells):
            yield Row(number, blanks | dict(zip(keys, cells, strict=True)))


def _find_header(grids: Sequence[Grid], columns: Sequence[Column]) -> _Header:
    best: dict[str, int] = {}
    for grid in grids:
        for header in _headers(grid, columns):
            if header.indexes and not _missing(columns, header.indexes):
                return header
            best = max(best, header.indexes, key=len)
    raise _no_header(grids, columns, best)


def _headers(grid: Grid, columns: Sequence[Column]) -> Iterator[_Header]:
    """Every row that may be the header."""
    with suppress(Unreadable):  # a CSV cut at the wrong delimiter may seem to have stray quotes
        for number, cells in enumerate(islice(grid.rows(range(MAX_COLUMNS)), _HEADER_ROWS), start=1):
            folded = [fold(cell.text) for cell in cells]
            yield _Header(grid, number, _indexes(folded, columns))


def _indexes(folded: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """The place of each column found, the leftmost of equals; no place serves two columns.

    Folded texts know no line breaks and no signs such as (*).
    """
    indexes: dict[str, int] = {}
    for column in columns:
        wanted = {fold(name) for name in column.names}
        for index, text in enumerate(folded):
            if text in wanted and index not in indexes.values():
                indexes[column.key] = index
                break
    return indexes


def _missing(columns: Sequence[Column], indexes: dict[str, int]) -> tuple[str, ...]:
    return tuple(column.names[0] for column in columns if column.required and column.key not in indexes)


def _no_header(grids: Sequence[Grid], columns: Sequence[Column], best: dict[str, int]) -> Unreadable:
    if not any(_is_filled(grid) for grid in grids):
        return Unreadable("empty")
    found = best if len(best) >= _ENOUGH_TO_BE_A_HEADER else {}
    return Unreadable("missing_columns", _missing(columns, found))


def _is_filled(grid: Grid) -> bool:
    return any(cell.text for cells in grid.rows(range(MAX_COLUMNS)) for cell in cells)
