"""A cell as text."""

from dataclasses import dataclass
from datetime import date, datetime, time

from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from vietnam.text import clean

_MAX_TEXT = 32_767  # Excel's own limit; keeps one huge string named by many cells from filling the memory


@dataclass(frozen=True, slots=True)
class Cell:
    """Clean text, "" for an empty cell; of a formula the formula itself."""

    text: str
    is_formula: bool = False


BLANK = Cell("")


class TextCells(dict[str, Cell]):
    """One shared Cell for each different text of a file: lists repeat themselves, and cleaning costs time."""

    def __missing__(self, text: str) -> Cell:
        cell = Cell(clean(text[:_MAX_TEXT].replace("_x000D_", "")))  # Excel's escape for a carriage return
        self[text] = cell
        return cell


def text_of(value: object) -> str:
    """A value of openpyxl as its reader would write it: 4.0 → "4", a date → dd/mm/yyyy."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"  # the digits Excel keeps
    if isinstance(value, date | time):
        return _moment(value)
    return "" if value is None else str(value)


def _moment(value: date | time) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime) and value.time() != time():
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}"


def formula_text(value: object) -> str:
    if isinstance(value, ArrayFormula):
        return str(value.text)
    return "=" if isinstance(value, DataTableFormula) else str(value)
