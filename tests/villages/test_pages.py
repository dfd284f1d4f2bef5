"""The list of villages and the page of one."""

from html import unescape

import pytest

from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, UserFactory, VillageFactory
from tests.villages.queries import queries_of


def page(cast: Cast, address: str, role: str = "officer") -> str:
    response = cast.client(role).get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_villages_stand_in_vietnamese_order(cast: Cast) -> None:
    for name in ("Ứng Hòa", "An Thái", "Ăn Xá", "Đoài Thượng", "Dốc Lở", "Ân Thi"):
        VillageFactory(commune=cast.commune, name=name)

    villages = cast.client("officer").get("/villages/").context["villages"]

    names = ["An Thái", "Ăn Xá", "Ân Thi", "Dốc Lở", "Đoài Thượng", "Đồng Tiến", "Tân Lập", "Ứng Hòa"]
    assert [village.name for village in villages] == names


def test_groups_stand_in_natural_order(cast: Cast) -> None:
    for name in ("Tổ 10", "Tổ 2"):
        GroupFactory(village=cast.village, name=name)

    groups = cast.client("officer").get(cast.village.get_absolute_url()).context["groups"]

    assert [group.name for group in groups] == ["Tổ 1", "Tổ 2", "Tổ 10"]


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("chair", ["Đồng Tiến", "Tân Lập"]),
        ("officer", ["Đồng Tiến", "Tân Lập"]),
        ("monitor", ["Đồng Tiến", "Tân Lập"]),
        ("village_head", ["Đồng Tiến"]),
        ("surveyor", ["Đồng Tiến"]),
        ("stranger", ["Tân Lập"]),
        ("foreigner", []),
    ],
)
def test_each_role_lists_its_villages(cast: Cast, role: str, names: list[str]) -> None:
    villages = cast.client(role).get("/villages/").context["villages"]

    assert [village.name for village in villages] == names


def test_households_are_counted_once_though_a_surveyor_has_two_groups(cast: Cast) -> None:
    GroupFactory(village=cast.village).surveyors.add(cast.people["surveyor"])
    HouseholdFactory(village=cast.village)

    villages = cast.client("surveyor").get("/villages/").context["villages"]

    assert [village.household_count for village in villages] == [2]


def test_a_village_shows_its_people_figures_and_groups(cast: Cast) -> None:
    cast.village.population, cast.village.population_as_of = 1234, "2019-04-01"
    cast.village.save()

    shown = page(cast, cast.village.get_absolute_url())

    for text in ("Thôn Đồng Tiến", "Nguyễn Văn Mẫu", "1.234", "01/04/2019", "Tổ 1"):
        assert text in shown


def test_only_the_officer_is_offered_to_edit(cast: Cast) -> None:
    address = cast.village.get_absolute_url()

    offered = {role: f"{address}edit/" in page(cast, address, role) for role in ("officer", "chair", "village_head")}

    assert offered == {"officer": True, "chair": False, "village_head": False}


def test_strangers_do_not_find_the_village(cast: Cast) -> None:
    addresses = [cast.village.get_absolute_url(), f"{cast.village.get_absolute_url()}edit/", "/villages/99999/"]

    for role in ("stranger", "foreigner"):
        assert [cast.client(role).get(address).status_code for address in addresses] == [404, 404, 404]


def test_the_queries_of_the_list_do_not_grow_with_the_villages(cast: Cast) -> None:
    client = cast.client("officer")
    before = queries_of(client, "/villages/")

    for _ in range(10):
        village = VillageFactory(commune=cast.commune)
        village.heads.add(UserFactory(role="village_head", commune=cast.commune))
        HouseholdFactory(village=village)

    assert queries_of(client, "/villages/") == before


def test_the_queries_of_a_village_do_not_grow_with_its_groups(cast: Cast) -> None:
    client, address = cast.client("officer"), cast.village.get_absolute_url()
    before = queries_of(client, address)

    for _ in range(10):
        group = GroupFactory(village=cast.village)
        group.surveyors.add(cast.people["surveyor"], UserFactory(role="surveyor", commune=cast.commune))
        HouseholdFactory(village=cast.village, group=group)

    assert queries_of(client, address) == before
