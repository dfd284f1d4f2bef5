"""Targets of villages (chỉ tiêu giao): given in one form, spoken of beside the commune's, never mixed with it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEvent
from reports.actions import close_days
from reports.dashboard import progress
from reports.documents.facts import facts
from reports.models import DailySummary, Target
from tests.conftest import Cast
from tests.factories import HouseholdFactory, TargetFactory, VillageFactory, visit
from tests.reports.workbooks import lines_of
from tests.villages.queries import queries_of
from villages.models import Village

pytestmark = pytest.mark.django_db
PAGE = "/targets/villages/"
DAY = date(2021, 7, 10)


@pytest.fixture
def campaign(cast: Cast) -> Cast:
    """50 % from 25/6 to 30/7/2021; 100 people in Đồng Tiến, 51 in Tân Lập; days closed up to 10/7."""
    TargetFactory(commune=cast.commune, source_letter="Công văn 210")
    for village, population in zip(Village.objects.all(), (100, 51), strict=True):
        village.population, village.population_as_of = population, date(2021, 1, 1)
        village.save()
    visit(cast.household, "2021-07-01", smartphones=4, installed=2)
    close_days(commune=cast.commune, until=DAY)
    return cast


def own(cast: Cast, percent: int = 60, **facts: object) -> Target:
    made: Target = TargetFactory(commune=cast.commune, village=cast.village, percent=percent, **facts)
    return made


def form(cast: Cast, percent: str = "60", due_on: str = "20/07/2021", **changes: str) -> dict[str, str]:
    row = f"village-{cast.village.pk}"
    filled = {
        "starts_on": "11/07/2021",
        "source_letter": "Kế hoạch 12",
        f"{row}-percent": percent,
        f"{row}-due_on": due_on,
    }
    return filled | changes


def test_the_chair_gives_one_village_its_own_target(campaign: Cast) -> None:
    response = campaign.client("chair").post(PAGE, form(campaign))

    assert response.status_code == 302
    target = Target.objects.get(village__isnull=False)
    assert (target.village, target.percent, target.due_on) == (campaign.village, 60, date(2021, 7, 20))
    assert (target.starts_on, target.source_letter) == (date(2021, 7, 11), "Kế hoạch 12")
    assert target.set_by == campaign.people["chair"]
    event = AuditEvent.objects.get(action="target.set_villages")
    assert event.facts == {"villages": 1, "following": 0}


def test_all_villages_are_given_targets_at_once(campaign: Cast) -> None:
    rows = {f"village-{village.pk}-percent": "55" for village in Village.objects.all()}

    campaign.client("chair").post(PAGE, {"starts_on": "11/07/2021", **rows})

    given = Target.objects.of_villages(campaign.commune, date(2021, 7, 11))
    assert {target.percent for target in given.values()} == {55}
    assert len(given) == 2
    assert {target.due_on for target in given.values()} == {date(2021, 7, 30)}  # the commune's


def test_an_empty_row_has_the_communes_target_and_makes_no_row(campaign: Cast) -> None:
    campaign.client("chair").post(PAGE, form(campaign, percent="", due_on=""))

    assert Target.objects.count() == 1
    assert not AuditEvent.objects.filter(action="target.set_villages").exists()


def test_what_stands_already_is_not_set_again(campaign: Cast) -> None:
    client = campaign.client("chair")
    client.post(PAGE, form(campaign))

    client.post(PAGE, form(campaign))

    assert Target.objects.filter(village=campaign.village).count() == 1


def test_emptying_a_row_returns_the_village_to_the_commune_and_the_history_stays(campaign: Cast) -> None:
    client = campaign.client("chair")
    client.post(PAGE, form(campaign))

    client.post(PAGE, form(campaign, percent="", due_on="", starts_on="15/07/2021"))

    targets = Target.objects
    assert targets.of_villages(campaign.commune, date(2021, 7, 14))[campaign.village.pk].percent == 60
    assert targets.of_villages(campaign.commune, date(2021, 7, 15)) == {}
    assert targets.filter(village=campaign.village).count() == 2


def test_only_a_village_can_follow_the_commune(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="target_only_a_village_follows"), transaction.atomic():
        TargetFactory(commune=cast.commune, follows_commune=True)


def test_a_new_target_of_the_commune_ends_those_of_the_villages(campaign: Cast) -> None:
    own(campaign)
    TargetFactory(commune=campaign.commune, starts_on=date(2021, 7, 20), due_on=date(2021, 9, 30))

    assert Target.objects.of_villages(campaign.commune, date(2021, 7, 19))
    assert Target.objects.of_villages(campaign.commune, date(2021, 7, 20)) == {}


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        ("percent", {"percent": "101"}),
        ("percent", {"percent": "0"}),
        ("percent", {"percent": "nửa"}),
        ("due_on", {"due_on": "31/07/2021"}),
        ("due_on", {"due_on": "10/07/2021"}),
    ],
)
def test_an_impossible_row_is_handed_back_with_everything_typed(
    campaign: Cast, field: str, fault: dict[str, str]
) -> None:
    response = campaign.client("chair").post(PAGE, form(campaign, **fault))

    assert response.status_code == 422
    (row,) = [row for row in response.context["forms"].rows if row.errors]
    assert (row.share.village, list(row.errors)) == (campaign.village, [field])
    assert "Kế hoạch 12" in response.content.decode()
    assert Target.objects.count() == 1


@pytest.mark.parametrize("day", ["24/06/2021", "31/07/2021", "hôm nay", ""])
def test_a_first_day_outside_the_communes_target_is_refused(campaign: Cast, day: str) -> None:
    response = campaign.client("chair").post(PAGE, form(campaign, starts_on=day))

    assert response.status_code == 422
    assert list(response.context["forms"].letter.errors) == ["starts_on"]
    assert Target.objects.count() == 1


def test_a_village_target_cannot_begin_before_the_one_that_stands(campaign: Cast) -> None:
    own(campaign, starts_on=date(2021, 7, 12))

    response = campaign.client("chair").post(PAGE, form(campaign, percent="70"))

    assert response.status_code == 422
    assert "12/07/2021" in response.content.decode()


def test_without_a_target_of_the_commune_there_is_nothing_to_share(cast: Cast) -> None:
    client = cast.client("chair")

    response = client.get(PAGE)

    assert response.context["forms"] is None
    assert client.post(PAGE, form(cast)).status_code == 200
    assert not Target.objects.exists()


def test_the_page_says_whether_the_villages_add_up_to_the_commune(campaign: Cast) -> None:
    client = campaign.client("chair")

    shared = client.get(PAGE).context["allotment"]
    assert (shared.goal.wanted, shared.wanted, shared.missing) == (76, 76, 0)  # 50 of 100, 26 of 51; 76 of 151

    own(campaign, percent=40)
    shared = client.get(PAGE).context["allotment"]
    assert (shared.wanted, shared.missing) == (66, 10)


def test_villages_with_more_to_reach_together_than_the_commune_leave_nothing_missing(campaign: Cast) -> None:
    own(campaign, percent=60, due_on=date(2021, 7, 20))

    shared = campaign.client("chair").get(PAGE).context["allotment"]

    assert (shared.goal.wanted, shared.wanted, shared.missing) == (76, 86, 0)  # 60 of 100, 26 of 51


def test_standings_count_by_the_villages_own_target_where_it_has_one(campaign: Cast) -> None:
    own(campaign, percent=60, due_on=date(2021, 7, 20))

    found = progress(campaign.commune)

    assert found is not None
    goals = {row.summary.village: (row.goal.wanted, row.goal.days_left) for row in found.villages if row.goal}
    assert goals[campaign.village] == (60, 10)
    assert set(goals.values()) == {(60, 10), (26, 20)}
    assert (found.goal.wanted, found.target.percent) == (76, 50)
    html = campaign.client("chair").get("/dashboard/").content.decode()
    assert html.count("20/07/2021") == 1


def test_documents_count_by_the_villages_own_target_where_it_has_one(campaign: Cast) -> None:
    own(campaign, percent=60)

    found = facts(campaign.commune, DAY, DAY)

    assert found is not None
    assert [(row.village.name, goal.wanted) for row, goal in found.villages] == [("Đồng Tiến", 60), ("Tân Lập", 26)]


def test_a_past_day_is_counted_by_the_target_that_spoke_then(campaign: Cast) -> None:
    own(campaign, starts_on=date(2021, 7, 6))

    before, after = progress(campaign.commune, date(2021, 7, 5)), progress(campaign.commune, date(2021, 7, 6))

    assert before is not None
    assert after is not None
    assert [row.own_target for row in before.villages] == [None, None]
    assert [row.own_target.percent for row in after.villages if row.own_target] == [60]


def test_a_villages_target_closes_no_day_and_is_not_the_communes(cast: Cast) -> None:
    own(cast)
    close_days(commune=cast.commune, until=DAY)

    assert not DailySummary.objects.exists()
    assert Target.objects.for_day(cast.commune, DAY) is None
    assert cast.client("chair").get("/targets/").context["targets"].count() == 0


def test_the_history_names_whose_target_it_was_and_the_file_has_its_lines(campaign: Cast) -> None:
    own(campaign, set_by=campaign.people["chair"], source_letter="=Công văn 7")
    client = campaign.client("officer")

    html = client.get("/targets/history/").content.decode()

    assert "Thôn Đồng Tiến" in html
    lines = lines_of(client, "/targets/history.xlsx")
    assert len(lines) == Target.objects.count() == 2
    assert "=Công văn 7" in {line[6] for line in lines}


@pytest.mark.parametrize("address", [PAGE, "/targets/history/"])
def test_the_pages_ask_as_often_for_ten_villages_as_for_one(campaign: Cast, address: str) -> None:
    own(campaign, set_by=campaign.people["chair"])
    client = campaign.client("chair")
    one = queries_of(client, address)
    for _ in range(9):
        village = VillageFactory(commune=campaign.commune)
        TargetFactory(commune=campaign.commune, village=village, set_by=campaign.people["chair"])
        visit(HouseholdFactory(village=village), "2021-07-11", installed=1)
    close_days(commune=campaign.commune, until=DAY + timedelta(days=1))

    assert queries_of(client, address) == one


def test_a_target_to_come_is_shared_out_before_it_begins(cast: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    TargetFactory(commune=cast.commune, starts_on=tomorrow, due_on=tomorrow + timedelta(days=30))
    asked = form(cast, starts_on=f"{tomorrow:%d/%m/%Y}", due_on="")

    cast.client("chair").post(PAGE, asked)

    assert Target.objects.get(village=cast.village).starts_on == tomorrow
