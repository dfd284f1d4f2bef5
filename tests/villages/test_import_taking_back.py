"""An import is taken back as a whole while nobody built on it, and not at all afterwards."""

from typing import Any

import pytest
from django.db import connection
from django.utils import timezone, translation

from accounts.models import AuditEvent
from tests.conftest import Cast
from tests.factories import VenueFactory, visit
from tests.villages.lists import checked, household, listed, row, stored
from tests.villages.queries import queries
from villages import actions
from villages.importing.journal import BuiltUpon
from villages.importing.plan import WRITTEN
from villages.models import Household, HouseholdImport, ImportJournal, ResidentialGroup, Village


def register() -> dict[str, list[object]]:
    """Everything a household says, by code."""
    names = (*WRITTEN, "head_sort", "search_fold", "alley_sort", "house_sort", "phone_index", "is_provisional")
    return {one.code: [getattr(one, name) for name in names] for one in Household.objects.all()}


def page(cast: Cast, upload: HouseholdImport, *, role: str = "officer", press: bool = False) -> str:
    client = cast.client(role)
    if press:
        client.post(f"{upload.get_absolute_url()}take-back/")
    return str(client.get(upload.get_absolute_url()).content.decode())


def take_back(cast: Cast, upload: HouseholdImport) -> None:
    actions.take_back_list(actor=cast.people["officer"], upload=upload)


def test_new_households_go_and_changed_ones_say_again_what_they_said(cast: Cast) -> None:
    stored(cast.commune, listed(row(phone="0912345678"), row(code="2"), row(code="3")))
    before = register()
    changed = row(head="Trần Thị Mẫu", phone="0987654321", group="Tổ 7", members=9)
    upload = stored(cast.commune, listed(changed, row(code="2"), *(row(code=f"9{n}") for n in range(20))))
    assert (upload.outcome["created"], upload.outcome["updated"]) == (20, 1)
    assert register() != before

    page(cast, upload, press=True)

    upload.refresh_from_db()
    assert (register(), upload.state) == (before, "taken_back")
    assert not ResidentialGroup.objects.filter(name="Tổ 7").exists()
    assert not ImportJournal.objects.filter(upload=upload).exists()


def test_villages_it_made_go_unless_somebody_uses_them(cast: Cast) -> None:
    content = listed(row(village="Xóm Mới"), row(code="2", village="Xóm Cũ"))
    upload = stored(cast.commune, content, create_villages=True)
    VenueFactory(village=Village.objects.get(name="Xóm Cũ"))

    take_back(cast, upload)

    assert not Village.objects.filter(name="Xóm Mới").exists()
    assert Village.objects.filter(name="Xóm Cũ").exists()


def test_a_group_it_made_stays_once_a_household_stands_in_it(cast: Cast) -> None:
    upload = stored(cast.commune, listed(row(group="Tổ 7"), row(code="2", group="Tổ 8")))
    cast.household.group = ResidentialGroup.objects.get(name="Tổ 7")
    cast.household.save()

    take_back(cast, upload)

    assert set(ResidentialGroup.objects.values_list("name", flat=True)) == {"Tổ 1", "Tổ 7"}


def visited(cast: Cast) -> None:
    visit(household(cast.commune, "2"), timezone.localdate())


def corrected(cast: Cast) -> None:
    one = household(cast.commune, "1")
    one.note = "nhà sau đình"
    actions.save_household(actor=cast.people["officer"], household=one)


def merged_into(cast: Cast) -> None:
    one = household(cast.commune, "000001")
    one.retired_at, one.merged_into = timezone.now(), household(cast.commune, "2")
    one.save()


def imported_again(cast: Cast) -> None:
    stored(cast.commune, listed(row(code="2", members=8)))


@pytest.mark.parametrize("built", [visited, corrected, merged_into, imported_again])
def test_nothing_is_taken_back_once_somebody_built_on_it(cast: Cast, built: Any) -> None:
    stored(cast.commune, listed(row(code="1", members=2)))
    upload = stored(cast.commune, listed(row(code="1", members=3), row(code="2")))
    built(cast)
    standing = register()

    with translation.override("en"):
        shown = page(cast, upload, press=True)

    upload.refresh_from_db()
    assert (register(), upload.state) == (standing, "stored")
    assert "không hoàn tác được nữa" in shown
    with pytest.raises(BuiltUpon):
        take_back(cast, upload)


def test_a_visit_to_a_household_it_only_changed_stays_and_hinders_nothing(cast: Cast) -> None:
    stored(cast.commune, listed(row(members=2)))
    upload = stored(cast.commune, listed(row(members=3)))
    seen = visit(household(cast.commune), timezone.localdate())

    take_back(cast, upload)

    assert household(cast.commune).member_count == 2
    assert household(cast.commune).visits.get() == seen


def test_pressed_twice_it_is_taken_back_once_and_the_list_can_come_again(cast: Cast) -> None:
    upload = stored(cast.commune, listed(row()))
    for _ in range(2):
        page(cast, upload, press=True)

    again = stored(cast.commune, listed(row()))

    assert AuditEvent.objects.filter(action="household.take_back_import").count() == 1
    assert again.outcome["created"] == 1


@pytest.mark.parametrize("state", ["checked", "unchanged", "taken back"])
def test_the_button_stands_only_where_there_is_something_to_take_back(cast: Cast, state: str) -> None:
    upload = stored(cast.commune, listed(row()))
    assert "take-back/" in page(cast, upload)
    if state == "checked":
        upload = checked(cast.commune, listed(row(members=7)))
    elif state == "unchanged":
        upload = stored(cast.commune, listed(row()))
    else:
        take_back(cast, upload)

    assert "take-back/" not in page(cast, upload)


@pytest.mark.parametrize("role", ["chair", "village_head", "surveyor"])
def test_only_the_officer_of_the_commune_takes_back(cast: Cast, role: str) -> None:
    upload = stored(cast.commune, listed(row()))

    response = cast.client(role).post(f"{upload.get_absolute_url()}take-back/")

    assert response.status_code == 404
    assert Household.objects.filter(code="010001").exists()


def test_what_it_wrote_waits_sealed_and_is_forgotten_with_the_list(cast: Cast) -> None:
    stored(cast.commune, listed(row(head="Trần Bí Mật")))

    with connection.cursor() as cursor:
        cursor.execute("SELECT changes FROM villages_importjournal")
        kept = str(cursor.fetchone()[0])
    assert "010001" not in kept

    removed = actions.forget_old_imports(now=timezone.now() + timezone.timedelta(days=31))

    assert (removed, ImportJournal.objects.count()) == (1, 0)


def test_ten_households_ask_no_more_than_one(cast: Cast) -> None:
    asked = []
    for new, known in ((["1"], ["31"]), ([*"23456789", "10", "11"], [str(n) for n in range(41, 51)])):
        stored(cast.commune, listed(*(row(code=code, members=2) for code in known)))
        upload = stored(cast.commune, listed(*(row(code=code) for code in [*new, *known])))
        asked.append(queries(lambda upload=upload: take_back(cast, upload)))  # type: ignore[misc]

    assert asked[0] == asked[1]


def test_ten_new_groups_and_villages_ask_no_more_than_one(cast: Cast) -> None:
    asked = []
    for count in (1, 10):
        new = [row(code=f"{count}{n}", village=f"Xóm {count}{n}", group=f"Tổ {count}{n}") for n in range(count)]
        upload = stored(cast.commune, listed(*new), create_villages=True)
        asked.append(queries(lambda upload=upload: take_back(cast, upload)))  # type: ignore[misc]

    assert asked[0] == asked[1]
    assert (ResidentialGroup.objects.get(), Village.objects.count()) == (cast.group, 2)
