"""Files handed out: the right type, a name that survives every browser, never cached."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header

from spreadsheets.writing import Value, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
PNG = "image/png"
SVG = "image/svg+xml"

Row = TypeVar("Row")


def download(content: bytes, *, file_name: str, content_type: str = XLSX) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=file_name) or "attachment"
    headers = {
        "Content-Disposition": disposition,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column of a table that is downloaded: its heading, what stands in it, how wide it is in characters.

    Codes and all words are `str` and stay text; counts are numbers. Never a person's phone.
    """

    header: str
    value: Callable[[Row], Value]
    width: int = 16


def download_table(
    rows: Iterable[Row], columns: Sequence[Column[Row]], *, title: str, name: str, day: date | None = None
) -> HttpResponse:
    """A table of a page as an Excel file, a line for each row: `name` and the day in the file's name.

    Above the table stand its title and the day of its figures (today unless told).
    """
    day = day or timezone.localdate()
    lines = ([_of_the_commune(column.value(row)) for column in columns] for row in rows)
    notes = [f"{title} – {date_format(day, 'SHORT_DATE_FORMAT')}"]
    content = write_xlsx(
        title, [column.header for column in columns], lines, [column.width for column in columns], notes
    )
    return download(content, file_name=f"{name}-{day:%Y-%m-%d}.xlsx")


def as_percent(ratio: float | None) -> float | None:
    """0.4937 → 49.4, a number that can be counted with."""
    return None if ratio is None else round(ratio * 100, 1)


def _of_the_commune(value: Value) -> Value:
    """A moment as the commune's clock shows it; Excel knows no time zones."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return value
