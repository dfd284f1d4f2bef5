"""Which households may stand twice on the register, and how somebody decides."""

from html import unescape
from typing import Any

import pytest

from surveys.fieldwork.doubles import suspected
from surveys.models import HomeVisit
from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, VillageFactory, visit
from tests.villages.queries import queries, queries_of
from villages.models import Household

DOUBLES = "/fieldwork/doubles/"


def twin(cast: Cast, **facts: Any) -> Household:
    """Named and living as the cast's household, unless something else is said."""
    told = {"village": cast.village, "group": cast.group, "head_name": "Đỗ Thị Ánh", "alley": cast.household.alley}
    household: Household = HouseholdFactory(**told | facts)
    return household


def found() -> list[tuple[int, int]]:
    return suspected(Household.objects.all())


def compare(cast: Cast, other: Household) -> str:
    return f"{DOUBLES}{cast.household.pk}/{other.pk}/"


def test_a_head_of_the_same_name_in_the_same_alley_is_suspected(cast: Cast) -> None:
    other = twin(cast, head_name="Do Thi Anh")

    assert found() == [(cast.household.pk, other.pk)]


def test_the_same_phone_tells_as_well(cast: Cast) -> None:
    other = twin(cast, alley="Ngõ 9", phone="+84912345678")
    cast.household.phone = "+84912345678"
    cast.household.save()

    assert found() == [(cast.household.pk, other.pk)]


@pytest.mark.parametrize("facts", [{"alley": "Ngõ 9"}, {"head_name": "Đỗ Thị An Nhiên"}, {"alley": ""}])
def test_others_are_not(cast: Cast, facts: dict[str, str]) -> None:
    twin(cast, **facts)
    twin(cast, village=VillageFactory(commune=cast.commune), group=None)

    assert found() == []


def test_an_alley_that_nobody_wrote_down_tells_nothing(cast: Cast) -> None:
    Household.objects.update(alley="", alley_sort="")
    twin(cast, alley="")

    assert found() == []


def test_of_many_alike_the_first_stands_beside_each(cast: Cast) -> None:
    others = [twin(cast).pk for _ in range(3)]

    assert found() == [(cast.household.pk, other) for other in others]


def test_the_entry_of_the_list_stands_before_the_one_found_at_the_door(cast: Cast) -> None:
    other = twin(cast)
    Household.objects.filter(pk=cast.household.pk).update(is_provisional=True)

    assert found() == [(other.pk, cast.household.pk)]


def test_suspecting_asks_one_query_whatever_the_size(cast: Cast) -> None:
    for _ in range(10):
        twin(cast)

    assert queries(found) == 1


def test_each_sees_the_doubles_of_the_own_scope(cast: Cast) -> None:
    other = twin(cast)

    shown = {
        role: len(cast.client(role).get(DOUBLES).context["pairs"]) for role in ("officer", "village_head", "stranger")
    }

    assert shown == {"officer": 1, "village_head": 1, "stranger": 0}
    assert cast.client("stranger").get(compare(cast, other)).status_code == 404


def test_the_page_says_that_closed_days_change_too(cast: Cast) -> None:
    html = cast.client("officer").get(compare(cast, twin(cast))).content.decode()

    assert "từ ngày có câu trả lời đó trở đi sẽ có lần chốt mới. Không thể hoàn tác." in html


def test_merging_asks_which_is_kept_and_why(cast: Cast) -> None:
    other = twin(cast)

    response = cast.client("officer").post(compare(cast, other), {"keep": "", "reason": ""})

    assert (response.status_code, len(response.context["form"].errors)) == (422, 2)
    assert not Household.objects.exclude(retired_at=None).exists()


def test_merged_the_kept_one_is_shown_and_the_double_points_to_it(cast: Cast) -> None:
    other, client = twin(cast, code="doi"), cast.client("village_head")

    response = client.post(compare(cast, other), {"keep": cast.household.pk, "reason": "hỏi tận nhà"})

    assert response.url == cast.household.get_absolute_url()
    assert found() == []
    assert cast.household.get_absolute_url() in client.get(other.get_absolute_url()).content.decode()
    assert client.get(compare(cast, other)).status_code == 404


@pytest.mark.parametrize("keep", ["0", "x", "999999"])
def test_only_one_of_the_two_can_be_kept(cast: Cast, keep: str) -> None:
    other = twin(cast)

    response = cast.client("officer").post(compare(cast, other), {"keep": keep, "reason": "hỏi"})

    assert (response.status_code, HomeVisit.objects.count()) == (422, 0)


def test_a_household_is_no_double_of_itself(cast: Cast) -> None:
    assert cast.client("officer").get(compare(cast, cast.household)).status_code == 404


def test_namesakes_and_neighbours_are_offered_and_others_searched_for(cast: Cast) -> None:
    twin(cast, code="namesake", alley="Ngõ 9")
    twin(cast, code="neighbour", head_name="Lê Văn Bé")
    twin(cast, code="far", head_name="Lê Văn Xa", alley="Ngõ 9")
    client, address = cast.client("village_head"), f"/fieldwork/households/{cast.household.pk}/double/"

    offered = [row.household.code for row in client.get(address).context["rows"]]
    searched = {row.household.code for row in client.post(address, {"q": "van xa"}).context["rows"]}

    assert (offered, searched) == (["namesake", "neighbour"], {"far"})


def test_a_name_is_escaped_wherever_it_stands(cast: Cast) -> None:
    other = twin(cast, head_name="<b>Ánh</b>")

    for address in (compare(cast, other), f"/fieldwork/households/{other.pk}/double/"):
        page = cast.client("officer").get(address).content.decode()

        assert "<b>Ánh" not in page
        assert "<b>Ánh" in unescape(page)


def test_the_queries_do_not_grow(cast: Cast) -> None:
    client, other = cast.client("officer"), twin(cast)
    visit(cast.household, "2021-07-01")
    visit(other, "2021-07-01")
    addresses = (DOUBLES, compare(cast, other), f"/fieldwork/households/{cast.household.pk}/double/")
    before = [queries_of(client, address) for address in addresses]

    for number in range(9):
        more = twin(cast, group=GroupFactory(village=cast.village, name=f"Xóm {number}"))
        visit(more, "2021-07-01")

    assert [queries_of(client, address) for address in addresses] == before
