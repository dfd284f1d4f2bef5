"""Dates and numbers as official documents write them (Nghị định 30/2020/NĐ-CP)."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_SWAP_SEPARATORS = str.maketrans(",.", ".,")
_NO_BREAK_SPACE = "\u00a0"
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?P<separator>[/.-])(?P<month>\d{1,2})(?P=separator)(?P<year>\d{4})")
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")


def official_date(day: date) -> str:
    """A zero before days under 10 and months 1 and 2 only, so that none can be written in before them."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def format_number(value: int | float | Decimal, places: int = 0) -> str:
    """Half-up, as taught in school: 1234.45 to one place is "1.234,5"."""
    exact = Decimal(str(value))
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    unsigned_zero = abs(rounded) if rounded == 0 else rounded
    return f"{unsigned_zero:,f}".translate(_SWAP_SEPARATORS)


def format_percent(ratio: float | Decimal | Fraction, places: int = 1) -> str:
    """0.494 is "49,4 %", with a no-break space before the sign."""
    return f"{format_number(_decimal(ratio) * 100, places)}{_NO_BREAK_SPACE}%"


def _decimal(ratio: float | Decimal | Fraction) -> Decimal:
    if isinstance(ratio, Fraction):
        return Decimal(ratio.numerator) / ratio.denominator
    return Decimal(str(ratio))


def parse_date(text: str) -> date:
    """Read 5/6/2021, 05-06-2021 or 5.6.2021 (day first), or 2021-06-05. Raises ValueError."""
    found = _DAY_FIRST.fullmatch(text.strip()) or _ISO.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a date: {text!r}")
    return date(int(found["year"]), int(found["month"]), int(found["day"]))
