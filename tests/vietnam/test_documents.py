from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnam.documents import format_number, format_percent, official_date, parse_date

NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=4) | st.integers(-(10**9), 10**9)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2021, 6, 5), "ngày 05 tháng 6 năm 2021"),
        (date(2021, 1, 10), "ngày 10 tháng 01 năm 2021"),
        (date(2021, 2, 9), "ngày 09 tháng 02 năm 2021"),
        (date(2021, 3, 31), "ngày 31 tháng 3 năm 2021"),
        (date(2021, 12, 25), "ngày 25 tháng 12 năm 2021"),
    ],
)
def test_official_dates_have_zeros_before_small_days_and_months_one_and_two(day: date, written: str) -> None:
    assert official_date(day) == written


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (1234.45, 1, "1.234,5"),
        (6800, 0, "6.800"),
        (1234567, 2, "1.234.567,00"),
        (999, 0, "999"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (2.675, 2, "2,68"),
        (Decimal("1.005"), 2, "1,01"),
        (-1234.5, 0, "-1.235"),
        (-0.04, 1, "0,0"),
        (1e15, 0, "1.000.000.000.000.000"),
        (Decimal("1E+3"), 0, "1.000"),
    ],
)
def test_numbers_have_points_between_thousands_a_comma_and_half_up_rounding(
    value: float | Decimal, places: int, written: str
) -> None:
    assert format_number(value, places) == written


@given(NUMBERS, st.integers(0, 4))
def test_a_written_number_reads_back_within_half_of_its_last_place(value: Decimal | int, places: int) -> None:
    written = format_number(value, places)

    read = Decimal(written.replace(".", "").replace(",", "."))

    assert abs(read - value) <= Decimal(1).scaleb(-places) / 2


@pytest.mark.parametrize(
    ("ratio", "places", "written"),
    [
        (0.494, 1, "49,4\u00a0%"),
        (0.285, 0, "29\u00a0%"),
        (Decimal("0.5"), 1, "50,0\u00a0%"),
        (Fraction(1, 3), 2, "33,33\u00a0%"),
        (Fraction(1, 2000), 1, "0,1\u00a0%"),
        (1, 0, "100\u00a0%"),
        (12.5, 0, "1.250\u00a0%"),
        (-0.05, 1, "-5,0\u00a0%"),
    ],
)
def test_percentages_keep_their_sign_on_the_same_line(
    ratio: float | Decimal | Fraction, places: int, written: str
) -> None:
    assert format_percent(ratio, places) == written


def test_percentages_have_one_place_unless_told_otherwise() -> None:
    assert format_percent(0.44574) == "44,6\u00a0%"


@pytest.mark.parametrize("text", ["05/06/2021", "5/6/2021", "5-6-2021", "05.6.2021", "2021-06-05", " 5/6/2021\n"])
def test_dates_are_read_day_first_or_in_iso_form(text: str) -> None:
    assert parse_date(text) == date(2021, 6, 5)


@pytest.mark.parametrize(
    "text",
    ["", "31/02/2021", "6/25/2021", "5/6/21", "5/6-2021", "2021/06/05", "2021-6-5", "20210605", "hôm nay"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a date|day is out of range|month must be in"):
        parse_date(text)


@given(st.dates())
def test_every_date_reads_back_from_each_form(day: date) -> None:
    assert parse_date(f"{day.day}/{day.month}/{day.year:04d}") == day
    assert parse_date(day.isoformat()) == day


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert isinstance(parse_date(text), date)
