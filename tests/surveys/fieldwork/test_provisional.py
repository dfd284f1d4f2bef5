"""Households found at the door are confirmed with a free code of the commune's."""

from typing import Any

import pytest

from accounts.models import AuditEvent
from surveys.merging import merge_households
from tests.conftest import Cast
from tests.factories import HouseholdFactory, VillageFactory, visit
from tests.surveys.batches import new_household, post, record
from tests.villages.queries import queries_of
from villages.actions import NoLongerThere, confirm_household, save_household
from villages.codes import free_code
from villages.models import Household

WAITING = "/fieldwork/provisional/"


def found(cast: Cast) -> Household:
    door = new_household(cast)
    post(cast.client("surveyor"), record(cast.people["surveyor"], None, new_household=door))
    return Household.objects.get(field_uuid=door["uuid"])


def confirmed(cast: Cast, household: Household, **facts: Any) -> Any:
    sent = {
        "code": "000777",
        "head_name": household.head_name,
        "village": household.village_id,
        "group": household.group_id or "",
        "alley": "Ngõ 10",
        "house_number": household.house_number,
        "member_count": household.member_count,
    }
    return cast.client("village_head").post(f"{WAITING}{household.pk}/", sent | facts)


def test_the_form_offers_the_next_free_code(cast: Cast) -> None:
    household = found(cast)
    HouseholdFactory(village=cast.village, code="000002")

    page = cast.client("village_head").get(f"{WAITING}{household.pk}/").content.decode()

    assert 'value="000003"' in page
    assert "MOI-" not in page


def test_confirmed_it_is_on_the_register_and_waits_no_more(cast: Cast) -> None:
    household = found(cast)

    response = confirmed(cast, household)

    household.refresh_from_db()
    assert response.status_code == 302
    assert (household.code, household.alley, household.is_provisional) == ("000777", "Ngõ 10", False)
    assert AuditEvent.objects.get(action="household.confirm").object_id == str(household.pk)
    assert not cast.client("officer").get(WAITING).context["rows"]


def test_a_code_that_is_taken_is_refused_and_what_was_typed_stays(cast: Cast) -> None:
    household = found(cast)

    response = confirmed(cast, household, code="000001")

    assert response.status_code == 422
    assert "Ngõ 10" in response.content.decode()
    household.refresh_from_db()
    assert household.is_provisional


def test_a_confirmed_household_is_not_confirmed_again(cast: Cast) -> None:
    assert cast.client("officer").get(f"{WAITING}{cast.household.pk}/").status_code == 404


def test_it_counts_and_is_visited_before_and_after(cast: Cast) -> None:
    household = found(cast)

    confirmed(cast, household)

    assert household.visits.count() == 1
    assert Household.objects.visible_to(cast.people["surveyor"]).filter(pk=household.pk).exists()


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], "000001"),
        (["000009", "000010"], "000011"),
        (["DT-001", "DT-002", "X9"], "DT-003"),
        (["999"], "1000"),
        (["không số"], "000001"),
    ],
)
def test_the_free_code_follows_the_villages_usual_ones(db: None, codes: list[str], expected: str) -> None:
    village = VillageFactory()
    for code in codes:
        HouseholdFactory(village=village, code=code)
    HouseholdFactory(village=village, code="MOI-123456", is_provisional=True)

    assert free_code(village) == expected


def test_a_village_without_codes_follows_the_commune_and_takes_nobodys_code(cast: Cast) -> None:
    village = VillageFactory(commune=cast.commune)
    HouseholdFactory(village=village, code="000002", is_provisional=True)

    assert free_code(village) == "000003"


def test_the_queries_do_not_grow(cast: Cast) -> None:
    client = cast.client("officer")
    visit(found(cast), "2021-07-01")
    before = queries_of(client, WAITING)

    for _ in range(9):
        found(cast)

    assert queries_of(client, WAITING) == before


def test_confirming_an_entry_that_was_merged_meanwhile_does_not_bring_it_back(cast: Cast) -> None:
    household = found(cast)
    stale = Household.objects.get(pk=household.pk)
    merge_households(actor=cast.people["officer"], kept=cast.household, double=household, reason="một nhà")

    with pytest.raises(NoLongerThere):
        confirm_household(actor=cast.people["officer"], household=stale)

    household.refresh_from_db()
    assert household.merged_into == cast.household


def test_saving_a_stale_entry_does_not_bring_a_merged_one_back(cast: Cast) -> None:
    household = found(cast)
    stale = Household.objects.get(pk=household.pk)
    merge_households(actor=cast.people["officer"], kept=cast.household, double=household, reason="một nhà")

    save_household(actor=cast.people["officer"], household=stale)

    household.refresh_from_db()
    assert household.merged_into == cast.household
