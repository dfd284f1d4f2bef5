"""The keeper's desk: typed, from paper, offline, masked; each visit sent once."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Dialog, Page, expect

from checkins.models import CheckIn
from tests.browser.conftest import look_at
from tests.browser.desk_work import (
    CCCD,
    OpenPage,
    button,
    kept_on_device,
    open_desk,
    save,
    scan_by_usb,
    type_visitor,
    visitors,
)
from tests.browser.surveying import PATIENCE_MS, expect_waiting, offline, online, open_outbox, wait_until
from tests.checkins.desks import kept_venue, noticed, stray_poster
from tests.conftest import Cast
from tests.factories import enter
from venues.models import Venue

pytestmark = pytest.mark.django_db(transaction=True)


def inside(venue: Venue, name: str = "Phạm Thị Trong", **facts: object) -> CheckIn:
    now = timezone.now()
    times = {"entered_at": earlier_today(minutes=5), "presumed_left_at": now + timedelta(minutes=55)}
    return enter(venue, "2021-07-01", name=name, **times, **facts)


def earlier_today(minutes: int) -> datetime:
    """That long ago, or midnight where that was yesterday: the desk shows one day."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return max(midnight, timezone.now() - timedelta(minutes=minutes))


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
    kept = kept_on_device(page)

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
    entered, now = earlier_today(minutes=90), timezone.now()
    gone = timezone.localtime(entered + (now - entered) / 2)
    enter(venue, "2021-07-01", name="Đỗ Thị Ở", entered_at=entered, presumed_left_at=gone)

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
    type_visitor(page, "Trần Thị Mẫu")
    expect_waiting(page, 0)
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
