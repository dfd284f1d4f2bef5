"""The public page: what is under five is hidden, and stays hidden from whoever can add and subtract."""

from datetime import date
from itertools import product

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from reports.actions import close_days
from reports.publishing import SMALL_CELL, Cell, hidden
from tests.conftest import Cast
from tests.factories import HouseholdFactory, VillageFactory, visit

SMALL_VILLAGES = st.lists(
    st.integers(0, 14).flatmap(lambda people: st.tuples(st.integers(0, people), st.just(people))), max_size=6
)


def cells(*installed: int, people: int = 100) -> list[Cell]:
    return [Cell(key, n, people + key) for key, n in enumerate(installed)]


def possible(found: list[Cell], kept: frozenset[int], key: int) -> set[int]:
    """What a reader of the page, who knows the sum and every village's population, can think one hidden cell to be."""
    secret = [cell for cell in found if cell.key in kept]
    left = sum(cell.installed for cell in secret)
    at = [cell.key for cell in secret].index(key)
    ways = product(*(range(cell.people + 1) for cell in secret if cell.key != key))
    return {left - sum(way) for way in ways if 0 <= left - sum(way) <= secret[at].people}


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert hidden(cells(5, 50, 500)) == frozenset()


def test_one_small_village_takes_another_along_so_that_the_sum_does_not_give_it_away() -> None:
    assert hidden(cells(40, 3, 60)) == {1, 0}


def test_two_villages_of_nobody_take_a_third_along() -> None:
    assert hidden(cells(0, 0, 60)) == {0, 1, 2}


def test_the_village_taken_along_goes_by_its_population_and_not_by_its_figure() -> None:
    large, small = Cell(1, 6, people=900), Cell(2, 300, people=400)

    assert hidden([Cell(0, 2, people=50), large, small]) == {0, 2}


def test_a_village_alone_has_nobody_to_hide_behind() -> None:
    assert hidden(cells(3)) == {0}


@given(SMALL_VILLAGES)
def test_no_small_cell_is_shown_and_no_hidden_one_can_be_computed(figures: list[tuple[int, int]]) -> None:
    found = [Cell(key, installed, people) for key, (installed, people) in enumerate(figures)]

    kept = hidden(found)

    assert all(cell.installed >= SMALL_CELL for cell in found if cell.key not in kept)
    if kept != {cell.key for cell in found}:  # with every village hidden there is nothing to subtract
        assert all(len(possible(found, kept, cell.key)) > 1 for cell in found if cell.key in kept and cell.people)


@pytest.fixture
def public(cast: Cast) -> Cast:
    """Đồng Tiến 1, Tân Lập nobody, Tân An 8, Xuân Hòa 12 of 40."""
    visit(cast.household, "2021-07-01", installed=1)
    for name, doors in (("Tân An", 2), ("Xuân Hòa", 3)):
        village = VillageFactory(commune=cast.commune, name=name)
        for _ in range(doors):
            visit(HouseholdFactory(village=village), "2021-07-01", installed=4, members=10 if name == "Tân An" else 20)
    close_days(commune=cast.commune, until=date(2021, 7, 1))
    return cast


def rows(cast: Cast) -> dict[str, str]:
    html = Client().get(cast.commune.get_absolute_url()).content.decode()
    table = html[html.index("<tbody>") : html.index("</tbody>")]
    return {row.split("</th>")[0].split(">")[-1]: row for row in table.split("</tr>") if "</th>" in row}


@pytest.mark.django_db
def test_the_page_shows_neither_the_small_nor_what_would_tell_it(public: Cast) -> None:
    shown = rows(public)

    assert [name for name, row in shown.items() if "không công bố" not in row] == ["Xuân Hòa"]
    assert list(shown) == ["Xuân Hòa", "Đồng Tiến", "Tân An", "Tân Lập"]  # hidden ones by name, without rank


@pytest.mark.django_db
def test_a_commune_of_fewer_than_five_publishes_no_figure_at_all(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", installed=3)
    close_days(commune=cast.commune, until=date(2021, 7, 1))

    response = Client().get(cast.commune.get_absolute_url())

    assert not response.context["published"].sum_is_shown
    assert "75,0" not in response.content.decode()
