"""Late data: which closed days were closed again, and what changed between two revisions."""

from datetime import date

import pytest

from reports.actions import close_days
from reports.models import DailySummary
from surveys.models import HomeVisit
from tests.conftest import Cast
from tests.factories import CommuneFactory, HouseholdFactory, TargetFactory, VillageFactory, visit
from tests.reports.workbooks import lines_of
from tests.villages.queries import queries_of

pytestmark = pytest.mark.django_db
PAGE = "/revisions/"
FIRST = date(2021, 7, 1)


def revised(cast: Cast, day: str = "2021-07-01") -> DailySummary:
    return DailySummary.objects.of_commune(cast.commune).filter(day=day).latest("revision")


@pytest.fixture
def late(cast: Cast) -> Cast:
    """1/7 closed with one household; then one more visit of that day and one of 30/6 came, and later a third."""
    VillageFactory(commune=cast.commune, name="Yên Sơn")
    visit(cast.household, "2021-06-30", smartphones=2)
    visit(cast.household, "2021-07-01", smartphones=2, installed=1)
    close_days(commune=cast.commune, until=FIRST)
    visit(HouseholdFactory(village=cast.village), "2021-07-01", smartphones=3, installed=2)
    visit(HouseholdFactory(village=cast.village), "2021-06-30", smartphones=1)
    visit(HouseholdFactory(village=cast.village), "2021-07-02", smartphones=4)
    close_days(commune=cast.commune, until=date(2021, 7, 2))
    return cast


def test_days_with_more_than_one_revision_are_listed_newest_first(late: Cast) -> None:
    page = late.client("chair").get(PAGE).context["page"]

    assert [(row.day.day, row.revision, row.first_installed, row.installed) for row in page] == [
        (1, 2, 1, 3),
        (30, 2, 0, 0),
    ]


def test_two_revisions_are_compared_line_by_line_and_only_changes_are_marked(late: Cast) -> None:
    response = late.client("officer").get(f"{PAGE}{revised(late).pk}/")

    found = response.context["found"]
    changed = {
        (place.name if place else "", label): (cell.before, cell.after) for place, label, cell in found.changes()
    }
    assert changed["", "Số người đã cài đặt Bluezone"] == changed["Đồng Tiến", "Số người đã cài đặt Bluezone"] == (1, 3)
    assert {name for name, _ in changed} == {"", "Đồng Tiến"}
    assert len(found.lines) > 15
    html = response.content.decode()
    assert html.count('class="num changed"') == len(changed)
    assert "01/07/2021" in html


def test_the_late_visits_in_between_are_counted(late: Cast) -> None:
    client = late.client("chair")

    counted = [client.get(f"{PAGE}{revised(late, day).pk}/").context["found"] for day in ("2021-07-01", "2021-06-30")]

    assert [found.late_visits for found in counted] == [2, 1]  # never the visit of 2/7, which was not late


def test_a_merge_of_doubles_is_told_apart_from_late_visits(late: Cast) -> None:
    HomeVisit.objects.filter(captured_at__date=date(2021, 6, 30), summarised_at=revised(late).closed_at).update(
        provenance="merge"
    )

    found = late.client("chair").get(f"{PAGE}{revised(late).pk}/").context["found"]

    assert (found.late_visits, found.merges) == (1, 1)


def test_a_third_revision_can_be_compared_with_the_first(late: Cast) -> None:
    visit(HouseholdFactory(village=late.village), "2021-07-01", smartphones=4, installed=4)
    close_days(commune=late.commune, until=date(2021, 7, 2))
    address = f"{PAGE}{revised(late).pk}/"
    client = late.client("chair")

    before, first = (client.get(f"{address}?voi={number}").context["found"] for number in ("", "1"))

    assert (before.earlier.revision, before.late_visits) == (2, 1)
    assert (first.earlier.revision, first.late_visits) == (1, 3)
    assert (first.earlier.installed, first.later.installed) == (1, 7)
    assert [row.revision for row in client.get(PAGE).context["page"] if row.day == FIRST] == [3]


@pytest.mark.parametrize("asked", ["2", "0", "-1", "99999999999999999999", "một"])
def test_an_unknown_revision_is_the_one_before(late: Cast, asked: str) -> None:
    found = late.client("chair").get(f"{PAGE}{revised(late).pk}/?voi={asked}").context["found"]

    assert found.earlier.revision == 1


def test_the_file_has_the_changes_and_cites_day_and_revisions(late: Cast) -> None:
    address = f"{PAGE}{revised(late).pk}/"
    found = late.client("chair").get(address).context["found"]

    lines = lines_of(late.client("chair"), f"{address}changes.xlsx")

    assert len(lines) == len(list(found.changes()))
    assert ("Đồng Tiến", "Số người đã cài đặt Bluezone", 1, 3) in lines


def test_a_village_that_came_later_has_no_figure_before(late: Cast) -> None:
    village = VillageFactory(commune=late.commune, name="Xuân Hòa")
    visit(HouseholdFactory(village=village), "2021-07-01", installed=1)
    close_days(commune=late.commune, until=date(2021, 7, 2))

    found = late.client("chair").get(f"{PAGE}{revised(late).pk}/").context["found"]

    assert next(cell.before for place, _, cell in found.changes() if place == village) is None


def test_a_supervisor_of_all_sees_every_commune_and_others_their_own(late: Cast) -> None:
    other = HouseholdFactory(village=VillageFactory(commune=CommuneFactory()))
    for _ in range(2):
        visit(HouseholdFactory(village=other.village), "2021-07-01", installed=1)
        close_days(commune=other.commune, until=FIRST)

    counts = {role: late.client(role).get(PAGE).context["page"].paginator.count for role in ("supervisor", "chair")}

    assert counts == {"supervisor": 3, "chair": 2}
    assert (
        late.client("chair")
        .get(f"{PAGE}{DailySummary.objects.get(commune=other.commune, village=None, revision=2).pk}/")
        .status_code
        == 404
    )


def test_a_first_revision_changed_nothing_and_has_no_page(late: Cast) -> None:
    first = DailySummary.objects.of_commune(late.commune).filter(revision=1).first()

    assert late.client("chair").get(f"{PAGE}{first.pk}/").status_code == 404


def test_without_late_data_the_page_says_so(cast: Cast) -> None:
    response = cast.client("chair").get(PAGE)

    assert response.context["page"].paginator.count == 0
    assert "<table" not in response.content.decode()


def test_the_pages_ask_as_often_for_ten_days_and_villages_as_for_one(late: Cast) -> None:
    client = late.client("chair")
    addresses = [PAGE, f"{PAGE}{revised(late).pk}/"]
    few = [queries_of(client, address) for address in addresses]
    TargetFactory(commune=late.commune)
    for _ in range(9):
        visit(HouseholdFactory(village=VillageFactory(commune=late.commune)), "2021-06-26", installed=1)
    close_days(commune=late.commune, until=date(2021, 7, 10))
    visit(HouseholdFactory(village=late.village), "2021-06-25", installed=1)
    close_days(commune=late.commune, until=date(2021, 7, 10))

    addresses[1] = f"{PAGE}{revised(late).pk}/"
    assert [queries_of(client, address) for address in addresses] == few
    assert client.get(PAGE).context["page"].paginator.count > 10


def test_the_file_of_the_days_has_a_line_for_each_as_on_the_page(late: Cast) -> None:
    client = late.client("chair")

    lines = lines_of(client, "/revisions.xlsx")

    assert len(lines) == client.get("/revisions/").context["page"].paginator.count
    assert {line[2] for line in lines} == {revised(late).revision}
