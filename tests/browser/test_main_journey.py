"""From the commune's Excel list to a home visit on a phone and to the chair's dashboard."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jobs.models import Job
from jobs.tasks import perform
from reports.actions import close_days
from spreadsheets.writing import write_xlsx
from surveys.models import HomeVisit
from tests.browser.conftest import look_at
from tests.conftest import Cast
from tests.factories import TargetFactory
from villages.importing.entries import COLUMN_TITLES
from villages.models import Household

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]


def household_list(folder: Path, *rows: list[str | int]) -> Path:
    path = folder / "danh-sach-ho.xlsx"
    path.write_bytes(write_xlsx("Danh sách hộ", list(COLUMN_TITLES.values()), rows))
    return path


def work_off_jobs() -> None:
    """What the worker does."""
    for job in Job.objects.filter(state=Job.State.QUEUED):
        perform(job.pk)


def test_an_officer_imports_the_list_and_mends_its_fault(cast: Cast, open_page: OpenPage, tmp_path: Path) -> None:
    good = ["000101", "Thôn Đồng Tiến", "Tổ 1", "Ngõ 2", "7", "NGUYỄN THỊ ỔN", 3, "0168 345 6789", ""]
    page = open_page("officer")

    page.goto("/households/import/")
    look_at(page)
    page.set_input_files("#id_file", household_list(tmp_path, good, ["000102", "Đồng Tiến", "", "", "", "", 3, "", ""]))
    page.locator("main form button").click()
    work_off_jobs()
    expect(page.get_by_text("chưa có chủ hộ")).to_be_visible()
    look_at(page)
    page.goto("/households/import/")
    page.set_input_files("#id_file", household_list(tmp_path, good))
    page.locator("main form button").click()
    work_off_jobs()
    page.locator("#import-status form button").click()
    work_off_jobs()

    expect(page.locator("#import-status h2.good")).to_be_visible()
    household = Household.objects.get(code="000101")
    assert (household.head_name, household.phone) == ("Nguyễn Thị Ổn", "+84383456789")


def test_a_village_head_finds_a_household_and_records_a_visit_on_a_phone(cast: Cast, open_page: OpenPage) -> None:
    page = open_page("village_head", "phone")

    page.goto("/households/")
    page.locator("#q").fill("do thi anh")
    page.locator("#filter button").click()
    look_at(page)
    page.get_by_role("link", name="Đỗ Thị Ánh").click()
    look_at(page)
    page.locator(f"a[href='/households/{cast.household.pk}/visit/']").click()
    look_at(page)
    page.locator("#id_outcome_0").check()
    page.locator("#id_phone-0-status").select_option("just_now")
    page.locator("#id_phone-0-number").fill("12345")
    page.locator("main form > button").click()
    expect(page.locator("#id_phone-0-number")).to_have_value("12345")
    look_at(page)
    page.locator("#id_phone-0-number").fill("0912 345 678")
    page.locator("#id_phone-1-status").select_option("not:full")
    page.locator("main form > button").click()
    page.wait_for_url("**/households/")

    visit = HomeVisit.objects.get()
    assert (visit.smartphones, visit.installed, visit.installed_on_the_spot) == (2, 1, 1)
    assert visit.phones.first().number == "+84912345678"


def test_one_more_phone_keeps_what_was_typed(cast: Cast, open_page: OpenPage) -> None:
    page = open_page("village_head", "phone")

    page.goto(f"/households/{cast.household.pk}/visit/")
    page.locator("#id_phone-0-owner").fill("Nguyễn Văn Mẫu")
    page.locator("button[name=more]").click()

    expect(page.locator("#id_phone-3-status")).to_be_visible()
    expect(page.locator("#id_phone-0-owner")).to_have_value("Nguyễn Văn Mẫu")
    assert not HomeVisit.objects.exists()


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_the_chair_sees_the_visit_after_the_day_was_closed(cast: Cast, open_page: OpenPage, width: str) -> None:
    from tests.factories import visit

    yesterday = timezone.localdate() - timedelta(days=1)
    TargetFactory(commune=cast.commune, starts_on=yesterday - timedelta(days=20), due_on=yesterday + timedelta(days=9))
    visit(cast.household, yesterday - timedelta(days=3), smartphones=3, installed=1)
    visit(cast.household, yesterday, smartphones=3, installed=3)
    close_days(commune=cast.commune, until=yesterday)

    page = open_page("chair", width)
    page.goto("/dashboard/")

    expect(page.get_by_text("75,0\xa0%").first).to_be_visible()
    assert page.evaluate("document.getElementById('trend').width > 0")
    look_at(page)


@pytest.mark.parametrize("width", ["phone", "desk"])
@pytest.mark.parametrize(
    ("username", "address"),
    [
        ("", "/login/"),
        ("", "/communes/thong-nhat/"),
        ("officer", "/accounts/"),
        ("officer", "/accounts/new/"),
        ("officer", "/households/"),
        ("officer", "/households/new/"),
        ("officer", "/villages/"),
        ("officer", "/villages/new/"),
        ("chair", "/targets/"),
        ("chair", "/password/"),
        ("admin", "/jobs/"),
        ("admin", "/settings/communes/"),
        ("supervisor", "/dashboard/"),
    ],
)
def test_a_page_is_accessible_and_fits(
    cast: Cast, open_page: OpenPage, username: str, address: str, width: str
) -> None:
    page = open_page(username, width)

    page.goto(address)

    look_at(page)


def test_the_language_is_switched_and_stays(cast: Cast, open_page: OpenPage) -> None:
    page = open_page("chair")

    page.locator("details.person summary").click()
    page.get_by_role("button", name="English").click()

    assert page.locator("html").get_attribute("lang") == "en"
    page.goto("/targets/")
    expect(page.get_by_role("heading", name="Set a new target")).to_be_visible()
