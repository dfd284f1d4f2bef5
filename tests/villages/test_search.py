"""Finding households by words without accents and by exact phone; sorted as Vietnamese lists are."""

import unicodedata

import pytest

from tests.conftest import Cast
from tests.factories import HouseholdFactory, VillageFactory
from villages.models import Household


@pytest.fixture
def register(cast: Cast) -> Cast:
    for code, name, alley, phone in (
        ("010002", "Nguyễn Văn Đạt", "Ngõ 2/5", "+84912345678"),
        ("010003", "Nguyễn Thị Ái", "Xóm Đình", "+84912345678"),
        ("010004", "Hoàng Bá Đạo", "Ngõ 10", "+84383456789"),
    ):
        HouseholdFactory(village=cast.village, code=code, head_name=name, alley=alley, phone=phone)
    HouseholdFactory(village=VillageFactory(), code="020001", head_name="Nguyễn Xã Khác", phone="+84912345678")
    return cast


def found(cast: Cast, text: str) -> list[str]:
    households = Household.objects.visible_to(cast.people["officer"]).matching(text)
    return sorted(households.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("nguyen", ["010002", "010003"]),
        ("NGUYỄN", ["010002", "010003"]),
        (unicodedata.normalize("NFD", "Nguyễn"), ["010002", "010003"]),
        ("dat", ["010002"]),
        ("dao", ["010004"]),
        ("hòang", ["010004"]),
        ("dat nguyen", ["010002"]),
        ("nguyễn xóm đình", ["010003"]),
        ("ngõ 2/5", ["010002"]),
        ("010004", ["010004"]),
        ("0100", ["010002", "010003", "010004"]),
        ("nguyen 010004", []),
        ("khác", []),
    ],
)
def test_words_are_found_without_accents_in_name_code_and_alley(register: Cast, text: str, codes: list[str]) -> None:
    assert found(register, text) == codes


@pytest.mark.parametrize("text", ["0912345678", "912345678", "+84 912 345 678", "0084912345678", "0912.345.678"])
def test_a_phone_is_found_in_any_form_but_not_in_other_communes(register: Cast, text: str) -> None:
    assert found(register, text) == ["010002", "010003"]


def test_an_old_phone_is_found_under_its_new_number(register: Cast) -> None:
    assert found(register, "0168 345 6789") == ["010004"]


@pytest.mark.parametrize("text", ["091234567", "0912345679", "12345678"])
def test_a_part_of_a_phone_finds_nobody(register: Cast, text: str) -> None:
    assert found(register, text) == []


@pytest.mark.parametrize("text", ["%", "_", "%%%", "?", "🙂", "\\", "'"])
def test_signs_are_no_wildcards(register: Cast, text: str) -> None:
    assert found(register, text) == []


@pytest.mark.parametrize("text", ["n%dat", "ngu_en van dat", "nguyen\\"])
def test_signs_part_words_and_mean_nothing_else(register: Cast, text: str) -> None:
    households = Household.objects.filter(code="010002").matching(text)

    words = text.replace("%", " ").replace("_", " ").replace("\\", " ").split()
    assert households.exists() == all(word in "nguyen van dat" for word in words)


@pytest.mark.parametrize("text", ["", "   ", "\t"])
def test_an_empty_search_finds_all(register: Cast, text: str) -> None:
    assert len(found(register, text)) == 4


def test_names_are_sorted_by_given_name_in_vietnamese_order(cast: Cast) -> None:
    names = ["An", "Ăn", "Ân", "Dao", "Dào", "Dung", "Đào", "Đỗ", "Ưng"]
    for name in reversed(names):
        HouseholdFactory(village=cast.village, head_name=f"Lê Văn {name}")

    ordered = Household.objects.filter(head_name__startswith="Lê Văn").by_name()

    assert [household.head_name.split()[-1] for household in ordered] == names


def test_equal_given_names_are_sorted_by_family_then_middle_name(cast: Cast) -> None:
    names = ["Đinh Văn An", "Lê Đức An", "Lê Văn An", "Nguyễn Ái An"]
    for name in reversed(names):
        HouseholdFactory(village=cast.village, head_name=name)

    ordered = Household.objects.filter(head_name__endswith=" An").by_name()

    assert [household.head_name for household in ordered] == names


def test_doors_stand_as_one_walks(cast: Cast) -> None:
    places = [("Ngõ 2", "3"), ("Ngõ 2", "12"), ("Ngõ 10", "1"), ("Ngõ 10", "1B"), ("Xóm Đình", "")]
    for alley, house in reversed(places):
        HouseholdFactory(village=cast.village, alley=alley, house_number=house)

    ordered = Household.objects.exclude(pk=cast.household.pk).by_door()

    assert [(household.alley, household.house_number) for household in ordered] == places
