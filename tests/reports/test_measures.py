"""The measures of DESIGN §2 on known figures and series."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reports.measures import Measured, goal, ratio
from reports.projection import projection

DUE = date(2021, 7, 30)


class Figures(Measured):
    def __init__(self, **figures: int | None) -> None:
        names = (
            "population",
            "households",
            "surveyed",
            "surveyed_members",
            "smartphones",
            "installed",
            "moved_away",
        )
        for name in names:
            setattr(self, name, figures.get(name, None if name == "population" else 0))


def series(*installed: int, start: date = date(2021, 7, 1)) -> list[tuple[date, int]]:
    return [(start + timedelta(days=n), value) for n, value in enumerate(installed)]


def test_a_rate_above_one_is_told_not_clipped() -> None:
    assert ratio(120, 100) == 1.2


def test_nothing_divided_by_nothing_is_unknown_and_not_zero() -> None:
    assert ratio(0, 0) is None


def test_adoption_divides_by_the_official_population() -> None:
    figures = Figures(population=1000, surveyed_members=700, installed=350)

    assert figures.adoption == 0.35
    assert figures.people_are_official


def test_without_a_population_the_surveyed_members_stand_in_and_it_shows() -> None:
    figures = Figures(surveyed_members=700, installed=350)

    assert figures.adoption == 0.5
    assert not figures.people_are_official


def test_households_that_moved_away_leave_the_coverage() -> None:
    assert Figures(households=100, moved_away=20, surveyed=40).coverage == 0.5


def test_ceiling_is_the_share_of_people_with_a_smartphone() -> None:
    assert Figures(population=1000, smartphones=450).ceiling == 0.45


def test_the_due_dates_own_evening_counts_as_a_day_left() -> None:
    eve = goal(percent=50, whole=1000, installed=400, day=DUE - timedelta(days=1), due_on=DUE)

    assert eve.days_left == 1
    assert eve.needed_per_day == 100


def test_needed_per_day_rounds_up_to_whole_people() -> None:
    assert goal(percent=50, whole=1000, installed=399, day=DUE - timedelta(days=10), due_on=DUE).needed_per_day == 11


def test_on_the_due_date_nothing_can_be_needed_any_more() -> None:
    assert goal(percent=50, whole=1000, installed=400, day=DUE, due_on=DUE).needed_per_day is None


def test_wanted_people_do_not_grow_by_a_binary_fraction() -> None:
    assert goal(percent=55, whole=2000, installed=0, day=DUE, due_on=DUE).wanted == 1100


def test_half_of_an_odd_number_is_rounded_up() -> None:
    assert goal(percent=50, whole=6801, installed=0, day=DUE, due_on=DUE).wanted == 3401


def test_a_steady_series_is_projected_exactly_and_without_range() -> None:
    found = projection(series(*range(0, 200, 10)), wanted=250)

    assert found is not None
    assert found.per_day == 10
    assert found.expected == found.earliest == found.latest == date(2021, 7, 26)


def test_expected_takes_seven_days_and_the_range_the_last_fourteen() -> None:
    gains = [0] * 5 + [30] * 3 + [10] * 4 + [20] * 3
    values = [sum(gains[:n]) for n in range(len(gains) + 1)]

    found = projection(series(*values), wanted=values[-1] + 60)

    assert found is not None
    assert found.per_day == (10 * 4 + 20 * 3) / 7
    assert found.expected == date(2021, 7, 16) + timedelta(days=5)
    assert found.earliest == date(2021, 7, 16) + timedelta(days=2)
    assert found.latest is None


def test_a_standstill_never_arrives() -> None:
    found = projection(series(5, 5, 5, 5), wanted=10)

    assert found is not None
    assert found.expected is None


def test_a_single_day_gives_no_projection() -> None:
    assert projection(series(5), wanted=10) is None


def test_what_is_reached_is_reached_today() -> None:
    found = projection(series(5, 9, 12), wanted=10)

    assert found is not None
    assert found.expected == date(2021, 7, 3)


def test_a_missing_day_counts_as_a_day_in_the_pace() -> None:
    gap = [(date(2021, 7, 1), 0), (date(2021, 7, 5), 40)]

    found = projection(gap, wanted=60)

    assert found is not None
    assert found.per_day == 10


@given(st.lists(st.integers(min_value=0, max_value=50), min_size=2, max_size=40), st.integers(1, 5000))
def test_the_range_always_holds_the_order_earliest_latest(gains: list[int], missing: int) -> None:
    values = [sum(gains[:n]) for n in range(len(gains) + 1)]

    found = projection(series(*values), wanted=values[-1] + missing)

    assert found is not None
    assert (found.latest or date.max) >= (found.earliest or date.max)
