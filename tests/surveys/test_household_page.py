"""What is known of a household, and every knock on its door."""

import re
from html import unescape

import pytest

from accounts.models import Role
from surveys.models import HomeVisit, Outcome
from tests.conftest import Cast
from tests.factories import HouseholdFactory, UserFactory, visit
from tests.surveys.answers import answers, phone, send
from tests.villages.queries import queries_of


def page(cast: Cast, role: str = "officer") -> str:
    return unescape(cast.client(role).get(cast.household.get_absolute_url()).content.decode())


def known(cast: Cast) -> HomeVisit | None:
    visit: HomeVisit | None = cast.client("officer").get(cast.household.get_absolute_url()).context["known"]
    return visit


def test_an_unvisited_household_is_known_by_the_register_alone(cast: Cast) -> None:
    shown = page(cast)

    assert known(cast) is None
    assert all(text in shown for text in ("Đỗ Thị Ánh", "000001", "Thôn Đồng Tiến", "Tổ 1", "Ngõ 3"))


def test_the_newest_completed_visit_counts_and_all_history_is_shown(cast: Cast) -> None:
    for day, installed in (("2021-07-01", 1), ("2021-07-03", 3), ("2021-07-02", 2)):
        visit(cast.household, day, installed=installed)

    shown = page(cast)

    assert known(cast) == HomeVisit.objects.get(installed=3)
    assert re.findall(r"09:00 (\d\d)/07/2021", shown.partition('<ul class="rows">')[2]) == ["03", "02", "01"]
    assert shown.count('<span class="tag good">') == 1


@pytest.mark.parametrize("outcome", [Outcome.ABSENT, Outcome.REFUSED])
def test_a_closed_door_afterwards_changes_nothing_that_is_known(cast: Cast, outcome: Outcome) -> None:
    completed = visit(cast.household, "2021-07-01", smartphones=2, installed=1)

    visit(cast.household, "2021-07-05", outcome=outcome)

    assert known(cast) == completed


def test_a_household_that_moved_away_and_came_back_is_known_by_the_newest(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", installed=1)
    moved = visit(cast.household, "2021-07-02", outcome=Outcome.MOVED_AWAY)
    assert known(cast) == moved

    back = visit(cast.household, "2021-07-03", installed=2)

    assert known(cast) == back


def test_the_phones_of_a_visit_are_shown_as_people_write_them(cast: Cast) -> None:
    send(cast, answers(phone("installed", "Lê Thị Ân", "84912345678"), phone("not:full"), note="cổng <b>sau</b>"))

    shown = page(cast, "village_head")

    assert "Lê Thị Ân · 0912 345 678" in shown
    assert "<b>sau" not in cast.client("chair").get(cast.household.get_absolute_url()).content.decode()


@pytest.mark.parametrize("role", [*Role.values, "stranger", "foreigner"])
def test_each_role_may_look_record_and_edit_as_the_design_says(cast: Cast, role: str) -> None:
    sees = role in ("chair", "officer", "monitor", "village_head", "surveyor")

    response = cast.client(role).get(cast.household.get_absolute_url())

    assert response.status_code == (200 if sees else 404)
    shown = response.content.decode()
    assert ("/visit/" in shown) == (sees and role != "chair")
    assert (f"/households/{cast.household.pk}/edit/" in shown) == (role in ("officer", "village_head"))


@pytest.mark.parametrize("role", [*Role.values, "stranger", "foreigner"])
def test_visits_are_visible_where_their_household_is(cast: Cast, role: str) -> None:
    who = {"stranger": cast.stranger, "foreigner": cast.foreigner}.get(role) or cast.people[role]
    own = visit(cast.household, "2021-07-01")
    visit(HouseholdFactory(), "2021-07-01")

    visible = list(HomeVisit.objects.visible_to(who))

    sees = role in ("chair", "officer", "monitor", "village_head", "surveyor")
    assert visible == ([own] if sees else [])


def test_the_queries_of_the_page_do_not_grow_with_its_visits(cast: Cast) -> None:
    client, address = cast.client("officer"), cast.household.get_absolute_url()
    visit(cast.household, "2021-07-01", installed=1)
    before = queries_of(client, address)

    for day in range(2, 11):
        visit(cast.household, f"2021-07-{day:02d}", installed=2, surveyor=UserFactory(commune=cast.commune))

    assert queries_of(client, address) == before
