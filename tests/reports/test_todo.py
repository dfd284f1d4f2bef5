"""What to do today: ranked by plain arithmetic, then read from the database."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from organisations.models import Organisation, StaffReport
from reports.actions import close_days
from reports.doing import todo
from reports.drilling.tallies import Tally
from reports.todo import USUAL_OWNERS, Group, Kind, Staff, at_venues, in_villages, of_staff, owners_per_member, ranked
from surveys.models import Outcome
from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, PosterFactory, VenueFactory, VillageFactory, enter, visit
from tests.villages.queries import queries, queries_of

VILLAGES = {1: "Thôn Đồng Tiến"}


def a_group(key: int | None = 5, unassigned: Tally | None = None, **counted: int) -> Group:
    return Group(1, key, "Tổ 5", Tally(**counted), unassigned or Tally())


def gains(groups: list[Group]) -> dict[Kind, int]:
    return {deed.kind: deed.gain for deed in ranked(in_villages(VILLAGES, groups))}


def test_smartphones_without_bluezone_gain_all_of_their_owners() -> None:
    counted = {"surveyed": 90, "members": 300, "smartphones": 184, "installed": 100, "without_bluezone": 31}

    deeds = ranked(in_villages(VILLAGES, [a_group(unassigned=Tally(without_bluezone=31), **counted)]))

    assert [(deed.kind, deed.gain, deed.things, deed.nobody_at_all) for deed in deeds] == [
        (Kind.WITHOUT_BLUEZONE, 84, 31, True)
    ]


def test_a_group_nobody_knocked_at_stands_for_itself_and_not_in_its_village_too() -> None:
    begun = a_group(4, surveyed=10, members=40, smartphones=20, installed=20, unvisited=2, unvisited_members=8)
    not_begun = a_group(5, unvisited=30, unvisited_members=120, unsurveyed_members=120)

    assert gains([begun, not_begun]) == {Kind.NOT_BEGUN: 60, Kind.LEFT: 4}


def test_households_without_a_group_are_never_a_group_not_begun() -> None:
    assert gains([a_group(None, unvisited=3, unvisited_members=20, unsurveyed_members=20)]) == {Kind.LEFT: 11}


def test_a_closed_door_is_to_be_visited_again() -> None:
    counted = {"surveyed": 1, "members": 4, "smartphones": 2, "installed": 2, "absent": 5, "absent_members": 20}

    assert gains([a_group(**counted)]) == {Kind.ABSENT: 10}


def test_until_anybody_is_surveyed_the_usual_share_of_owners_is_taken() -> None:
    assert owners_per_member([Tally(unvisited=3)]) == USUAL_OWNERS


def test_who_refused_is_not_sent_to_again() -> None:
    assert gains([a_group(surveyed=1, refused=5, unsurveyed_members=20)]) == {}


def test_venues_gain_the_visits_of_a_venue_in_use() -> None:
    (deed,) = at_venues(VILLAGES, {1: 3, 99: 7}, visits_a_venue=12.5)

    assert (deed.kind, deed.key, deed.gain, deed.things) == (Kind.VENUES, 1, 38, 3)


def test_of_an_organisation_that_never_reported_nobody_knows_the_gain() -> None:
    assert ranked(of_staff([Staff(1, "Trường Mẫu", None), Staff(2, "Trạm Mẫu", 4)])) == of_staff(
        [Staff(2, "Trạm Mẫu", 4)]
    )


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 50)), max_size=12))
def test_deeds_are_ranked_by_gain_and_none_gains_nobody(found: list[tuple[int, int]]) -> None:
    villages = {key: f"Thôn {key}" for key in range(len(found))}
    groups = [
        Group(key, None, "", Tally(smartphones=lacking, without_bluezone=doors), Tally())
        for key, (lacking, doors) in enumerate(found)
    ]

    order = [deed.gain for deed in ranked(in_villages(villages, groups))]

    assert order == sorted((lacking for lacking, _doors in found if lacking), reverse=True)


@pytest.fixture
def campaign(cast: Cast) -> Cast:
    """Group 1: one household lacks 2, one was absent, the cast's is not visited. Group 2: nobody knocked."""
    second = GroupFactory(village=cast.village, name="Tổ 2")
    HouseholdFactory(village=cast.village, group=second, member_count=6)
    visit(HouseholdFactory(village=cast.village, group=cast.group), "2021-07-01", smartphones=3, installed=1)
    visit(HouseholdFactory(village=cast.village, group=cast.group), "2021-07-01", outcome=Outcome.ABSENT)
    return cast


def deeds(cast: Cast) -> dict[tuple[str, str], tuple[int, int, int]]:
    return {(deed.kind, deed.place): (deed.gain, deed.things, deed.nobody) for deed in todo(cast.commune).deeds}


@pytest.mark.django_db
def test_what_to_do_is_read_from_the_newest_visits_and_the_assignments(campaign: Cast) -> None:
    assert deeds(campaign) == {
        ("not_begun", "Thôn Đồng Tiến · Tổ 2"): (4, 1, 1),  # six members, ¾ of those surveyed have a smartphone
        ("left", "Thôn Đồng Tiến"): (3, 1, 0),
        ("absent", "Thôn Đồng Tiến"): (3, 1, 0),
        ("without_bluezone", "Thôn Đồng Tiến"): (2, 1, 0),
    }


@pytest.mark.django_db
def test_each_deed_opens_as_many_households_as_it_names(campaign: Cast) -> None:
    client = campaign.client("chair")

    html = client.get("/dashboard/todo/").content.decode()

    for deed in todo(campaign.commune).deeds:
        asked = f"state=unvisited&group={deed.key}" if deed.kind == "not_begun" else f"state={deed.kind}&village="
        asked += "" if deed.kind == "not_begun" else str(deed.key)
        asked += "&nobody=on" if deed.nobody_at_all else ""
        assert f'"/dashboard/households/?{asked.replace("&", "&amp;")}"' in html
        assert opened(campaign, asked) == deed.things


def opened(cast: Cast, asked: str) -> int:
    count: int = cast.client("chair").get(f"/dashboard/households/?{asked}").context["page"].paginator.count
    return count


@pytest.mark.django_db
def test_venues_without_poster_and_overdue_organisations_are_deeds(cast: Cast) -> None:
    cast.household.delete()
    enter(PosterFactory(venue=VenueFactory(village=cast.village)).venue, "2021-07-01")
    VenueFactory(village=cast.village)
    close_days(commune=cast.commune, until=date(2021, 7, 1))
    school = Organisation.objects.create(commune=cast.commune, name="Trường Mẫu", kind="school")
    report(school, cast, days_ago=30, headcount=20, smartphones=18, installed=10)

    assert deeds(cast) == {
        ("organisation", "Trường Mẫu"): (8, 8, 0),
        ("venues", "Thôn Đồng Tiến"): (1, 1, 0),
    }


def report(organisation: Organisation, cast: Cast, days_ago: int, **figures: int) -> StaffReport:
    as_of = timezone.localdate() - timedelta(days=days_ago)
    made: StaffReport = StaffReport.objects.create(
        organisation=organisation, as_of=as_of, reported_by=cast.people["reporter"], **figures
    )
    return made


@pytest.mark.django_db
def test_an_organisation_that_reported_in_time_is_left_alone(cast: Cast) -> None:
    cast.household.delete()
    unit = Organisation.objects.create(commune=cast.commune, name="Đơn vị Mẫu", kind="unit", report_every_days=7)
    report(unit, cast, days_ago=7, headcount=20, smartphones=18, installed=10)

    assert deeds(cast) == {}


@pytest.mark.django_db
def test_the_dashboard_shows_the_largest_five_to_those_who_may_open_them(campaign: Cast) -> None:
    for number in range(6):
        VenueFactory(village=VillageFactory(commune=campaign.commune, name=f"Xóm {number}"))

    chair = campaign.client("chair").get("/dashboard/").context["todo"]
    supervisor = campaign.client("supervisor").get(f"/dashboard/communes/{campaign.commune.pk}/").context
    past_day = campaign.client("chair").get("/dashboard/?ngay=2021-07-01").context

    assert (len(chair.first), len(chair.deeds)) == (5, 10)
    assert "todo" not in supervisor
    assert "todo" not in past_day


def organisation_overdue(cast: Cast, name: str) -> None:
    made = Organisation.objects.create(commune=cast.commune, name=name, kind="school")
    Organisation.objects.filter(pk=made.pk).update(registered_at=timezone.now() - timedelta(days=30))


@pytest.mark.django_db
def test_the_queries_do_not_grow_with_villages_groups_or_organisations(campaign: Cast) -> None:
    organisation_overdue(campaign, "Trường Mẫu")
    few = queries(lambda: todo(campaign.commune)), queries_of(campaign.client("chair"), "/dashboard/todo/")
    for number in range(10):
        group = GroupFactory(village=VillageFactory(commune=campaign.commune))
        HouseholdFactory(village=group.village, group=group)
        organisation_overdue(campaign, f"Trường {number}")

    many = queries(lambda: todo(campaign.commune)), queries_of(campaign.client("chair"), "/dashboard/todo/")
    assert many == few
