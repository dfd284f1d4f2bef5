"""Choosing a list: villages and parts one sees, what cannot be chosen, what is empty."""

import re
from html import unescape
from typing import Any

import pytest

from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, VillageFactory, visit
from tests.surveys.paper.pages import CHOOSE, SHEET, TYPE, address
from tests.villages.queries import queries_of
from villages.models import Household


def parts(cast: Cast, role: str) -> dict[str, str]:
    """The parts offered: key → what is said of it."""
    page = unescape(cast.client(role).get(address(cast, CHOOSE)).content.decode())
    select = re.search(r'<select name="part".*?</select>', page, re.DOTALL)
    assert select
    return dict(re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', select[0]))


def test_parts_say_how_many_households_are_left(cast: Cast) -> None:
    second = GroupFactory(village=cast.village, name="Tổ 2")
    visit(HouseholdFactory(village=cast.village, group=cast.group, code="a", alley="Ngõ 10"), "2021-07-01")
    visit(HouseholdFactory(village=cast.village, group=second, code="b", alley="Ngõ 4"), "2021-07-01", outcome="absent")
    HouseholdFactory(village=cast.village, code="c", alley="")

    assert parts(cast, "officer") == {
        "": "Cả thôn: còn 3 trên 4 hộ",
        f"group-{cast.group.pk}": "Tổ 1: còn 1 trên 2 hộ",
        f"group-{second.pk}": "Tổ 2: còn 1 trên 1 hộ",
        "group-0": "Chưa thuộc tổ nào: còn 1 trên 1 hộ",
        "alley-Ngõ 3": "Ngõ 3: còn 1 trên 1 hộ",
        "alley-Ngõ 4": "Ngõ 4: còn 1 trên 1 hộ",
        "alley-Ngõ 10": "Ngõ 10: còn 0 trên 1 hộ",
    }


def test_a_surveyor_is_offered_what_is_assigned(cast: Cast) -> None:
    HouseholdFactory(village=cast.village, group=GroupFactory(village=cast.village), code="a", alley="Ngõ 4")

    assert list(parts(cast, "surveyor")) == ["", f"group-{cast.group.pk}", "alley-Ngõ 3"]


def test_whoever_has_one_village_begins_with_its_parts(cast: Cast) -> None:
    officer, head = (cast.client(role).get(CHOOSE) for role in ("officer", "village_head"))

    assert (officer.context["village"], head.context["village"]) == (None, cast.village)
    assert 'name="part"' in head.content.decode()


def test_whoever_has_no_village_is_told_what_to_do(cast: Cast) -> None:
    response = cast.client("foreigner").get(CHOOSE)

    assert response.status_code == 200
    assert 'name="part"' not in response.content.decode()


@pytest.mark.parametrize("path", [CHOOSE, SHEET, TYPE])
def test_a_village_out_of_sight_is_not_found(cast: Cast, path: str) -> None:
    other = VillageFactory()

    for key in (other.pk, "x", "9" * 50, "-1", ""):
        assert cast.client("officer").get(path, {"village": key}).status_code == 404


@pytest.mark.parametrize("path", [SHEET, TYPE])
@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"part": "group-999999"}, "part"),
        ({"part": "group-x"}, "part"),
        ({"part": "alley-Ngõ 99"}, "part"),
        ({"part": "x"}, "part"),
        ({"which": "x"}, "which"),
        ({"at": "hôm qua"}, "at"),
        ({"at": "01/01/0001 00:00"}, "at"),
        ({"at": "31/12/9999 23:59"}, "at"),
    ],
)
def test_what_cannot_be_chosen_is_told_beside_its_field(
    cast: Cast, path: str, asked: dict[str, str], field: str
) -> None:
    response = cast.client("officer").get(address(cast, path, **asked))

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize("path", [SHEET, TYPE])
def test_a_list_with_nobody_left_says_so(cast: Cast, path: str) -> None:
    visit(cast.household, "2021-07-01")

    response = cast.client("officer").get(address(cast, path, which="left"))

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["which"])


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "9" * 99, ""])
def test_a_page_that_is_none_is_the_nearest_one(cast: Cast, page: str) -> None:
    assert cast.client("officer").get(address(cast, TYPE, page=page)).context["entry"].page.number == 1


def test_the_queries_of_the_page_do_not_grow(cast: Cast) -> None:
    client = cast.client("officer")
    before = queries_of(client, address(cast, CHOOSE))

    for number in range(9):
        group = GroupFactory(village=cast.village)
        HouseholdFactory(village=cast.village, group=group, code=f"a{number}", alley=f"Ngõ {number}")

    assert queries_of(client, address(cast, CHOOSE)) == before


def test_the_queries_of_a_sheet_do_not_grow(cast: Cast) -> None:
    client = cast.client("officer")
    before = queries_of(client, address(cast, SHEET))

    for number in range(9):
        HouseholdFactory(village=cast.village, group=GroupFactory(village=cast.village), code=f"a{number}")

    assert queries_of(client, address(cast, SHEET)) == before


@pytest.mark.parametrize("role", ["officer", "village_head", "monitor", "surveyor"])
def test_whoever_walks_finds_the_sheets_from_the_list_of_doors(cast: Cast, role: str) -> None:
    page = cast.client(role).get("/survey/").content.decode()

    assert page.count(f'href="{CHOOSE}"') == (2 if role in ("officer", "village_head") else 1)


def test_names_of_alleys_and_groups_are_escaped(cast: Cast) -> None:
    type(cast.group).objects.update(name="<b>x</b>")
    Household.objects.update(alley='"><script>alert(1)</script>')

    page: Any = cast.client("officer").get(address(cast, CHOOSE)).content.decode()

    assert "<script>alert" not in page
    assert "<b>x" not in page
