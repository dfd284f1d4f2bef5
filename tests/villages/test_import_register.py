"""What an import does to the register: upsert by code, empty cells leave what stands, villages and groups by name."""

import unicodedata

import pytest

from tests.conftest import Cast
from tests.factories import HouseholdFactory, VillageFactory
from tests.spreadsheets.files import excel
from tests.villages.lists import counts, household, listed, official, row, rows, stored
from villages.models import Household, ResidentialGroup, Village

NFD = unicodedata.normalize("NFD", "Nguyễn Thị Ấm")


def test_an_official_list_is_taken_in_as_offices_write_it(cast: Cast) -> None:
    content = official(
        row(code="010001", village="Thôn Đồng Tiến", head="  Lê  Thị Ân "),
        row(code="010002", village="ĐỒNG TIẾN", head="PHẠM VĂN HẢI", members="4"),
        [],
        row(code="010003", village=" đồng tiến ", head=NFD, members=4.0),
    )

    upload = stored(cast.commune, content)

    names = Household.objects.filter(code__startswith="01").order_by("code").values_list("head_name", flat=True)
    assert list(names) == ["Lê Thị Ân", "Phạm Văn Hải", "Nguyễn Thị Ấm"]
    assert counts(upload) == (3, 0, 0, 0)
    assert cast.village.households.filter(member_count=4).count() == 4


@pytest.mark.parametrize("members", [4, 4.0, "4", "4.0", "4,0", " 4 "])
def test_members_are_read_however_they_are_written(cast: Cast, members: object) -> None:
    stored(cast.commune, listed(row(members=members)))

    assert household(cast.commune).member_count == 4


@pytest.mark.parametrize(
    "phone", ["0912345678", 912345678, 912345678.0, "+84 912 345 678", "84912345678", "(84) 91-2345678", "0912.345.678"]
)
def test_a_phone_is_read_in_every_form(cast: Cast, phone: object) -> None:
    stored(cast.commune, listed(row(phone=phone)))

    assert household(cast.commune).phone == "+84912345678"


def test_old_phones_of_eleven_digits_are_converted_and_counted(cast: Cast) -> None:
    upload = stored(cast.commune, listed(row(phone="0168 345 6789"), row(code="010002")))

    assert household(cast.commune).phone == "+84383456789"
    assert upload.outcome["converted"] == 1


def test_leading_zeros_stay(cast: Cast) -> None:
    stored(cast.commune, listed(row(code="000123", house_number="007")))

    assert household(cast.commune, "000123").house_number == "007"


def test_a_known_code_is_updated_and_a_new_one_created(cast: Cast) -> None:
    upload = stored(cast.commune, listed(row(code="000001", head="Lê Văn Mới"), row()))

    cast.household.refresh_from_db()
    assert (cast.household.head_name, cast.household.search_fold) == ("Lê Văn Mới", "le van moi 000001 ngo 3")
    assert counts(upload) == (1, 1, 0, 0)


def test_the_same_list_twice_changes_nothing(cast: Cast) -> None:
    content = official(*rows(3), row(code="9", phone="0168 345 6789", village="thôn tân lập", members="3"))
    stored(cast.commune, content)

    again = stored(cast.commune, content)

    assert counts(again) == (0, 0, 4, 0)


def test_empty_cells_leave_what_stands(cast: Cast) -> None:
    stored(cast.commune, listed(row(note="hộ nghèo")))

    again = stored(cast.commune, listed(row(group="", alley=None, house_number=" ", phone=None, note="")))

    assert counts(again) == (0, 0, 1, 0)
    kept = household(cast.commune)
    assert (kept.group, kept.alley, kept.house_number, kept.note) == (cast.group, "Ngõ 3", "18", "hộ nghèo")
    assert kept.phone == "+84912345678"


def test_columns_that_are_not_there_leave_what_stands(cast: Cast) -> None:
    stored(cast.commune, listed(row(note="hộ nghèo")))
    content = excel(["Mã hộ", "Thôn", "Chủ hộ", "Nhân khẩu"], ["010001", "Đồng Tiến", "Nguyễn Văn Mẫu", 5])

    again = stored(cast.commune, content)

    kept = household(cast.commune)
    assert (counts(again), kept.member_count) == ((0, 1, 0, 0), 5)
    assert (kept.group, kept.phone, kept.note) == (cast.group, "+84912345678", "hộ nghèo")


def test_a_csv_is_taken_in_like_a_workbook(cast: Cast) -> None:
    content = "Mã hộ;Thôn;Chủ hộ;Số khẩu;SĐT\n010001;Đồng Tiến;Lê Thị Ân;3;0912345678\n".encode("utf-8-sig")

    stored(cast.commune, content)

    assert household(cast.commune).head_name == "Lê Thị Ân"


@pytest.mark.parametrize("name", ["Đồng Tiến", "Thôn Đồng Tiến", "THÔN ĐỒNG TIẾN", "dong tien", "  đồng   tiến"])
def test_a_village_is_known_however_it_is_spelled(cast: Cast, name: str) -> None:
    stored(cast.commune, listed(row(village=name)), create_villages=True)

    assert household(cast.commune).village == cast.village
    assert Village.objects.filter(commune=cast.commune).count() == 2


def test_a_missing_village_is_made_once_under_a_proper_name(cast: Cast) -> None:
    upload = stored(
        cast.commune,
        listed(row(village="THÔN XUÂN HÒA"), row(code="2", village="Xuân Hoà"), row(code="3", village="xuân hòa")),
        create_villages=True,
    )

    village = Village.objects.get(commune=cast.commune, name_fold="xuan hoa")
    assert (village.name, village.households.count()) == ("Xuân Hòa", 3)
    assert upload.outcome["new_villages"] == ["Xuân Hòa"]


def test_a_missing_group_is_made_once_in_each_village(cast: Cast) -> None:
    given = [row(code="1", group="Tổ 2"), row(code="2", group="TỔ 2"), row(code="3", group="tổ  2", village="Tân Lập")]

    upload = stored(cast.commune, listed(*given))

    assert ResidentialGroup.objects.filter(name_fold="to 2").count() == 2
    assert household(cast.commune, "1").group == household(cast.commune, "2").group != cast.group
    assert upload.outcome["new_groups"] == 2


def test_signs_are_no_name_of_a_group(cast: Cast) -> None:
    stored(cast.commune, listed(row(group="-")))

    assert household(cast.commune).group is None


def test_a_household_that_moves_to_another_village_leaves_its_group(cast: Cast) -> None:
    stored(cast.commune, listed(row(code="000001", village="Tân Lập", group=None)))

    cast.household.refresh_from_db()
    assert (cast.household.village.name, cast.household.group) == ("Tân Lập", None)


def test_the_same_codes_of_another_commune_are_not_touched(cast: Cast) -> None:
    other = HouseholdFactory(village=VillageFactory(name="Đồng Tiến"), code="010001", head_name="Người Xã Khác")

    upload = stored(cast.commune, listed(row(code="010001")))

    other.refresh_from_db()
    assert (other.head_name, counts(upload)) == ("Người Xã Khác", (1, 0, 0, 0))


def test_texts_that_grow_when_folded_still_fit(cast: Cast) -> None:
    sign = "ﷺ"  # eighteen letters once folded

    stored(cast.commune, listed(row(village=sign * 50, group=sign * 50, alley=sign * 100)), create_villages=True)
    again = stored(cast.commune, listed(row(village=sign * 50, group=sign * 50, alley=sign * 100)))

    assert counts(again) == (0, 0, 1, 0)
    kept = household(cast.commune)
    assert (len(kept.village.name_fold), len(kept.group.name_fold), len(kept.search_fold)) == (120, 120, 300)
