"""The projection on series whose answer is known; docs/reference/projection.md says how it is computed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.projection import FAN_LONGEST, FAN_OF_NEVER, FARTHEST, Projection, fan, projection

FIRST = date(2021, 7, 1)
Series = list[tuple[date, int]]


def series(values: list[int]) -> Series:
    return [(FIRST + timedelta(days=n), value) for n, value in enumerate(values)]


def of_gains(gains: list[int], start: int = 0) -> Series:
    return series([start + sum(gains[:n]) for n in range(len(gains) + 1)])


def found(rows: Series, wanted: int) -> Projection:
    made = projection(rows, wanted)
    assert made is not None
    return made


@given(gain=st.integers(1, 100), days=st.integers(1, 40), missing=st.integers(1, 3000))
def test_a_line_arrives_when_a_ruler_says_and_has_no_range(gain: int, days: int, missing: int) -> None:
    rows = of_gains([gain] * days)
    last, installed = rows[-1]

    made = found(rows, installed + missing)

    arrival = last + timedelta(days=-(-missing // gain))
    assert made.expected == made.earliest == made.latest == (arrival if (arrival - last).days <= FARTHEST else None)


@pytest.mark.parametrize("values", [[100] * 10, [100, 90, 80, 70, 60, 50, 40, 30, 20]])
def test_a_flat_or_falling_series_never_arrives(values: list[int]) -> None:
    made = found(series(values), 200)

    assert (made.expected, made.earliest, made.latest) == (None, None, None)


@given(week=st.lists(st.integers(0, 60), min_size=7, max_size=7), start=st.integers(0, 6), weeks=st.integers(2, 4))
def test_a_weeks_rhythm_is_one_pace_on_whatever_day_one_looks(week: list[int], start: int, weeks: int) -> None:
    gains = (week * (weeks + 1))[start : start + 7 * weeks]

    assert found(of_gains(gains), 10_000).per_day == pytest.approx(sum(week) / 7)


def test_a_quiet_weekend_widens_the_range_and_leaves_the_pace() -> None:
    made = found(of_gains([14, 14, 14, 14, 14, 0, 0] * 2), wanted=140 + 70)

    assert made.per_day == 10
    assert (made.slowest, made.fastest) == (pytest.approx(14 / 3), 14)
    assert (made.earliest, made.expected, made.latest) == tuple(
        FIRST + timedelta(days=14 + days) for days in (5, 7, 15)
    )


def test_the_range_holds_what_is_expected_though_no_three_days_went_as_fast() -> None:
    made = found(of_gains([10, 0, 0, 10]), wanted=40)

    assert made.earliest == made.expected == FIRST + timedelta(days=4 + 4)


def test_days_that_were_not_closed_stretch_the_pace() -> None:
    gap = [(FIRST, 0), (FIRST + timedelta(days=10), 50)]

    assert found(gap, 100).expected == FIRST + timedelta(days=20)


def test_one_day_tells_no_pace() -> None:
    assert projection(series([5]), 10) is None


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30), st.integers(0, 100))
def test_what_is_reached_is_reached_and_not_projected(gains: list[int], surplus: int) -> None:
    rows = of_gains(gains)
    last, installed = rows[-1]

    made = found(rows, max(installed - surplus, 0))

    assert made.expected == made.earliest == made.latest == last
    assert fan(made, last, installed, max(installed - surplus, 0)) == []


def test_beyond_ten_years_is_never() -> None:
    rows = of_gains([1] * 8)

    assert found(rows, 8 + FARTHEST).expected == rows[-1][0] + timedelta(days=FARTHEST)
    assert found(rows, 8 + FARTHEST + 1).expected is None


@given(st.lists(st.integers(-5, 50), min_size=1, max_size=30), st.integers(1, 3000))
def test_the_band_begins_at_the_last_evening_and_never_crosses_itself(gains: list[int], missing: int) -> None:
    rows = of_gains(gains, start=200)
    last, installed = rows[-1]
    made = found(rows, installed + missing)

    days = fan(made, last, installed, installed + missing)

    assert (days[0].day, days[0].slowest, days[0].expected, days[0].fastest) == (last, *[installed] * 3)
    assert all(0 <= day.slowest <= day.expected <= day.fastest <= installed + missing for day in days)
    assert len(days) <= FAN_LONGEST + 1


def test_the_band_ends_on_the_expected_day_on_the_target() -> None:
    rows = of_gains([10] * 10)

    days = fan(found(rows, 150), rows[-1][0], 100, 150)

    assert (days[-1].day, days[-1].expected) == (rows[-1][0] + timedelta(days=5), 150)


def test_the_band_of_a_day_that_never_comes_shows_a_fortnight() -> None:
    rows = series([100] * 10)

    assert len(fan(found(rows, 150), rows[-1][0], 100, 150)) == FAN_OF_NEVER + 1
