"""The survey page in a yard without signal: it opens, finds, keeps and says what it has kept."""

import pytest
from playwright.sync_api import expect

from surveys.models import HomeVisit
from tests.browser.conftest import look_at
from tests.browser.surveying import (
    OpenPage,
    button,
    doors,
    expect_waiting,
    nobody_at_home,
    offline,
    online,
    open_door,
    open_outbox,
    open_survey,
    receipts,
    save,
    stored,
)
from tests.conftest import Cast
from tests.factories import HouseholdFactory
from thongnhat_portal import offline_page
from villages.models import Household

pytestmark = pytest.mark.django_db(transaction=True)

REFUSED = "NguyÔn ThÞ Mai"  # letters all, but of the old encoding TCVN3: only the portal knows
COUNT_TAPS = "window.taps = 0; addEventListener('click', () => { window.taps += 1; }, true)"


# The phone is full: whatever is written fails as the browser makes it fail.
FULL = """for (const name of ['add', 'put']) {
  const write = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (...values) {
    if (window.isFull) throw new DOMException('full', 'QuotaExceededError');
    return write.apply(this, values);
  };
}
window.isFull = true;"""


def test_a_reload_without_connection_keeps_page_list_draft_and_queue(cast: Cast, open_page: OpenPage) -> None:
    doors(cast, "Lê Văn Đào")
    page = open_survey(open_page)
    offline(page)
    nobody_at_home(page, "Lê Văn Đào")
    open_door(page, "Đỗ Thị Ánh")
    button(page, "Đã khảo sát").click()
    button(page, "+ Có Bluezone").click()
    expect(page.get_by_text("Đã giữ bản nháp trên máy")).to_be_visible()

    page.reload()

    expect(page.locator(".phone")).to_have_count(1)
    expect_waiting(page, 1)
    save(page)
    expect_waiting(page, 2)
    online(page)
    expect_waiting(page, 0)
    assert stored() == ["Lê Văn Đào", "Đỗ Thị Ánh"]


def test_a_full_phone_says_so_keeps_the_form_and_never_says_saved(cast: Cast, open_page: OpenPage) -> None:
    page = open_survey(open_page)
    open_door(page, "Đỗ Thị Ánh")
    page.evaluate(FULL)

    button(page, "Vắng nhà").click()
    expect(page.locator("#alert")).to_contain_text("bản nháp CHƯA được giữ")
    button(page, "Lưu trên máy").click()

    expect(page.locator("#alert")).to_contain_text("CHƯA lưu được: bộ nhớ máy đã đầy")
    expect(page.locator("#status")).to_be_empty()
    expect(button(page, "Vắng nhà")).to_have_attribute("aria-pressed", "true")
    expect_waiting(page, 0)
    page.evaluate("window.isFull = false")
    save(page)
    expect_waiting(page, 0)
    assert stored() == ["Đỗ Thị Ánh"]


def test_a_full_phone_still_sends_what_waits(cast: Cast, open_page: OpenPage) -> None:
    page = open_survey(open_page)
    offline(page)
    nobody_at_home(page, "Đỗ Thị Ánh")
    page.evaluate(FULL)

    online(page)

    expect_waiting(page, 0)
    assert stored() == ["Đỗ Thị Ánh"]


def test_a_new_version_waits_and_the_draft_survives_it(
    cast: Cast, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_survey(open_page)
    open_door(page, "Đỗ Thị Ánh")
    button(page, "Đã khảo sát").click()
    button(page, "+ Vừa cài xong").click()

    monkeypatch.setattr(offline_page, "page_version", lambda page, language: "newer")
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    expect(page.get_by_text("Đã có phiên bản mới.")).to_be_visible()
    assert page.locator("html").get_attribute("data-version") != "newer"
    button(page, "Cập nhật").click()

    expect(page.locator("html[data-version=newer]")).to_be_attached()
    expect(page.locator(".phone")).to_contain_text("Vừa cài xong")
    save(page)
    expect_waiting(page, 0)
    assert [(visit.installed, visit.installed_on_the_spot) for visit in HomeVisit.objects.all()] == [(1, 1)]


def test_three_phones_two_with_bluezone_take_at_most_fifteen_taps(cast: Cast, open_page: OpenPage) -> None:
    page = open_survey(open_page)
    page.evaluate(COUNT_TAPS)

    open_door(page, "Đỗ Thị Ánh")
    button(page, "Đã khảo sát").click()
    button(page, "+ Có Bluezone").click()
    button(page, "+ Vừa cài xong").click()
    button(page, "+ Chưa cài").click()
    button(page, "Máy hết bộ nhớ").click()
    save(page)

    assert page.evaluate("window.taps") <= 15
    expect_waiting(page, 0)
    visit = HomeVisit.objects.get()
    assert (visit.members, visit.smartphones, visit.installed, visit.installed_on_the_spot) == (4, 3, 2, 1)


@pytest.mark.parametrize("typed", ["do thi anh", "ÁNH đỗ", "ngo 3 anh", "000001", "ngo3 anh"])
def test_a_search_needs_no_accents(cast: Cast, open_page: OpenPage, typed: str) -> None:
    doors(cast, "Lê Văn Đào", "Trần Thị Mẫu")
    page = open_survey(open_page)

    page.locator("#search").fill(typed)

    expect(page.locator(".doors li")).to_have_count(1)
    expect(page.locator(".doors li")).to_contain_text("Đỗ Thị Ánh")


def test_a_code_is_found_without_its_hyphen(cast: Cast, open_page: OpenPage) -> None:
    HouseholdFactory(village=cast.village, group=cast.group, code="DT-140", head_name="Lê Văn Đào")
    page = open_survey(open_page)

    page.locator("#search").fill("dt140")

    expect(page.locator(".doors li")).to_contain_text("Lê Văn Đào")


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [("Chủ máy", "12 tuổi", "Máy 1: tên chủ máy chỉ dùng chữ cái"), ("Số điện thoại", "12345678", "Máy 1: số")],
)
def test_what_is_no_name_or_phone_of_an_owner_is_said_even_where_it_is_folded_away(
    cast: Cast, open_page: OpenPage, label: str, typed: str, said: str
) -> None:
    page = open_survey(open_page)
    open_door(page, "Đỗ Thị Ánh")
    button(page, "Đã khảo sát").click()
    button(page, "+ Có Bluezone").click()
    page.get_by_role("button", name="Chủ máy, số máy").click()
    page.get_by_label(label, exact=True).fill(typed)
    page.get_by_role("button", name="Chủ máy, số máy").click()

    button(page, "Lưu trên máy").click()

    expect(page.locator(".fault")).to_contain_text(said)
    expect_waiting(page, 0)


def test_a_filter_leaves_the_doors_still_to_visit(cast: Cast, open_page: OpenPage) -> None:
    doors(cast, "Lê Văn Đào", "Trần Thị Mẫu")
    page = open_survey(open_page)
    nobody_at_home(page, "Lê Văn Đào")

    page.get_by_role("button", name="Lần trước vắng").click()

    expect(page.locator(".doors li")).to_have_count(1)
    expect(page.locator(".doors li")).to_contain_text("Lê Văn Đào")
    page.get_by_role("button", name="Chưa đến").click()
    expect(page.locator(".doors li")).to_have_count(2)


def test_a_new_household_is_found_visited_and_sent_later(cast: Cast, open_page: OpenPage) -> None:
    page = open_survey(open_page)
    offline(page)
    page.get_by_role("link", name="Thêm hộ").click()
    page.get_by_label("Chủ hộ").fill("Phạm Văn Mới")
    page.get_by_label("Tổ").select_option("Tổ 1")
    page.get_by_label("Nhân khẩu").fill("3")
    look_at(page)
    button(page, "Tiếp tục: ghi lượt đến").click()
    button(page, "Đã khảo sát").click()
    save(page)
    expect(page.locator(".doors li", has_text="Phạm Văn Mới")).to_contain_text("chưa gửi")

    online(page)

    expect_waiting(page, 0)
    found = Household.objects.get(head_name="Phạm Văn Mới")
    assert (found.village, found.group, found.member_count) == (cast.village, cast.group, 3)
    assert stored() == ["Phạm Văn Mới"]


def test_a_new_household_is_named_by_a_person(cast: Cast, open_page: OpenPage) -> None:
    page = open_survey(open_page)
    page.get_by_role("link", name="Thêm hộ").click()
    expect(page.locator("#head-hint")).to_contain_text("Chỉ dùng chữ cái")
    page.get_by_label("Chủ hộ").fill("Phòng trọ số 3")

    button(page, "Tiếp tục: ghi lượt đến").click()

    expect(page.locator(".fault")).to_have_text("Họ tên không hợp lệ: chỉ dùng chữ cái.")
    look_at(page)


def test_a_new_household_the_portal_refused_gets_another_name_and_place(cast: Cast, open_page: OpenPage) -> None:
    page = open_survey(open_page)
    page.get_by_role("link", name="Thêm hộ").click()
    page.get_by_label("Chủ hộ").fill(REFUSED)
    button(page, "Tiếp tục: ghi lượt đến").click()
    button(page, "Vắng nhà").click()
    save(page)
    open_outbox(page)
    page.locator(".attention").get_by_role("link", name="Sửa").click()

    page.get_by_label("Chủ hộ").fill("Phạm Văn Mới")
    page.get_by_label("Số nhà").fill("12")
    look_at(page)
    save(page)

    expect_waiting(page, 0)
    assert Household.objects.get(head_name="Phạm Văn Mới").house_number == "12"


def test_a_visit_that_still_waits_is_corrected_and_sent_once(cast: Cast, open_page: OpenPage) -> None:
    page = open_survey(open_page)
    offline(page)
    nobody_at_home(page, "Đỗ Thị Ánh")
    page.locator("#status").get_by_role("link", name="Sửa").click()
    expect(button(page, "Vắng nhà")).to_have_attribute("aria-pressed", "true")
    button(page, "Từ chối").click()
    save(page)
    expect_waiting(page, 1)

    online(page)

    expect_waiting(page, 0)
    assert [visit.outcome for visit in HomeVisit.objects.all()] == ["refused"]


def test_what_is_missing_is_said_and_nothing_is_queued(cast: Cast, open_page: OpenPage) -> None:
    page = open_survey(open_page)
    open_door(page, "Đỗ Thị Ánh")
    button(page, "Lưu trên máy").click()
    expect(page.locator(".fault")).to_contain_text("Hãy chọn kết quả tại nhà.")
    button(page, "Đã khảo sát").click()
    button(page, "+ Chưa cài").click()

    button(page, "Lưu trên máy").click()

    expect(page.locator(".fault")).to_contain_text("Máy 1: hãy chọn lý do")
    look_at(page)
    expect_waiting(page, 0)


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_every_screen_is_accessible_and_fits(cast: Cast, open_page: OpenPage, width: str) -> None:
    page = open_survey(open_page, width=width)
    look_at(page)
    offline(page)
    open_door(page, "Đỗ Thị Ánh")
    button(page, "Đã khảo sát").click()
    for kind in ("+ Có Bluezone", "+ Chưa cài", "+ Máy thường"):
        button(page, kind).click()
    page.get_by_role("button", name="Chủ máy, số máy").first.click()
    look_at(page)
    button(page, "Máy quá cũ").click()
    save(page)
    look_at(page)
    open_outbox(page)

    look_at(page)
    online(page)
    expect_waiting(page, 0)
    assert receipts(page) == ["accepted"]
    look_at(page)
