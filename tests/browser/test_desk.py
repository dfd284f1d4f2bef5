"""The keeper's desk: typed, scanned, offline, masked; each visit sent once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Dialog, Page, expect

from checkins.models import CheckIn, PosterCheck
from tests.browser.conftest import look_at
from tests.browser.desk_work import OpenPage, button, open_desk, save, scan_by_usb, type_visitor, visitors
from tests.browser.surveying import PATIENCE_MS, expect_waiting, offline, online, open_outbox, wait_until
from tests.checkins.desks import NUMBER, kept_venue, noticed, stray_poster, visitor_card
from tests.conftest import Cast
from tests.factories import PosterFactory, enter
from venues.models import Venue

pytestmark = pytest.mark.django_db(transaction=True)
CCCD = f"{NUMBER}||Nguyễn Văn Mẫu|01011990|Nam|Thôn Mẫu, Xã Thống Nhất|01072021"
STORED = """async () => {
  const db = await new Promise((resolve) => {
    const opening = indexedDB.open("thongnhat-keeper");
    opening.onsuccess = () => resolve(opening.result);
  });
  const all = (name) => new Promise((resolve) => {
    const asking = db.transaction(name).objectStore(name).getAll();
    asking.onsuccess = () => resolve(asking.result);
  });
  return JSON.stringify(await Promise.all([...db.objectStoreNames].map(all)));
}"""


@pytest.fixture
def venue(cast: Cast) -> Venue:
    return kept_venue(cast, name="Chợ Mẫu", capacity=5)


def inside(venue: Venue, name: str = "Phạm Thị Trong", **facts: object) -> CheckIn:
    now = timezone.now()
    times = {"entered_at": now - timedelta(minutes=5), "presumed_left_at": now + timedelta(minutes=55)}
    return enter(venue, "2021-07-01", name=name, **times, **facts)


def expect_inside(page: Page, people: int) -> None:
    expect(page.locator("#inside")).to_have_text(str(people), timeout=PATIENCE_MS)


def test_what_the_keeper_is_to_heed_stands_first_also_without_connection(
    cast: Cast, venue: Venue, open_page: OpenPage
) -> None:
    noticed(cast, venue, text="Khử khuẩn <b>quầy</b> hàng.")
    stray_poster(venue, label="Bàn 3")
    page = open_desk(open_page)
    offline(page)
    page.reload()

    heading = page.get_by_role("heading", name="Trạm y tế")
    expect(heading).to_be_visible()
    expect(page.get_by_text("Khử khuẩn <b>quầy</b> hàng.")).to_be_visible()
    expect(page.get_by_text("Mã QR cũ số 7 vẫn bị quét: 1 lần.")).to_contain_text("Bàn 3")
    look_at(page)


def test_offline_rows_queue_and_are_sent_once(cast: Cast, venue: Venue, open_page: OpenPage) -> None:
    page = open_desk(open_page)
    offline(page)
    type_visitor(page, "Lê Văn Đào")
    type_visitor(page, "Trần Thị Mẫu", phone="")
    page.reload()
    expect_waiting(page, 2)
    expect_inside(page, 2)

    online(page)

    expect_waiting(page, 0)
    assert visitors() == ["Lê Văn Đào", "Trần Thị Mẫu"]
    page.reload()
    expect_inside(page, 2)
    assert CheckIn.objects.count() == 2


def test_a_reply_lost_after_the_server_stored_the_row_is_one_visit(
    cast: Cast, venue: Venue, open_page: OpenPage
) -> None:
    page = open_desk(open_page)
    page.route("**/api/v1/check-ins/batch", lambda route: (route.fetch(), route.abort()))
    type_visitor(page, "Lê Văn Đào")
    wait_until(page, lambda: visitors() == ["Lê Văn Đào"])
    expect_waiting(page, 1)

    page.unroute("**/api/v1/check-ins/batch")
    open_outbox(page)
    button(page, "Gửi ngay").click()

    expect_waiting(page, 0)
    assert visitors() == ["Lê Văn Đào"]


def test_visitors_are_shown_masked_and_never_kept(cast: Cast, venue: Venue, open_page: OpenPage) -> None:
    inside(venue)
    page = open_desk(open_page)
    type_visitor(page, "Lê Văn Đào")
    expect_waiting(page, 0)
    expect(page.locator(".visits li")).to_have_count(2)

    text = page.locator("body").inner_text()
    kept = page.evaluate(STORED)

    assert "Phạm Thị ***" in text
    assert "091****678" in text
    for secret in ("Thị Trong", "Văn Đào", "912345678", "912 345"):
        assert secret not in text
        assert secret not in kept
    assert "Phạm" not in kept


def test_the_number_of_people_warns_before_the_venue_is_full(cast: Cast, venue: Venue, open_page: OpenPage) -> None:
    inside(venue, companions=2)
    page = open_desk(open_page)
    expect_inside(page, 3)
    assert page.locator(".inside.is-care, .inside.is-full").count() == 0
    type_visitor(page, "Lê Văn Đào")
    expect(page.locator(".inside.is-care")).to_contain_text("Sắp đầy")
    look_at(page)

    type_visitor(page, "Trần Thị Mẫu")

    expect(page.locator(".inside.is-full")).to_contain_text("Đã đủ người")
    expect_inside(page, 5)
    look_at(page)


def test_a_visitor_is_checked_out_and_later_everybody(cast: Cast, venue: Venue, open_page: OpenPage) -> None:
    inside(venue, companions=1)
    inside(venue, name="Đỗ Thị Ở")
    page = open_desk(open_page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Ghi lượt ra: Đỗ Thị ***").click()
    expect_inside(page, 2)
    wait_until(page, lambda: CheckIn.objects.filter(left_how="keeper").count() == 1)

    button(page, "Mọi người đã về").click()

    expect_inside(page, 0)
    wait_until(page, lambda: CheckIn.objects.filter(left_how="keeper").count() == 2)


def test_a_visit_longer_than_usual_has_ended_by_itself_and_cannot_be_ended_again(
    cast: Cast, venue: Venue, open_page: OpenPage
) -> None:
    entered = timezone.now() - timedelta(minutes=90)
    enter(venue, "2021-07-01", name="Đỗ Thị Ở", entered_at=entered, presumed_left_at=entered + timedelta(minutes=60))
    gone = timezone.localtime(entered + timedelta(minutes=60))

    page = open_desk(open_page)

    expect(page.locator(".visits li")).to_contain_text(f"coi như đã ra lúc {gone:%H:%M}")
    expect(button(page, "Ghi lượt ra: Đỗ Thị ***")).to_have_count(0)
    expect_inside(page, 0)


def test_without_connection_those_who_overstay_are_no_longer_inside(
    cast: Cast, venue: Venue, open_page: OpenPage
) -> None:
    inside(venue, companions=1)
    page = open_desk(open_page)
    offline(page)
    type_visitor(page, "Lê Văn Đào")
    expect_inside(page, 3)

    page.evaluate("const now = Date.now; Date.now = () => now() + 57 * 60_000;")
    page.get_by_label("Họ và tên").fill("Trần")

    expect_inside(page, 1)
    expect(page.locator(".visits")).to_contain_text("coi như đã ra")


def test_everyone_stays_when_the_question_is_answered_with_no(cast: Cast, venue: Venue, open_page: OpenPage) -> None:
    inside(venue)
    page = open_desk(open_page)
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    button(page, "Mọi người đã về").click()

    expect_waiting(page, 0)
    expect_inside(page, 1)
    assert "Chợ Mẫu" in asked[0]


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
    assert NUMBER not in page.evaluate(STORED)


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

    page.keyboard.type(card.code)
    page.keyboard.press("Enter")

    expect(page.locator(".entry .who")).to_have_text("Trần Thị ***")


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


def test_a_row_the_portal_refused_is_corrected(cast: Cast, venue: Venue, open_page: OpenPage) -> None:
    page = open_desk(open_page)
    offline(page)
    scan_by_usb(page, "CDEFHJKMPRTVWXY2")
    save(page)
    online(page)
    open_outbox(page)
    expect(page.locator(".attention")).to_contain_text("Không có thẻ này", timeout=PATIENCE_MS)

    page.locator(".attention").get_by_role("link", name="Sửa").click()
    expect(page.get_by_role("heading", name="Sửa lượt vào")).to_be_focused()
    type_visitor(page, "Lê Văn Đào")

    expect_waiting(page, 0)
    assert visitors() == ["Lê Văn Đào"]


@pytest.mark.parametrize(
    ("name", "phone", "said"),
    [("12345", "", "Họ tên không hợp lệ"), ("Lê Văn Đào", "12345678", "Số điện thoại có vẻ sai")],
)
def test_what_is_no_name_or_phone_is_never_said_to_be_saved(
    cast: Cast, venue: Venue, open_page: OpenPage, name: str, phone: str, said: str
) -> None:
    page = open_desk(open_page)
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Điện thoại").fill(phone)

    button(page, "Ghi lượt vào").click()

    expect(page.locator(".fault")).to_contain_text(said)
    expect(page.locator("#status")).to_be_empty()
    expect_waiting(page, 0)


def test_a_refused_row_is_announced_at_the_door_and_named_in_the_outbox(
    cast: Cast, venue: Venue, open_page: OpenPage
) -> None:
    page = open_desk(open_page)
    type_visitor(page, "Lê Văn Đào", phone="0501 111 111")
    link = page.locator("#app").get_by_role("link", name="1 lượt cần xem lại")
    expect(link).to_be_visible(timeout=PATIENCE_MS)
    look_at(page)

    link.click()

    expect(page.locator(".attention")).to_contain_text("nhập tay · Lê Văn ***")
    expect(page.locator(".attention")).not_to_contain_text("Đào")
    expect(link).to_have_count(0)


@pytest.mark.parametrize("typed", ["-3", "31", "abc", "1.5"])
def test_a_number_of_companions_that_cannot_be_is_said_at_its_field(
    cast: Cast, venue: Venue, open_page: OpenPage, typed: str
) -> None:
    page = open_desk(open_page)
    page.get_by_label("Họ và tên").fill("Lê Văn Đào")
    page.get_by_label("Số người đi cùng").fill(typed)

    button(page, "Ghi lượt vào").click()

    expect(page.locator(".stepper .fault")).to_have_text("Số người đi cùng: một số từ 0 đến 30.")
    expect_waiting(page, 0)
    expect_inside(page, 0)


def test_a_row_from_paper_has_its_real_time(cast: Cast, venue: Venue, open_page: OpenPage) -> None:
    page = open_desk(open_page)
    yesterday = timezone.localdate() - timedelta(days=1)
    page.get_by_role("link", name="Nhập từ sổ giấy").click()
    page.get_by_label("Ngày").fill(yesterday.isoformat())
    page.get_by_label("Giờ vào").fill("08:15")
    page.get_by_label("Giờ ra").fill("08:05")
    look_at(page)
    page.get_by_label("Họ và tên").fill("Lê Văn Đào")
    button(page, "Ghi lượt vào").click()
    expect(page.locator(".fault")).to_have_text("Giờ ra sớm hơn giờ vào.")
    page.get_by_label("Giờ ra").fill("09:00")

    save(page)

    expect_waiting(page, 0)
    visit = CheckIn.objects.get()
    assert visit.provenance == "paper"
    assert [f"{timezone.localtime(at):%d %H:%M}" for at in (visit.entered_at, visit.left_at)] == [
        f"{yesterday:%d} 08:15",
        f"{yesterday:%d} 09:00",
    ]


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


@pytest.mark.parametrize("link", ["#app a[href='/venues/']", ".masthead .where a"])
def test_without_connection_a_link_to_another_page_is_explained_instead_of_followed(
    cast: Cast, venue: Venue, open_page: OpenPage, link: str
) -> None:
    page = open_desk(open_page)
    offline(page)

    page.locator(link).click()

    expect(page.locator("#alert")).to_contain_text("không mở được các trang khác")
    expect_inside(page, 0)


def test_the_day_of_a_paper_sheet_stays_for_its_next_row(cast: Cast, venue: Venue, open_page: OpenPage) -> None:
    page = open_desk(open_page)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    page.get_by_role("link", name="Nhập từ sổ giấy").click()
    page.get_by_label("Ngày").fill(yesterday)
    page.get_by_label("Giờ vào").fill("08:15")

    type_visitor(page, "Lê Văn Đào")

    expect(page.get_by_label("Họ và tên")).to_have_value("")
    expect(page.get_by_label("Giờ vào")).to_have_value("")
    expect(page.get_by_label("Ngày")).to_have_value(yesterday)


def test_a_session_that_ended_keeps_the_queue(cast: Cast, venue: Venue, open_page: OpenPage) -> None:
    page = open_desk(open_page, forgives="status of 403")
    page.context.clear_cookies()
    type_visitor(page, "Lê Văn Đào")

    expect(page.get_by_role("link", name="Đăng nhập để gửi 1")).to_be_visible(timeout=PATIENCE_MS)
    assert not CheckIn.objects.exists()
    expect_waiting(page, 1)


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_every_screen_is_accessible_and_fits(cast: Cast, venue: Venue, open_page: OpenPage, width: str) -> None:
    kept_venue(cast, name="Quán Mẫu", capacity=None)
    inside(venue)
    page = open_desk(open_page, width)
    look_at(page)
    scan_by_usb(page, CCCD)
    expect(page.locator(".entry .who")).to_be_visible()
    look_at(page)
    offline(page)
    save(page)
    look_at(page)
    open_outbox(page)
    look_at(page)
