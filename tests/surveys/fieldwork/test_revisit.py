"""Households to visit again: which, in what order, on screen as in the file, and never a phone number."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts.models import AuditEvent
from surveys.models import Outcome
from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, UserFactory, VillageFactory, visit
from tests.surveys.batches import post, record, seen
from tests.villages.queries import queries_of
from villages.models import Household

REVISIT, FILE = "/fieldwork/revisit/", "/fieldwork/revisit/list.xlsx"


def house(cast: Cast, code: str, **facts: Any) -> Household:
    household: Household = HouseholdFactory(**{"village": cast.village, "group": cast.group, "code": code} | facts)
    return household


@pytest.fixture
def doors(cast: Cast) -> Cast:
    """One household in each state, beside the cast's own, which nobody has visited."""
    for code, facts in {
        "done": {"installed": 2},
        "lacking": {"smartphones": 2, "installed": 1},
        "absent": {"outcome": Outcome.ABSENT},
        "refused": {"outcome": Outcome.REFUSED},
        "moved": {"outcome": Outcome.MOVED_AWAY},
    }.items():
        visit(house(cast, code), "2021-07-01", **facts)
    return cast


def listed(cast: Cast, role: str = "officer", **asked: Any) -> list[str]:
    response = cast.client(role).get(REVISIT, asked)
    assert response.status_code == 200
    return [door.state.household.code for door in response.context["doors"]]


def rows_of_file(cast: Cast, **asked: Any) -> list[list[Any]]:
    """Without the note and the header."""
    response = cast.client("officer").get(FILE, asked)
    assert response.status_code == 200
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]


@pytest.mark.parametrize(
    ("why", "codes"),
    [
        ([], {"absent", "refused", "lacking"}),
        (["absent"], {"absent"}),
        (["refused"], {"refused"}),
        (["without_bluezone"], {"lacking"}),
        (["absent", "without_bluezone"], {"absent", "lacking"}),
        (["nonsense"], set()),
    ],
)
def test_each_tick_chooses_its_households(doors: Cast, why: list[str], codes: set[str]) -> None:
    assert set(listed(doors, why=why)) == codes


def test_the_newest_visit_of_an_unsettled_household_decides(doors: Cast) -> None:
    visit(Household.objects.get(code="absent"), "2021-07-05", outcome=Outcome.REFUSED)
    visit(Household.objects.get(code="done"), "2021-07-05", outcome=Outcome.ABSENT)

    assert listed(doors, why="absent") == []
    assert set(listed(doors, why="refused")) == {"absent", "refused"}


def test_the_order_is_that_of_the_walk(cast: Cast) -> None:
    for code, alley, number in (("a", "Ngõ 10", "1"), ("b", "Ngõ 2", "10"), ("c", "Ngõ 2", "9")):
        visit(house(cast, code, alley=alley, house_number=number), "2021-07-01", outcome=Outcome.ABSENT)

    assert listed(cast) == ["c", "b", "a"]


def test_village_and_group_narrow_the_list(doors: Cast) -> None:
    other = GroupFactory(village=VillageFactory(commune=doors.commune))
    visit(house(doors, "far", village=other.village, group=other), "2021-07-01", outcome=Outcome.ABSENT)

    assert listed(doors, village=other.village.pk) == listed(doors, group=other.pk) == ["far"]
    assert "far" not in listed(doors, group=doors.group.pk)


@pytest.mark.parametrize("asked", [{"village": "x"}, {"group": "9" * 30}, {"village": "-1"}])
def test_a_made_up_address_finds_nothing(doors: Cast, asked: dict[str, str]) -> None:
    assert listed(doors, **asked) == []


def test_a_village_head_sees_the_own_village_only(doors: Cast) -> None:
    other = VillageFactory(commune=doors.commune)
    visit(house(doors, "far", village=other, group=None), "2021-07-01", outcome=Outcome.ABSENT)

    assert "far" not in listed(doors, "village_head")
    assert listed(doors, "village_head", village=other.pk) == []


def test_the_file_has_the_rows_of_the_screen(doors: Cast) -> None:
    for asked in ({}, {"why": "absent"}, {"why": ["refused", "without_bluezone"]}):
        assert [row[1] for row in rows_of_file(doors, **asked)] == listed(doors, **asked)


def test_a_code_stays_text_but_number_and_day_do_not(cast: Cast) -> None:
    visit(house(cast, "007", alley="=1+1"), "2021-07-01", smartphones=2)

    row = rows_of_file(cast)[0]

    assert row[1:4] == ["007", "Trần Thị Mẫu", "=1+1"]
    assert (row[0], row[6].date()) == (1, date(2021, 7, 1))
    assert row[8:] == ["0/2", row[9]]


def test_no_phone_number_is_shown_or_handed_out(cast: Cast) -> None:
    cast.household.phone = "+84912345678"
    cast.household.save()
    phones = [seen(installed=False, owner="Lê Thị Ân", number="0987654321")]
    post(cast.client("surveyor"), record(cast.people["surveyor"], cast.household, phones=phones))

    shown = cast.client("officer").get(REVISIT).content.decode() + str(rows_of_file(cast))

    assert "Đỗ Thị Ánh" in shown
    assert not [digits for digits in ("345678", "345 678", "654321", "654 321") if digits in shown]


def test_taking_the_file_away_is_audited(doors: Cast) -> None:
    rows_of_file(doors)

    event = AuditEvent.objects.get(action="household.revisit_list")
    assert (event.actor, event.facts) == (doors.people["officer"], {"rows": 3})


def test_an_empty_list_says_so(cast: Cast) -> None:
    assert listed(cast) == rows_of_file(cast) == []


def test_the_queries_do_not_grow(cast: Cast) -> None:
    client = cast.client("officer")
    visit(house(cast, "first"), "2021-07-01", smartphones=2)
    before = queries_of(client, REVISIT)

    for number in range(9):
        group = GroupFactory(village=VillageFactory(commune=cast.commune))
        household = house(cast, f"more{number}", village=group.village, group=group)
        visit(household, "2021-07-01", smartphones=2, surveyor=UserFactory(commune=cast.commune))

    assert queries_of(client, REVISIT) == before
