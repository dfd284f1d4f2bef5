"""The pages by which the commune is led, with something on each: accessible, and within a phone's width."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from organisations.models import Organisation, OutreachActivity, StaffReport
from reports.actions import close_days
from reports.models import DailySummary, Draft
from tests.browser.conftest import look_at
from tests.conftest import Cast
from tests.factories import PosterFactory, TargetFactory, VenueFactory, enter, visit

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
CHAIR = ["/dashboard/", "/dashboard/todo/", "/answerability/", "/revisions/", "/targets/", "/targets/villages/"]
OFFICER = ["/quality/", "/documents/", "/mails/", "/mails/behind/", "/jobs/", "/organisations/new/", "/outreach/new/"]
OFFICER += ["/organisations/", "/organisations/mass/", "/outreach/", "/dashboard/households/?state=without_bluezone"]


@pytest.fixture
def campaign(cast: Cast) -> Organisation:
    """Two closed days with visits, a check-in, an organisation with its report, one activity."""
    yesterday = timezone.localdate() - timedelta(days=1)
    TargetFactory(commune=cast.commune, starts_on=yesterday - timedelta(days=9), due_on=yesterday + timedelta(days=9))
    for ago in (3, 0):
        visit(cast.household, yesterday - timedelta(days=ago), smartphones=3, installed=2)
    enter(PosterFactory(venue=VenueFactory(village=cast.village)).venue, yesterday)
    school: Organisation = Organisation.objects.create(commune=cast.commune, name="Trường Mẫu", kind="school")
    school.reporters.add(cast.people["reporter"])
    figures = {"headcount": 10, "smartphones": 9, "installed": 5, "reported_by": cast.people["reporter"]}
    StaffReport.objects.create(organisation=school, as_of=yesterday, **figures)
    activity = {"kind": "meeting", "day": yesterday - timedelta(days=3), "reached": 40}
    OutreachActivity.objects.create(commune=cast.commune, recorded_by=cast.people["officer"], **activity)
    close_days(commune=cast.commune, until=yesterday)
    return school


def look_at_each(page: Page, addresses: list[str]) -> None:
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        look_at(page)


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_what_the_chair_reads(cast: Cast, campaign: Organisation, open_page: OpenPage, width: str) -> None:
    village = f"/dashboard/villages/{cast.village.pk}/"

    look_at_each(open_page("chair", width), [*CHAIR, village, f"/dashboard/communes/{cast.commune.pk}/reasons/"])


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_what_the_officer_works_with(cast: Cast, campaign: Organisation, open_page: OpenPage, width: str) -> None:
    day: date = DailySummary.objects.latest("day").day
    by = cast.people["officer"]
    draft = Draft.objects.create(commune=cast.commune, kind="daily", since=day, day=day, edited_by=by)

    look_at_each(open_page("officer", width), [*OFFICER, draft.get_absolute_url(), campaign.get_absolute_url()])


def test_a_reporter_reports_within_a_minute_on_a_phone(cast: Cast, campaign: Organisation, open_page: OpenPage) -> None:
    page = open_page("reporter", "phone")
    page.goto(f"/organisations/{campaign.pk}/report/")
    look_at(page)

    page.locator("[name=installed]").fill("11")
    page.locator("main form button").first.click()
    page.locator("[name=installed]").fill("8")
    page.locator("main form button").first.click()
    page.wait_for_url(f"**/organisations/{campaign.pk}/")

    assert StaffReport.objects.newest_first()[0].installed == 8


def test_the_menu_opens_its_groups_without_a_script(cast: Cast, open_page: OpenPage) -> None:
    page = open_page("officer", "phone")
    page.goto("/organisations/")

    page.locator(".mainnav summary", has_text="Kết quả").click()

    look_at(page)
    page.locator(".mainnav a", has_text="Trách nhiệm").click()
    page.wait_for_url("**/answerability/")


def test_the_audit_and_the_public_page_read_well(cast: Cast, campaign: Organisation, open_page: OpenPage) -> None:
    look_at_each(open_page("chair", "phone"), ["/audit/"])
    look_at_each(open_page("", "phone"), ["/", f"/communes/{cast.commune.slug}/"])
