"""A village head opens a wedding on a phone: one line typed, two taps, and the poster is there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import look_at
from tests.conftest import Cast
from venues.models import Poster, Venue

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]


class Hand:
    """Counts what a thumb does."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.typed = page, 0, 0

    def tap(self, text: str) -> None:
        self.page.locator("main").get_by_text(text, exact=True).first.click()
        self.taps += 1

    def type(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)
        self.taps, self.typed = self.taps + 1, self.typed + 1


def test_a_wedding_is_opened_with_one_line_and_a_few_taps(cast: Cast, open_page: OpenPage) -> None:
    page = open_page("village_head", "phone")
    page.goto("/venues/")
    hand = Hand(page)

    hand.tap("Đám cưới, đám tang, cuộc họp")
    look_at(page)
    expect(page.get_by_label("Ngày khác", exact=True)).to_be_hidden()
    hand.type("Nhà ai, hoặc tên sự kiện", "nhà ông Ba")
    page.locator("label", has_text="ngày mai").click()
    hand.taps += 1
    hand.tap("Mở sự kiện và tạo mã QR")

    expect(page.get_by_role("link", name="In mã QR")).to_be_visible()
    look_at(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="In mã QR").click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert (hand.taps, hand.typed) == (4, 1)
    assert Venue.objects.get().name == "Đám cưới nhà ông Ba"
    assert Poster.objects.count() == 1


def test_other_day_and_hours_are_asked_for_when_they_are_chosen(cast: Cast, open_page: OpenPage) -> None:
    page = open_page("village_head", "phone")
    page.goto("/venues/event/")

    page.locator("label", has_text="giờ khác").click()
    page.get_by_label("Nhà ai, hoặc tên sự kiện").fill("nhà ông Ba")
    page.locator("main form button").click()

    expect(page.get_by_text("Hãy ghi giờ bắt đầu.")).to_be_visible()
    expect(page.get_by_label("Nhà ai, hoặc tên sự kiện")).to_have_value("nhà ông Ba")
    look_at(page)
