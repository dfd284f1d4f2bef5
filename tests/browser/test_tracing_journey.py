"""From a positive test to a call: the nurse opens a case, the chair signs, the visitor sees that the visit was read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from checkins.models import CheckIn, Disclosure
from tests.browser.conftest import look_at
from tests.conftest import Cast
from tests.factories import PASSWORD, VenueFactory
from tests.factories import enter as entered
from venues.models import Venue

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
SUBJECT, OTHER = "+84912000001", "+84912000002"


@pytest.fixture
def met(cast: Cast) -> CheckIn:
    """The visit of somebody who was at the market with the subject, yesterday at nine."""
    market: Venue = VenueFactory(village=cast.village, name="Chợ Mẫu", usual_stay=60)
    yesterday = timezone.localdate() - timedelta(days=1)
    entered(market, yesterday, phone=SUBJECT, name="Phạm Văn Bệnh")
    return entered(market, yesterday, phone=OTHER, name="Lê Thị Gần")


def sees_whole_tables(page: Page) -> bool:
    """No column is out of sight."""
    boxes = "[...document.querySelectorAll('.scroll')].filter(box => box.querySelector('table'))"
    whole: bool = page.evaluate(f"{boxes}.length && {boxes}.every(box => box.scrollWidth <= box.clientWidth)")
    return whole


def open_a_case(page: Page) -> None:
    page.goto("/tracing/new/")
    look_at(page)
    page.locator("[name=kind][value=confirmed]").check()
    page.locator("[name=authority_reference]").fill("KQ-XN 01")
    page.locator("[name=reason]").fill("Dương tính")
    page.locator("[name=phone]").fill("0912 000 001")
    page.locator("[name=tested_on]").fill(timezone.localdate().isoformat())
    page.locator("main form button").click()
    page.wait_for_url("**/tracing/*/")


def test_the_nurse_gets_from_the_test_to_masked_contacts_and_the_chair_opens_them(
    cast: Cast, met: CheckIn, open_page: OpenPage
) -> None:
    nurse = open_page("health", "phone")
    open_a_case(nurse)
    look_at(nurse)
    assert sees_whole_tables(nurse)
    case = nurse.url

    nurse.goto(f"{case}contacts/")
    expect(nurse.get_by_text("Lê Thị ***")).to_be_visible()
    look_at(nurse)
    nurse.goto(f"{case}release/")
    look_at(nurse)
    nurse.locator("[name=reason]").fill("Gọi người tiếp xúc")
    nurse.locator("main form button").click()
    nurse.wait_for_url("**/tracing/releases/*/")

    chair = open_page("chair", "phone")
    chair.goto(nurse.url)
    look_at(chair)
    assert sees_whole_tables(chair)
    assert "Lê Thị Gần" not in chair.content()
    chair.locator("form[action*=sign] [name=password]").fill(PASSWORD)
    chair.locator("form[action*=sign] button").click()
    expect(chair.locator(".notice").first).to_be_visible()

    nurse.goto(f"{case}contacts/")
    nurse.get_by_role("link", name="Lê Thị Gần").click()
    expect(nurse.get_by_text("0912 000 002").first).to_be_visible()
    look_at(nurse)
    assert Disclosure.objects.filter(check_in=met).exists()
    chair.goto(f"{case}contacts/")
    assert "Lê Thị Gần" not in chair.content()
