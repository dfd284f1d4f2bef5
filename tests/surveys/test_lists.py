"""The register by name: who sees whom, filters, order, pages, queries."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import Role
from surveys.models import Outcome
from surveys.views import PAGE, STATES
from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, UserFactory, visit
from tests.villages.queries import queries_of
from villages.models import Household

REGISTER = "/households/"


def listed(client: Client, **asked: str) -> list[str]:
    """Codes of the households shown, in their order."""
    response = client.post(REGISTER, asked)
    assert response.status_code == 200
    return [row.household.code for row in response.context["rows"]]


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
        visit(HouseholdFactory(village=cast.village, group=cast.group, code=code), "2021-07-01", **facts)
    return cast


@pytest.mark.parametrize(
    ("state", "codes"),
    [
        ("", {"000001", "done", "lacking", "absent", "refused", "moved"}),
        ("unvisited", {"000001"}),
        ("revisit", {"absent", "refused"}),
        ("without_bluezone", {"lacking"}),
        ("surveyed", {"done", "lacking"}),
        ("nonsense", {"000001", "done", "lacking", "absent", "refused", "moved"}),
    ],
)
def test_a_state_filters_the_households(doors: Cast, state: str, codes: set[str]) -> None:
    assert set(listed(doors.client("surveyor"), state=state)) == codes


def test_the_newest_settling_visit_decides_the_state(doors: Cast) -> None:
    lacking = Household.objects.get(code="lacking")
    visit(lacking, "2021-07-02", installed=2)
    visit(lacking, "2021-07-03", outcome=Outcome.ABSENT)
    visit(Household.objects.get(code="done"), "2021-07-02", outcome=Outcome.MOVED_AWAY)

    client = doors.client("surveyor")

    assert listed(client, state="without_bluezone") == []
    assert listed(client, state="surveyed") == ["lacking"]
    assert set(listed(client, state="revisit")) == {"absent", "refused"}


def test_a_late_visit_does_not_undo_a_newer_one(doors: Cast) -> None:
    visit(Household.objects.get(code="done"), "2021-06-20", smartphones=3, installed=0)

    assert listed(doors.client("surveyor"), state="without_bluezone") == ["lacking"]


def test_the_register_stands_by_name_in_vietnamese_order(cast: Cast) -> None:
    for code, name in {"1": "Lê Văn Ưng", "2": "Lê Văn Ăn", "3": "Lê Văn Đào", "4": "Lê Văn Dào", "5": "Lê An"}.items():
        HouseholdFactory(village=cast.village, code=code, head_name=name)

    assert listed(cast.client("officer")) == ["5", "000001", "2", "4", "3", "1"]


def test_each_role_sees_its_households(cast: Cast) -> None:
    HouseholdFactory(village=cast.village, code="beside", group=GroupFactory(village=cast.village))
    HouseholdFactory(village=cast.stranger.headed_villages.get(), code="next")

    seen = {role: set(listed(cast.client(role))) for role in ("officer", "village_head", "surveyor")}
    seen |= {role: set(listed(cast.client(role))) for role in ("stranger", "foreigner")}

    assert seen["officer"] == {"000001", "beside", "next"}
    assert (seen["village_head"], seen["surveyor"]) == ({"000001", "beside"}, {"000001"})
    assert (seen["stranger"], seen["foreigner"]) == ({"next"}, set())


@pytest.mark.parametrize("role", ["admin", "health", "reporter", "keeper", "supervisor"])
def test_other_roles_see_no_households(cast: Cast, role: str) -> None:
    assert role in Role.values
    assert cast.client(role).get(REGISTER).status_code == 403


def test_a_household_that_left_the_register_is_not_listed(cast: Cast) -> None:
    Household.objects.update(retired_at="2021-07-01T00:00:00Z")

    assert listed(cast.client("officer")) == []


def test_a_village_is_chosen_among_those_one_sees(cast: Cast) -> None:
    there = HouseholdFactory(village=cast.stranger.headed_villages.get(), code="next")
    elsewhere = HouseholdFactory(code="far")

    client, keys = cast.client("officer"), (cast.village.pk, there.village.pk, elsewhere.village.pk)

    assert [listed(client, village=str(key)) for key in keys] == [["000001"], ["next"], []]
    assert [listed(client, village=key) for key in ("x", "9" * 50, "-1", "1.5")] == [[], [], [], []]


@pytest.mark.parametrize("text", ["do thi anh", "ĐỖ", "0912 345 678", "+84912345678", "000001"])
def test_a_search_finds_name_code_and_phone(cast: Cast, text: str) -> None:
    cast.household.phone = "+84912345678"
    cast.household.save()
    HouseholdFactory(village=cast.village, code="other")

    assert listed(cast.client("officer"), q=text) == ["000001"]


def test_a_phone_of_another_commune_is_not_found(cast: Cast) -> None:
    HouseholdFactory(phone="+84912345678")

    assert listed(cast.client("officer"), q="0912345678") == []


def test_enter_searches_and_downloads_nothing(cast: Cast) -> None:
    page = cast.client("officer").get(REGISTER).content.decode()

    own = page.split('id="filter"')[1].split("</form>")[0]
    assert "<button" in own
    assert 'form="filter"' not in page.split('id="filter"')[0]


def test_what_was_searched_for_stands_in_no_address(cast: Cast) -> None:
    for number in range(PAGE + 1):
        HouseholdFactory(village=cast.village, head_name="Lê Thị Ân", alley=f"Ngõ {number}")

    page = unescape(cast.client("officer").post(REGISTER, {"q": "ân"}).content.decode())

    assert re.findall(r'<form method="(\w+)" action="([^"]*)" id="filter"', page) == [("post", REGISTER)]
    assert 'form="filter" name="page" value="2"' in page
    assert not [link for link in re.findall(r'href="([^"]*)"', page) if "ân" in link or "q=" in link]


def test_pages_are_turned_by_post_and_keep_the_search(cast: Cast) -> None:
    for number in range(PAGE + 1):
        HouseholdFactory(village=cast.village, code=f"{number:03d}", head_name="Lê Thị Ân")

    client = cast.client("officer")
    first, second = (listed(client, q="le thi", page=page) for page in ("1", "2"))

    assert (len(first), second) == (PAGE, [f"{PAGE:03d}"])


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "9" * 100])
def test_a_page_that_is_none_is_the_nearest_one(cast: Cast, page: str) -> None:
    assert listed(cast.client("officer"), page=page) == ["000001"]


def test_the_rows_show_what_is_known(doors: Cast) -> None:
    page = unescape(doors.client("officer").get(REGISTER).content.decode())

    tags = re.findall(r'<span class="tag ?(\w*)">', page)
    assert sorted(tags) == ["", "behind", "care", "care", "care", "good"]


def test_every_state_stands_in_the_filter(cast: Cast) -> None:
    page = cast.client("officer").post(REGISTER, {"state": "revisit"}).content.decode()

    assert all(f'<option value="{state}"' in page for state in STATES)
    assert '<option value="revisit" selected>' in page


def test_the_queries_of_a_list_do_not_grow_with_its_households(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", installed=1)
    client = cast.client("officer")
    before = queries_of(client, REGISTER)

    for number in range(9):
        household: Any = HouseholdFactory(village=cast.village, group=GroupFactory(village=cast.village))
        visit(household, "2021-07-01", installed=number % 3)
        visit(household, "2021-07-02", outcome=Outcome.ABSENT, surveyor=UserFactory(commune=cast.commune))

    assert queries_of(client, REGISTER) == before
