"""The keeper's desk and a USB scanner: cards, their phones, what cannot be read, the test of the own poster."""

import pytest
from playwright.sync_api import expect

from checkins.models import CheckIn, PosterCheck
from tests.browser.desk_work import CCCD, OpenPage, button, kept_on_device, open_desk, save, scan_by_usb, visitors
from tests.browser.surveying import expect_waiting, offline, online, wait_until
from tests.checkins.desks import NUMBER, visitor_card
from tests.conftest import Cast
from tests.factories import PosterFactory
from venues.models import Venue

pytestmark = pytest.mark.django_db(transaction=True)
SLOW_MS = 100  # between two letters, of a scanner without a wire


def test_a_card_by_usb_is_asked_for_its_phone_once(cast: Cast, venue: Venue, open_page: OpenPage) -> None:
    page = open_desk(open_page)
    scan_by_usb(page, CCCD)
    expect(page.locator(".entry .who")).to_have_text("Nguyễn Văn ***")
    page.get_by_label("Điện thoại").fill("0912345678")
    save(page)
    expect_waiting(page, 0)

    scan_by_usb(page, CCCD)
    expect(page.locator(".entry")).to_contain_text("Đã có số điện thoại: 091****678")
    save(page)

    expect_waiting(page, 0)
    assert [(visit.name, visit.phone) for visit in CheckIn.objects.all()] == [("Nguyễn Văn Mẫu", "+84912345678")] * 2
    assert NUMBER not in kept_on_device(page)


def test_a_visitor_card_scanned_offline_is_resolved_by_the_server(
    cast: Cast, venue: Venue, open_page: OpenPage
) -> None:
    card = visitor_card(cast)
    page = open_desk(open_page)
    offline(page)
    scan_by_usb(page, card.code)
    expect(page.get_by_role("heading", name="Thẻ QR cá nhân")).to_be_visible()
    save(page)
    expect_waiting(page, 1)

    online(page)

    expect_waiting(page, 0)
    assert visitors() == ["Trần Thị Mẫu"]


def test_keystrokes_of_a_scanner_are_heard_wherever_the_cursor_is(
    cast: Cast, venue: Venue, open_page: OpenPage
) -> None:
    card = visitor_card(cast)
    page = open_desk(open_page)
    page.locator("h1").focus()

    page.keyboard.type(card.code, delay=SLOW_MS)
    page.keyboard.press("Enter")

    expect(page.locator(".entry .who")).to_have_text("Trần Thị ***")


def test_a_button_pressed_by_keyboard_many_times_is_no_scanner(cast: Cast, venue: Venue, open_page: OpenPage) -> None:
    page = open_desk(open_page)
    page.get_by_label("Họ và tên").fill("Lê Văn Đào")
    button(page, "Thêm một").focus()
    for _ in range(9):
        page.keyboard.press("Space")
    button(page, "Ghi lượt vào").focus()

    page.keyboard.press("Enter")

    wait_until(page, lambda: [visit.companions for visit in CheckIn.objects.all()] == [9])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CCCD.replace("Nguyễn", "Nguyá»…n"), "Bộ gõ tiếng Việt"),
        ("CĐEFHJKMPRTƯXY23", "Bộ gõ tiếng Việt"),
        ("000090000001|NGUYEN VAN MAU|1990-01-01|0|QID1|", "mã QR cá nhân kiểu mới"),
        ("CDEFHJKMPRTVWXY2", "Không có thẻ QR cá nhân này"),
        ("Xin chào", "Cổng không đọc được mã này"),
    ],
)
def test_what_cannot_be_read_is_said(cast: Cast, venue: Venue, open_page: OpenPage, text: str, said: str) -> None:
    page = open_desk(open_page)

    scan_by_usb(page, text)

    expect(page.locator("#alert")).to_contain_text(said)
    expect_waiting(page, 0)


def test_the_own_poster_passes_its_test_and_another_is_a_loud_warning(
    cast: Cast, venue: Venue, open_page: OpenPage
) -> None:
    own, foreign = PosterFactory(venue=venue), PosterFactory(venue__name="Quán Khác", venue__village=cast.village)
    page = open_desk(open_page)
    scan_by_usb(page, foreign.address)
    expect(page.locator("#alert")).to_contain_text("CẢNH BÁO: mã này của địa điểm khác (Quán Khác)")
    expect(page.locator("#checked")).to_have_text("Hôm nay chưa kiểm tra")
    scan_by_usb(page, own.address.replace("://", "://x."))
    expect(page.locator("#alert")).to_contain_text("không phải của cổng")

    button(page, "Bắt đầu quét thử").click()
    scan_by_usb(page, own.address)

    expect(page.locator("#checked")).to_contain_text("Đã kiểm tra hôm nay")
    assert sorted(check.outcome for check in PosterCheck.objects.all()) == ["foreign", "own", "unknown"]
