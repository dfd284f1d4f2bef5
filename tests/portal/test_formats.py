"""Dates and numbers as people in Việt Nam write and read them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, translation

from thongnhat_portal.template_filters import decimal, percent, phone, svg


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize("typed", ["05/06/2021", "5/6/2021", "05-06-2021", "05.06.2021", "05/06/21", "2021-06-05"])
def test_the_day_comes_before_the_month(typed: str) -> None:
    assert forms.DateField().clean(typed) == date(2021, 6, 5)


@pytest.mark.parametrize("typed", ["06/30/2021", "30/02/2021", "05/2021", "hôm qua"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)


def test_a_moment_is_read_in_the_communes_time() -> None:
    read = forms.DateTimeField().clean("05/06/2021 14:30")

    assert read == datetime(2021, 6, 5, 7, 30, tzinfo=UTC)


def test_points_part_thousands_and_a_comma_the_fraction() -> None:
    assert drawn("{{ number }}", number=1234.5) == "1.234,5"
    assert drawn("{{ number }}", number=1234567) == "1.234.567"
    assert forms.DecimalField(localize=True).clean("1.234,5") == Decimal("1234.5")


def test_dates_are_shown_with_the_day_first() -> None:
    moment = datetime(2021, 6, 5, 14, 30, tzinfo=UTC)

    assert drawn("{{ day }}", day=date(2021, 6, 5)) == "05/06/2021"
    assert drawn("{% load tz %}{{ moment|localtime }}", moment=moment) == "21:30 05/06/2021"
    assert drawn('{{ day|date:"SHORT_DATE_FORMAT" }}', day=date(2021, 6, 5)) == "05/06/2021"


def test_the_week_starts_on_monday() -> None:
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        (0.494, "49,4\xa0%"),
        (2 / 3, "66,7\xa0%"),
        (0, "0,0\xa0%"),
        (1.25, "125,0\xa0%"),
        (12.345, "1.234,5\xa0%"),
        (None, "–"),
    ],
)
def test_a_rate_is_shown_with_one_decimal_and_never_clipped(ratio: float | None, shown: str) -> None:
    assert percent(ratio) == shown


@pytest.mark.parametrize(
    ("ratio", "length"), [(0.494, "49.40"), (None, "0.00"), (1.25, "100.00"), (-1, "0.00"), (1, "100.00")]
)
def test_a_length_in_a_picture_is_never_localized_and_at_most_full(ratio: float | None, length: str) -> None:
    assert svg(ratio) == length
    assert drawn("{{ ratio|svg }}", ratio=ratio) == length


@pytest.mark.parametrize(("number", "shown"), [("55.50", "55,5"), ("50.00", "50"), ("100", "100"), ("55.25", "55,25")])
def test_a_decimal_number_has_no_zeros_at_its_end(number: str, shown: str) -> None:
    assert decimal(Decimal(number)) == shown


def test_a_phone_is_shown_in_groups() -> None:
    assert phone("+84912345678") == "0912 345 678"
    assert phone("") == ""
