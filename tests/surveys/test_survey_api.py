"""The ping and the list of households that the survey page asks for."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.conftest import Cast
from tests.factories import HouseholdFactory, at, visit
from villages.models import Household

HOUSEHOLDS = "/api/v1/households"


def listed(cast: Cast, role: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = cast.client(role).get(HOUSEHOLDS).json()["households"]
    return rows


def test_the_ping_says_who_is_signed_in(cast: Cast) -> None:
    told = cast.client("surveyor").get("/api/v1/session").json()

    surveyor = cast.people["surveyor"]
    assert told["portal"] == "thongnhat-portal"
    assert told["user"] == {"id": surveyor.pk, "name": surveyor.full_name, "can_survey": True, "can_keep": False}
    assert len(told["csrf"]) > 30


def test_the_ping_answers_those_who_are_signed_out(db: None) -> None:
    answer = Client().get("/api/v1/session")

    assert (answer.status_code, answer.json()["user"]) == (200, None)
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_one_time_password_sends_nothing(cast: Cast) -> None:
    surveyor = cast.people["surveyor"]
    surveyor.must_change_password = True
    surveyor.save()

    assert cast.client("surveyor").get("/api/v1/session").json()["user"] is None


def test_a_surveyor_gets_the_households_of_own_groups_and_those_given_singly(cast: Cast) -> None:
    HouseholdFactory(village=cast.village)
    single = HouseholdFactory(village=cast.village, head_name="Bùi Thị Mẫu")
    single.surveyors.add(cast.people["surveyor"])

    assert {row["id"] for row in listed(cast, "surveyor")} == {cast.household.pk, single.pk}


def test_a_household_in_an_own_group_and_given_singly_stands_once(cast: Cast) -> None:
    cast.household.surveyors.add(cast.people["surveyor"])

    assert [row["id"] for row in listed(cast, "surveyor")] == [cast.household.pk]


def test_a_single_household_shows_its_village_to_the_surveyor(cast: Cast) -> None:
    elsewhere = HouseholdFactory(village=cast.stranger.headed_villages.get())
    elsewhere.surveyors.add(cast.people["surveyor"])

    told = cast.client("surveyor").get(HOUSEHOLDS).json()["villages"]

    assert [village["name"] for village in told] == ["Đồng Tiến", "Tân Lập"]
    assert [group["name"] for group in told[0]["groups"]] == ["Tổ 1"]


def test_the_list_tells_what_is_known_and_no_phone_number(cast: Cast) -> None:
    Household.objects.filter(pk=cast.household.pk).update(house_number="12")
    cast.household.phone = "+84912345678"
    cast.household.save()
    visit(cast.household, "2021-07-01", smartphones=2, installed=1)

    answer = cast.client("surveyor").get(HOUSEHOLDS)

    assert "12345678" not in answer.content.decode()
    (row,) = answer.json()["households"]
    assert (row["state"], row["smartphones"], row["installed"]) == ("completed", 2, 1)
    assert datetime.fromisoformat(row["visited_at"]) == at("2021-07-01")


@pytest.mark.parametrize(("days", "state"), [((), "unvisited"), ((1,), "absent"), ((0, 1), "completed")])
def test_a_closed_door_does_not_hide_what_is_known(cast: Cast, days: tuple[int, ...], state: str) -> None:
    for day in days:
        visit(cast.household, at("2021-07-01").date() + timedelta(days=day), outcome="absent" if day else "completed")

    assert [row["state"] for row in listed(cast, "surveyor")] == [state]


def test_households_stand_as_one_walks(cast: Cast) -> None:
    for alley in ("Ngõ 10", "Ngõ 2", ""):
        HouseholdFactory(village=cast.village, group=cast.group, alley=alley)

    assert [row["alley"] for row in listed(cast, "village_head")] == ["", "Ngõ 2", "Ngõ 3", "Ngõ 10"]


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_asks_as_much_whatever_its_length(cast: Cast, count: int, django_assert_max_num_queries: Any) -> None:
    client = cast.client("village_head")
    for _ in range(count):
        visit(HouseholdFactory(village=cast.village, group=cast.group), "2021-07-01")

    with django_assert_max_num_queries(6):
        assert len(client.get(HOUSEHOLDS).json()["households"]) == count + 1


def test_signing_out_tells_the_offline_page_and_signing_in_takes_it_back(cast: Cast) -> None:
    client = cast.client("surveyor")

    out = client.post("/logout/")
    assert out.cookies["signed_out"].value == "1"
    assert not out.cookies["signed_out"]["httponly"]
    back = client.post("/login/", {"username": "surveyor", "password": "ba con meo den"})
    assert back.cookies["signed_out"]["max-age"] == 0
