"""Villages, groups and households typed in by hand: what is refused, told beside its field, and kept as typed."""

import unicodedata
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, UserFactory, VillageFactory
from villages.forms import HouseholdForm
from villages.importing.messages import FAULTS
from villages.models import Household, ResidentialGroup, Village

NEW_VILLAGE, NEW_HOUSEHOLD = "/villages/new/", "/households/new/"
RIGHT_TO_LEFT = "قرية السلام"
TWO_HUNDRED = "Nguyễn Văn " * 18 + "Ân"


def posted(cast: Cast, address: str, data: dict[str, Any], role: str = "officer") -> Any:
    return cast.client(role).post(address, data)


def errors(response: Any) -> dict[str, list[str]]:
    """Field → codes of its errors, of a form handed back."""
    assert response.status_code == 422
    found = response.context["form"].errors.as_data()
    return {field: [error.code for error in faults] for field, faults in found.items()}


def a_household(cast: Cast, **cells: Any) -> dict[str, Any]:
    sound = {"code": "77", "head_name": "Lê Thị Ân", "village": cast.village.pk, "member_count": "4"}
    return sound | cells


def test_a_village_is_made_with_its_heads_and_figures(cast: Cast) -> None:
    head = cast.people["village_head"]
    figures = {"population": "1234", "population_as_of": "01/04/2019", "population_source": "Tổng điều tra"}

    response = posted(cast, NEW_VILLAGE, {"name": "Thôn Xuân Hòa", "heads": [head.pk]} | figures)

    village = Village.objects.get(name="Xuân Hòa", commune=cast.commune)
    assert response.url == village.get_absolute_url()
    assert (village.population, str(village.population_as_of)) == (1234, "2019-04-01")
    assert list(village.heads.all()) == [head]


@pytest.mark.parametrize("name", ["Đ", "Xóm 🙂", RIGHT_TO_LEFT, unicodedata.normalize("NFD", "Ứng Hòa"), "ﷺ" * 100])
def test_a_village_may_have_an_unusual_name(cast: Cast, name: str) -> None:
    posted(cast, NEW_VILLAGE, {"name": name})

    assert Village.objects.filter(name=unicodedata.normalize("NFC", name), commune=cast.commune).exists()


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"name": ""}, {"name": ["required"]}),
        ({"name": "🙂"}, {"name": ["required"]}),
        ({"name": TWO_HUNDRED}, {"name": ["max_length"]}),
        ({"name": "NguyÔn V¨n An"}, {"name": ["legacy_encoding"]}),
        ({"name": "thôn ĐÔNG TIẾN"}, {"name": ["twice"]}),
        ({"population": "100"}, {"population_as_of": [None]}),
        ({"official_households": "100"}, {"official_households_as_of": [None]}),
        ({"population": "-1"}, {"population": ["min_value"]}),
        ({"population": "100001", "population_as_of": "1/4/2019"}, {"population": ["max_value"]}),
        ({"population": "9", "population_as_of": "31/02/2021"}, {"population_as_of": ["invalid"]}),
    ],
)
def test_what_is_wrong_with_a_village_is_told_beside_its_field(
    cast: Cast, cells: dict[str, str], found: dict[str, list[str | None]]
) -> None:
    response = posted(cast, NEW_VILLAGE, {"name": "Xuân Hòa", **cells})

    assert errors(response) == found
    assert Village.objects.filter(commune=cast.commune).count() == 2


def test_a_figure_of_a_future_day_is_refused(cast: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)

    response = posted(cast, NEW_VILLAGE, {"name": "X", "population": "9", "population_as_of": f"{tomorrow:%d/%m/%Y}"})

    assert errors(response) == {"population_as_of": [None]}


def test_a_village_may_keep_its_own_name(cast: Cast) -> None:
    response = posted(cast, f"/villages/{cast.village.pk}/edit/", {"name": "ĐỒNG TIẾN"})

    cast.village.refresh_from_db()
    assert (response.status_code, cast.village.name) == (302, "ĐỒNG TIẾN")


def test_two_communes_may_have_villages_of_one_name(cast: Cast) -> None:
    posted(cast, NEW_VILLAGE, {"name": "Đồng Tiến"}, role="foreigner")

    assert Village.objects.filter(name="Đồng Tiến").count() == 2


def test_only_village_heads_of_the_commune_can_head_a_village(cast: Cast) -> None:
    elsewhere = UserFactory(role="village_head")

    for who in (elsewhere, cast.people["chair"]):
        response = posted(cast, NEW_VILLAGE, {"name": "X", "heads": [who.pk]})

        assert errors(response) == {"heads": ["invalid_choice"]}


def test_a_group_is_made_with_its_surveyors(cast: Cast) -> None:
    surveyor = cast.people["surveyor"]

    posted(cast, f"/villages/{cast.village.pk}/groups/new/", {"name": "Tổ 2", "surveyors": [surveyor.pk]})

    group = ResidentialGroup.objects.get(name="Tổ 2")
    assert (group.village, list(group.surveyors.all())) == (cast.village, [surveyor])


@pytest.mark.parametrize(("name", "code"), [("TỔ  1", "twice"), ("—", "required"), (TWO_HUNDRED, "max_length")])
def test_what_is_wrong_with_a_group_is_told(cast: Cast, name: str, code: str) -> None:
    response = posted(cast, f"/villages/{cast.village.pk}/groups/new/", {"name": name})

    assert errors(response) == {"name": [code]}


def test_a_surveyor_of_another_commune_cannot_be_assigned(cast: Cast) -> None:
    elsewhere = UserFactory(role="surveyor")

    response = posted(cast, f"/villages/groups/{cast.group.pk}/", {"name": "Tổ 1", "surveyors": [elsewhere.pk]})

    assert errors(response) == {"surveyors": ["invalid_choice"]}


def test_a_household_is_made_in_its_village(cast: Cast) -> None:
    response = posted(cast, NEW_HOUSEHOLD, a_household(cast, group=cast.group.pk, phone="0168 345 6789"))

    household = Household.objects.get(code="77")
    assert response.url == household.get_absolute_url()
    assert (household.commune, household.group, household.phone) == (cast.commune, cast.group, "+84383456789")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ỷ", "Ỷ"),
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ấm"), "Nguyễn Thị Ấm"),
        (" H'Ben  Niê ", "H'Ben Niê"),
    ],
)
def test_a_head_is_kept_as_a_clean_name(cast: Cast, typed: str, kept: str) -> None:
    posted(cast, NEW_HOUSEHOLD, a_household(cast, head_name=typed))

    assert Household.objects.get(code="77").head_name == kept


@pytest.mark.parametrize(
    "phone", ["0912345678", "912345678", "+84 912 345 678", "0084912345678", "0912.345.678", "０９１２３４５６７８"]
)
def test_a_phone_may_be_typed_in_any_form(cast: Cast, phone: str) -> None:
    posted(cast, NEW_HOUSEHOLD, a_household(cast, phone=phone))

    assert Household.objects.get(code="77").phone_shown == "0912 345 678"


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"code": "000001"}, {"code": ["twice"]}),
        ({"code": "mã số 1"}, {"code": ["invalid"]}),
        ({"code": "0" * 21}, {"code": ["max_length"]}),
        ({"head_name": ""}, {"head_name": ["required"]}),
        ({"head_name": "Ba 🙂"}, {"head_name": ["not_a_name"]}),
        ({"head_name": RIGHT_TO_LEFT}, {"head_name": ["not_a_name"]}),
        ({"head_name": TWO_HUNDRED}, {"head_name": ["too_long"]}),
        ({"head_name": "NguyÔn V¨n An"}, {"head_name": ["legacy_encoding"]}),
        ({"member_count": "0"}, {"member_count": ["min_value"]}),
        ({"member_count": "99"}, {"member_count": ["max_value"]}),
        ({"member_count": "-4"}, {"member_count": ["min_value"]}),
        ({"member_count": "bốn"}, {"member_count": ["invalid"]}),
        ({"member_count": ""}, {"member_count": ["required"]}),
        ({"phone": "01234567"}, {"phone": ["invalid"]}),
        ({"village": "x"}, {"village": ["invalid_choice"]}),
        ({"alley": "n" * 101}, {"alley": ["max_length"]}),
    ],
)
def test_what_is_wrong_with_a_household_is_told_beside_its_field(
    cast: Cast, cells: dict[str, str], found: dict[str, list[str]]
) -> None:
    response = posted(cast, NEW_HOUSEHOLD, a_household(cast, **cells))

    assert {field: codes[:1] for field, codes in errors(response).items()} == found
    assert Household.objects.count() == 1


def test_all_errors_are_told_at_once_and_everything_typed_is_kept(cast: Cast) -> None:
    typed = {"code": "mã 1", "head_name": "<b>Ân</b>", "member_count": "99", "phone": "123 x", "alley": "Ngõ “3”"}

    response = posted(cast, NEW_HOUSEHOLD, a_household(cast, **typed))

    page = response.content.decode()
    assert set(errors(response)) == {"code", "head_name", "member_count", "phone"}
    assert page.count("is-invalid") == 4
    assert "<b>Ân</b>" not in page
    assert all(f'value="{value}"' in unescape(page) for value in typed.values())


def test_the_message_of_a_refused_code_is_the_import_s_own(cast: Cast) -> None:
    response = posted(cast, NEW_HOUSEHOLD, a_household(cast, code="mã số 1"))

    assert str(FAULTS["code_invalid"]) in response.content.decode()


def test_a_group_of_another_village_is_refused(cast: Cast) -> None:
    group = GroupFactory(village=VillageFactory(commune=cast.commune))

    response = posted(cast, NEW_HOUSEHOLD, a_household(cast, group=group.pk))

    assert list(errors(response)) == ["group"]


def test_villages_and_groups_of_another_commune_are_no_choice(cast: Cast) -> None:
    group = GroupFactory()

    response = posted(cast, NEW_HOUSEHOLD, a_household(cast, village=group.village.pk, group=group.pk))

    assert errors(response) == {"village": ["invalid_choice"], "group": ["invalid_choice"]}


def test_a_village_head_adds_households_to_the_own_village_only(cast: Cast) -> None:
    other = VillageFactory(commune=cast.commune)

    refused = posted(cast, NEW_HOUSEHOLD, a_household(cast, village=other.pk), role="village_head")
    taken = posted(cast, NEW_HOUSEHOLD, a_household(cast), role="village_head")

    assert errors(refused) == {"village": ["invalid_choice"]}
    assert taken.status_code == 302


def test_a_code_of_another_commune_is_free(cast: Cast) -> None:
    HouseholdFactory(code="77")

    assert posted(cast, NEW_HOUSEHOLD, a_household(cast)).status_code == 302


def test_a_household_is_edited_and_its_phone_shown_as_people_write_it(cast: Cast) -> None:
    address = f"/households/{cast.household.pk}/edit/"
    posted(cast, address, a_household(cast, code="000001", phone="0912345678"))

    page = cast.client("officer").get(address).content.decode()

    assert 'value="0912 345 678"' in page
    assert Household.objects.get(code="000001").search_fold == "le thi an 000001"


def test_a_group_is_named_with_its_village(cast: Cast) -> None:
    GroupFactory(village=VillageFactory(commune=cast.commune, name="An Thái"), name="Tổ 1")

    labels = [label for _key, label in HouseholdForm(cast.people["officer"]).fields["group"].choices]

    assert labels[1:] == ["An Thái · Tổ 1", "Đồng Tiến · Tổ 1"]
