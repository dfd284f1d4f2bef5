"""From the dashboard's numbers to the households behind them: village, group, household; never a phone number."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts.models import AuditEvent
from reports.actions import close_days
from reports.drilling import views
from reports.drilling.tallies import tallies, total
from surveys.models import NotInstalledReason, Outcome, SurveyedPhone
from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, TargetFactory, UserFactory, VillageFactory, visit
from tests.villages.queries import queries_of
from villages.models import Household

pytestmark = pytest.mark.django_db
LIST, FILE = "/dashboard/households/", "/dashboard/households.xlsx"


@pytest.fixture
def doors(cast: Cast) -> Cast:
    """One household in each state in one group, the cast's own never visited; closed until 10/7/2021."""
    TargetFactory(commune=cast.commune)
    for code, facts in {
        "done": {"installed": 2},
        "lacking": {"smartphones": 3, "installed": 1},
        "absent": {"outcome": Outcome.ABSENT},
        "refused": {"outcome": Outcome.REFUSED},
        "moved": {"outcome": Outcome.MOVED_AWAY},
    }.items():
        visit(HouseholdFactory(village=cast.village, group=cast.group, code=code), "2021-07-01", **facts)
    close_days(commune=cast.commune, until=date(2021, 7, 10))
    return cast


def listed(cast: Cast, asked: str, role: str = "chair") -> set[str]:
    return {row.household.code for row in cast.client(role).get(f"{LIST}?{asked}").context["rows"]}


def rows_of(content: bytes) -> list[tuple[Any, ...]]:
    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    return rows[3:]  # two notes and the header


@pytest.mark.parametrize(
    ("state", "codes"),
    [
        ("surveyed", {"done", "lacking"}),
        ("not_surveyed", {"000001", "absent", "refused"}),
        ("unvisited", {"000001"}),
        ("left", {"000001"}),
        ("absent", {"absent"}),
        ("refused", {"refused"}),
        ("moved_away", {"moved"}),
        ("smartphones", {"done", "lacking"}),
        ("installed", {"done", "lacking"}),
        ("without_bluezone", {"lacking"}),
    ],
)
def test_each_number_opens_its_households(doors: Cast, state: str, codes: set[str]) -> None:
    assert listed(doors, f"state={state}") == codes


def test_a_list_is_of_the_evening_that_its_number_was_of(doors: Cast) -> None:
    visit(Household.objects.get(code="lacking"), "2021-07-05", installed=3)

    assert listed(doors, "state=without_bluezone&ngay=2021-07-04") == {"lacking"}
    assert listed(doors, "state=without_bluezone&ngay=2021-07-05") == set()


def test_the_numbers_of_the_dashboard_are_those_of_the_lists_behind_them(doors: Cast) -> None:
    summary = doors.client("chair").get("/dashboard/").context["progress"].summary

    day = f"ngay={summary.day:%Y-%m-%d}"
    assert len(listed(doors, f"state=surveyed&{day}")) == summary.surveyed
    assert len(listed(doors, f"state=moved_away&{day}")) == summary.moved_away
    people = doors.client("chair").get(f"{LIST}?{day}").context["people"]
    assert (people.smartphones, people.installed) == (summary.smartphones, summary.installed)


def test_the_dashboard_links_to_the_lists_of_its_own_day(doors: Cast) -> None:
    html = doors.client("chair").get("/dashboard/?ngay=2021-07-05").content.decode()

    assert f"{LIST}?state=not_surveyed&amp;ngay=2021-07-05" in html
    assert f"/dashboard/villages/{doors.village.pk}/?ngay=2021-07-05" in html


def test_the_tally_of_a_group_counts_each_household_once(doors: Cast) -> None:
    tally = tallies(Household.objects.all(), "group")[doors.group.pk]

    assert (tally.surveyed, tally.moved_away, tally.absent, tally.refused, tally.unvisited) == (2, 1, 1, 1, 1)
    assert (tally.smartphones, tally.installed, tally.lacking, tally.without_bluezone) == (5, 3, 2, 1)
    assert (tally.households, tally.unsurveyed_members, tally.absent_members) == (5, 12, 4)


def test_tallies_of_two_places_are_keyed_by_both_and_add_up(doors: Cast) -> None:
    found = tallies(Household.objects.all(), "village", "group")

    assert found[doors.village.pk, doors.group.pk] == total(list(found.values()))


def test_the_village_page_shows_figures_target_and_groups(doors: Cast) -> None:
    response = doors.client("chair").get(f"/dashboard/villages/{doors.village.pk}/")

    assert response.context["progress"].summary.village == doors.village
    assert [(group, tally.surveyed) for group, tally in response.context["groups"]] == [(doors.group, 2)]
    assert f"/dashboard/groups/{doors.group.pk}/?ngay=2021-07-10" in response.content.decode()


def test_a_village_measures_itself_by_its_own_target(doors: Cast) -> None:
    TargetFactory(commune=doors.commune, village=doors.village, percent=80)

    progress = doors.client("chair").get(f"/dashboard/villages/{doors.village.pk}/").context["progress"]

    assert progress.target.percent == 80


def test_a_supervisor_stops_at_the_village_and_sees_no_person(doors: Cast) -> None:
    doors.group.surveyors.add(UserFactory(commune=doors.commune, role="surveyor", full_name="Bùi Thị Khảo"))

    response = doors.client("supervisor").get(f"/dashboard/villages/{doors.village.pk}/")

    html = response.content.decode()
    assert response.status_code == 200
    assert "groups" not in response.context
    assert "Bùi Thị Khảo" not in html
    assert LIST not in html


def test_a_village_head_goes_from_the_league_to_the_own_households_and_no_others(doors: Cast) -> None:
    other = VillageFactory(commune=doors.commune)
    HouseholdFactory(village=other, code="other")
    head, own = doors.client("village_head"), f"/dashboard/villages/{doors.village.pk}/"

    league, page = head.get("/answerability/").content.decode(), head.get(own).content.decode()

    assert f'href="{own}"' in league
    assert 'href="/answerability/"' in page
    assert f'href="/dashboard/groups/{doors.group.pk}/' in page
    assert "other" not in listed(doors, "", "village_head") >= {"done", "lacking"}
    assert head.get(f"/dashboard/villages/{other.pk}/").status_code == 404


def test_a_group_without_surveyors_says_so(doors: Cast) -> None:
    doors.group.surveyors.clear()

    assert "chưa giao cho ai" in doors.client("chair").get(f"/dashboard/groups/{doors.group.pk}/").content.decode()


def test_only_where_nobody_is_assigned_can_be_asked(doors: Cast) -> None:
    alone = HouseholdFactory(village=doors.village, code="alone")
    HouseholdFactory(village=doors.village, code="nobody")
    alone.surveyors.add(doors.people["surveyor"])

    assert listed(doors, "nobody=on") == {"nobody"}


def test_a_reason_opens_the_households_that_gave_it(doors: Cast) -> None:
    other = HouseholdFactory(village=doors.village, code="old")
    seen = visit(other, "2021-07-02", smartphones=1)
    SurveyedPhone.objects.filter(visit=seen).update(reason=NotInstalledReason.TOO_OLD)

    assert listed(doors, "reason=too_old") == {"old"}
    assert listed(doors, "reason=full") == {"lacking"}


def test_the_file_has_the_rows_of_the_screen_and_is_written_down(doors: Cast) -> None:
    shown = doors.client("officer").get(f"{LIST}?state=not_surveyed").context["page"].paginator.count

    response = doors.client("officer").get(f"{FILE}?state=not_surveyed")

    rows = rows_of(response.content)
    assert len(rows) == shown == 3
    assert "000001" in {row[1] for row in rows}
    assert AuditEvent.objects.get(action="household.list").facts == {"rows": 3}


def test_numbers_and_days_of_the_file_can_be_counted_with(doors: Cast) -> None:
    content = doors.client("officer").get(f"{FILE}?state=without_bluezone").content

    (row,) = rows_of(content)
    assert (row[0], row[1]) == (1, "lacking")
    assert (row[6], row[7].date()) == (Household.objects.get(code="lacking").member_count, date(2021, 7, 1))
    assert row[9:] == (3, 1)


def test_a_name_that_looks_like_a_formula_stays_text(doors: Cast) -> None:
    HouseholdFactory(village=doors.village, head_name="=1+1", code="formula")

    content = doors.client("chair").get(f"{FILE}?state=unvisited").content

    sheet = load_workbook(BytesIO(content)).active
    assert "=1+1" in {cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "s"}


def test_a_list_too_long_for_a_file_is_refused_in_words(doors: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "ROWS_MOST", 2)

    response = doors.client("chair").get(FILE)

    assert response.status_code == 422
    assert not AuditEvent.objects.filter(action="household.list").exists()


@pytest.mark.parametrize("asked", ["ngay=32/07/2021", "state=nonsense", "village=x", "village=9", "group=-1"])
@pytest.mark.parametrize("address", [LIST, FILE])
def test_an_address_that_somebody_made_up_shows_nobody(doors: Cast, address: str, asked: str) -> None:
    response = doors.client("chair").get(f"{address}?{asked}")

    assert response.status_code == 422
    assert response.context["rows"] == []


def test_lists_show_no_phone_and_no_other_commune(doors: Cast) -> None:
    HouseholdFactory(village=doors.village, code="phone", phone="+84912345678")
    HouseholdFactory(code="foreign")

    html = doors.client("chair").get(LIST).content.decode()

    assert "345 678" not in html
    assert "foreign" not in html


@pytest.mark.parametrize("page", ["village", "group", "list", "file"])
def test_the_queries_of_a_page_do_not_grow_with_what_it_shows(doors: Cast, page: str) -> None:
    address = {
        "village": f"/dashboard/villages/{doors.village.pk}/",
        "group": f"/dashboard/groups/{doors.group.pk}/",
        "list": LIST,
        "file": FILE,
    }[page]
    client = doors.client("chair")
    few = queries_of(client, address)
    for _ in range(10):
        more = GroupFactory(village=VillageFactory(commune=doors.commune) if page == "list" else doors.village)
        more.surveyors.add(UserFactory(commune=doors.commune, role="surveyor"))
        visit(HouseholdFactory(village=more.village, group=more), "2021-07-02", installed=1)

    assert queries_of(client, address) == few
