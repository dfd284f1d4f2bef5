"""Organisations beside the commune's rate, what waits for somebody, and the cost of the page."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from intake.models import Device
from organisations.models import Organisation, OutreachActivity, StaffReport
from reports.actions import close_days
from reports.organisations import by_kind, standings, summed
from tests.conftest import Cast
from tests.factories import GroupFactory, HouseholdFactory, TargetFactory, VenueFactory, VillageFactory, at, visit
from tests.reports.test_coverage import lacking
from tests.villages.queries import queries_of

pytestmark = pytest.mark.django_db
DAY = date(2021, 7, 10)


def organisation(cast: Cast, name: str, kind: str = "school", **facts: int) -> Organisation:
    """Registered a month before the day shown, so that a report is owed by then."""
    made: Organisation = Organisation.objects.create(commune=cast.commune, name=name, kind=kind, **facts)
    Organisation.objects.filter(pk=made.pk).update(registered_at=at(DAY - timedelta(days=30)))
    return made


def report(cast: Cast, of: Organisation, on: date, headcount: int, smartphones: int, installed: int) -> None:
    figures = {"headcount": headcount, "smartphones": smartphones, "installed": installed}
    StaffReport.objects.create(organisation=of, as_of=on, reported_by=cast.people["reporter"], **figures)


@pytest.fixture
def campaign(cast: Cast) -> Cast:
    """Two schools and a cooperative; one school reported twice, the cooperative never."""
    TargetFactory(commune=cast.commune)
    visit(cast.household, "2021-07-01", smartphones=3, installed=1)
    first, second = organisation(cast, "Trường A"), organisation(cast, "Trường B")
    organisation(cast, "Hợp tác xã", kind="enterprise")
    report(cast, first, DAY - timedelta(days=5), 10, 10, 2)
    report(cast, first, DAY, 10, 10, 8)
    report(cast, second, DAY - timedelta(days=8), 30, 20, 10)
    close_days(commune=cast.commune, until=DAY)
    return cast


def test_each_kind_sums_the_reports_that_speak_on_the_day_with_its_own_denominators(campaign: Cast) -> None:
    kinds = dict(by_kind(standings(campaign.commune, DAY)))

    school = kinds["school"]
    assert (school.organisations, school.reported, school.overdue) == (2, 2, 1)
    assert (school.adoption, school.adoption_among_smartphones) == (18 / 40, 18 / 30)
    assert (kinds["enterprise"].reported, kinds["enterprise"].overdue, kinds["enterprise"].adoption) == (0, 1, None)


def test_an_organisation_registered_a_moment_ago_owes_no_report_yet(cast: Cast) -> None:
    Organisation.objects.create(commune=cast.commune, name="Trường Mới", kind="school")

    assert summed(standings(cast.commune, timezone.localdate())).overdue == 0


def test_a_past_day_is_told_by_the_reports_of_then(campaign: Cast) -> None:
    whole = summed(standings(campaign.commune, DAY - timedelta(days=5)))

    assert (whole.reported, whole.installed, whole.headcount) == (2, 12, 40)


def test_what_organisations_report_changes_no_rate_of_the_commune(campaign: Cast) -> None:
    before = campaign.client("chair").get("/dashboard/").context["progress"].summary.adoption

    report(campaign, organisation(campaign, "Đoàn thể", kind="mass"), DAY, 500, 400, 400)

    context = campaign.client("chair").get("/dashboard/").context
    assert context["progress"].summary.adoption == before
    assert context["staff"].installed == 418


def test_the_page_of_organisations_names_the_overdue_ones(campaign: Cast) -> None:
    address = f"/dashboard/communes/{campaign.commune.pk}/organisations/?ngay=2021-07-10"

    html = campaign.client("supervisor").get(address).content.decode()

    assert html.count("chưa báo cáo lần nào") == 1
    assert "Trường B" in html


def test_what_waits_is_counted_and_linked(campaign: Cast) -> None:
    since = timezone.now() - timedelta(days=4)
    phone = {"user": campaign.people["surveyor"], "unsent": 7, "oldest_unsent_at": since}
    Device.objects.create(commune=campaign.commune, uuid=uuid4(), **phone)
    VenueFactory(village=campaign.village)
    VenueFactory(village=campaign.village, status="pending")
    lacking(campaign)

    response = campaign.client("officer").get("/dashboard/")

    waits = response.context["waiting"]
    assert (waits.devices, waits.unsent, waits.oldest) == (1, 7, since)
    assert (waits.without_poster, waits.to_approve, waits.places) == (1, 1, 1)
    lists = ("/venues/?status=without_poster", "/venues/?status=pending")
    for address in ("/fieldwork/devices/", *lists, "/coverage/", "/doubts/"):
        assert f'href="{address}"' in response.content.decode()


def test_a_past_day_shows_nothing_that_waits_today(campaign: Cast) -> None:
    context = campaign.client("chair").get("/dashboard/?ngay=2021-07-05").context

    assert "waiting" not in context
    assert "posters" not in context


def test_the_supervisor_gets_counts_and_no_list(campaign: Cast) -> None:
    response = campaign.client("supervisor").get(f"/dashboard/communes/{campaign.commune.pk}/")

    html = response.content.decode()
    assert response.context["waiting"].unsent == 0
    assert "posters" not in response.context
    assert "/dashboard/households/" not in html
    assert "/fieldwork/" not in html


@pytest.mark.parametrize("role", ["chair", "supervisor"])
def test_the_queries_do_not_grow_with_villages_organisations_venues_or_outreach(campaign: Cast, role: str) -> None:
    address = "/dashboard/" if role == "chair" else f"/dashboard/communes/{campaign.commune.pk}/"
    few = queries_of(campaign.client(role), address)
    for number in range(10):
        group = GroupFactory(village=VillageFactory(commune=campaign.commune))
        visit(HouseholdFactory(village=group.village, group=group), "2021-07-02", installed=1)
        VenueFactory(village=group.village)
        report(campaign, organisation(campaign, f"Trường {number}"), DAY, 10, 10, 2)
        told = {"kind": "meeting", "day": DAY, "recorded_by": campaign.people["officer"]}
        OutreachActivity.objects.create(commune=campaign.commune, **told)
    close_days(commune=campaign.commune, until=DAY + timedelta(days=1))

    assert queries_of(campaign.client(role), address) == few
