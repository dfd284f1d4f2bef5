"""Excel files of the tables: what the page shows, as many lines, no formula, no phone, nobody else's rows."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent
from intake.models import Device
from reports.actions import close_days
from tests.conftest import Cast
from tests.factories import (
    GroupFactory,
    HouseholdFactory,
    TargetFactory,
    UserFactory,
    VenueFactory,
    VillageFactory,
    enter,
    visit,
)
from tests.reports.workbooks import opened
from tests.villages.queries import queries
from venues.models import Inspection, RequiredPlace

pytestmark = pytest.mark.django_db
BAD = ("=1+1", "+84 cộng", "-2+3", "@SUM(A1)")
HOUSEHOLDS = "/households/list.xlsx"


@pytest.fixture
def named(cast: Cast) -> Cast:
    """Villages, groups, surveyors, households, venues, places and devices named like formulas; one day closed."""
    for name in BAD:
        village = VillageFactory(commune=cast.commune, name=name, population_source=name)
        village.heads.add(UserFactory(commune=cast.commune, full_name=name))
        walker = UserFactory(commune=cast.commune, full_name=name, role="surveyor")
        group = GroupFactory(village=village, name=name)
        group.surveyors.add(walker)
        facts = {"head_name": name, "code": f"{name}9", "alley": name, "house_number": name, "phone": "+84912345678"}
        visit(HouseholdFactory(village=village, group=group, **facts), "2021-07-01", installed=1)
        venue = VenueFactory(
            village=village, name=name, address=name, contact_name="Chủ Mẫu", contact_phone="+84912345678"
        )
        enter(venue, "2021-07-01")
        RequiredPlace.objects.create(
            commune=cast.commune, village=village, name=name, category="eatery", listed_by=cast.people["monitor"]
        )
        Device.objects.create(commune=cast.commune, uuid=uuid4(), user=walker, name=name)
    TargetFactory(commune=cast.commune)
    close_days(commune=cast.commune, until=date(2021, 7, 1))
    return cast


def files(cast: Cast) -> dict[str, int]:
    """Address → the lines it must have."""
    commune = f"/dashboard/communes/{cast.commune.pk}"
    return {
        HOUSEHOLDS: 5,
        "/villages/list.xlsx": 6,
        "/venues/list.xlsx": 4,
        "/inspections/list.xlsx": 4,
        "/inspections/places.xlsx": 4,
        "/fieldwork/assignments.xlsx": 5,
        "/fieldwork/devices.xlsx": 4,
        f"{commune}/villages.xlsx": 6,
        f"{commune}/days.xlsx": 7,
    }


def asked(client: Client, address: str, **query: str) -> object:
    return (client.post if address == HOUSEHOLDS else client.get)(address, query)


def test_every_file_has_the_lines_of_its_page_as_text_without_formula_or_phone(named: Cast) -> None:
    client = named.client("officer")

    for address, lines in files(named).items():
        sheet = opened(asked(client, address))
        cells = [cell for row in sheet.iter_rows(min_row=3) for cell in row]
        assert sheet.max_row == lines + 2, address
        assert not [cell for cell in cells if cell.data_type == "f"], address
        assert not [cell for cell in cells if "912345678" in str(cell.value).replace(" ", "")], address
        written = {cell.value for cell in cells}
        assert address.endswith("days.xlsx") or set(BAD) <= written, address
        assert "Chủ Mẫu" not in written


def test_a_code_stays_text_and_a_count_is_a_number(cast: Cast) -> None:
    sheet = opened(asked(cast.client("officer"), HOUSEHOLDS))

    (row,) = sheet.iter_rows(min_row=3)
    assert (row[0].value, row[0].data_type) == ("000001", "s")
    assert (row[6].value, row[6].data_type) == (4, "n")


def test_the_file_of_households_holds_what_the_search_found_and_is_written_down(named: Cast) -> None:
    client = named.client("chair")

    sheet = opened(asked(client, HOUSEHOLDS, q="anh", village=str(named.village.pk)))

    assert [row[1] for row in sheet.iter_rows(min_row=3, values_only=True)] == ["Đỗ Thị Ánh"]
    event = AuditEvent.objects.get(action="household.export")
    assert (event.actor, event.facts) == (named.people["chair"], {"rows": 1})
    assert client.get(HOUSEHOLDS).status_code == 405


def test_a_household_is_written_with_its_state(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", smartphones=3, installed=2)

    (row,) = opened(asked(cast.client("village_head"), HOUSEHOLDS)).iter_rows(min_row=3, values_only=True)

    assert (row[8].date(), row[8].hour, row[9:]) == (date(2021, 7, 1), 9, (3, 2))


def test_a_village_head_takes_away_the_own_village_only(named: Cast) -> None:
    client = named.client("village_head")
    lines = {address: opened(asked(client, address)).max_row - 2 for address in list(files(named))[:7]}

    assert set(lines.values()) <= {0, 1}
    assert lines[HOUSEHOLDS] == lines["/villages/list.xlsx"] == 1


def test_the_venues_file_repeats_the_search_of_the_page(named: Cast) -> None:
    VenueFactory(village=named.village, name="Chợ Đồng Tiến", category="market")
    client = named.client("officer")

    sheet = opened(asked(client, "/venues/list.xlsx", q="dong tien"))

    assert [row[0] for row in sheet.iter_rows(min_row=3, values_only=True)] == ["Chợ Đồng Tiến"]
    assert "/venues/list.xlsx?q=dong+tien" in client.get("/venues/?q=dong+tien").content.decode()


def test_the_last_inspection_stands_in_the_file(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village)
    facts = {"is_up": True, "is_legible": True, "is_used": True, "at": timezone.now()}
    Inspection.objects.create(venue=venue, inspector=cast.people["monitor"], **facts)

    (row,) = opened(asked(cast.client("monitor"), "/inspections/list.xlsx")).iter_rows(min_row=3, values_only=True)

    assert (row[4].date(), row[6]) == (timezone.localdate(), 0)


def test_the_dashboards_files_are_of_the_day_asked_for(named: Cast) -> None:
    address, client = f"/dashboard/communes/{named.commune.pk}", named.client("supervisor")

    ranking = opened(asked(client, f"{address}/villages.xlsx", ngay="2021-07-01"))
    days = opened(asked(client, f"{address}/days.xlsx", ngay="2021-06-30"))

    assert [row[3] for row in ranking.iter_rows(min_row=3, values_only=True)] == [1, 1, 1, 1, 0, 0]
    assert [row[0].day for row in days.iter_rows(min_row=3, values_only=True)] == [30, 29, 28, 27, 26, 25]
    assert client.get(f"{address}/days.xlsx?ngay=mai").status_code == 404


@pytest.mark.parametrize("number", range(9))
def test_a_file_asks_as_often_for_ten_rows_as_for_one(named: Cast, number: int) -> None:
    address, client = list(files(named))[number], named.client("officer")
    asked(client, address)
    few = queries(lambda: asked(client, address))
    for _ in range(9):
        group = GroupFactory(village=VillageFactory(commune=named.commune))
        visit(HouseholdFactory(village=group.village, group=group), "2021-07-02", installed=1)
        VenueFactory(village=group.village)
        Device.objects.create(commune=named.commune, uuid=uuid4(), user=UserFactory(commune=named.commune))
    close_days(commune=named.commune, until=date(2021, 7, 2))

    assert queries(lambda: asked(client, address)) == few
