"""Sending the outbox: whatever happens on the way, each captured visit is on the server exactly once."""

import json
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from intake.models import SetAside
from surveys.models import HomeVisit
from tests.browser.conftest import look_at
from tests.browser.surveying import (
    BATCH,
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
    sign_in_again,
    stored,
    wait_until,
)
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)

# A tab whose clock is far ahead finds every lease expired: as if there were no lease.
AHEAD = "const now = Date.now; Date.now = () => now() + 600_000;"
THREE = ["Lê Văn Đào", "Trần Thị Mẫu", "Đỗ Thị Ánh"]


def hold(page: Page) -> list[Route]:
    """Batches that bring visits are held until the test lets them go."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        if route.request.post_data_json["records"]:
            held.append(route)
        else:
            route.continue_()

    page.context.route(BATCH, keep)
    return held


@pytest.fixture
def walked(cast: Cast, open_page: OpenPage) -> Page:
    """Three doors knocked on without connection."""
    doors(cast, *THREE[:2])
    page = open_survey(open_page)
    page.wait_for_load_state("networkidle")  # else the first sending fails, and its bar moves the list under the finger
    offline(page)
    nobody_at_home(page, *THREE)
    expect_waiting(page, 3)
    return page


def test_a_reply_lost_after_the_server_stored_the_visit_is_one_visit(walked: Page) -> None:
    def lose_the_reply(route: Route) -> None:
        route.fetch()
        route.abort()

    walked.context.route(BATCH, lose_the_reply)
    online(walked)
    wait_until(walked, lambda: stored() == THREE)
    expect(walked.get_by_text("Chưa có kết nối")).to_be_visible()
    expect_waiting(walked, 3)

    walked.context.unroute(BATCH)
    open_outbox(walked)
    button(walked, "Gửi ngay").click()

    expect_waiting(walked, 0)
    assert receipts(walked) == ["duplicate"] * 3
    assert stored() == THREE


def test_two_tabs_sending_the_same_queue_at_once_store_it_once(walked: Page) -> None:
    held = hold(walked)
    online(walked)
    wait_until(walked, lambda: len(held) == 1)
    other = walked.context.new_page()
    other.add_init_script(AHEAD)
    other.goto("/survey/")
    wait_until(other, lambda: len(held) == 2)

    for route in held:
        route.continue_()

    for tab in (walked, other):
        expect_waiting(tab, 0)
        assert len(receipts(tab)) == 3
    assert stored() == THREE


def test_a_second_tab_leaves_the_sending_to_the_first(walked: Page) -> None:
    held = hold(walked)
    online(walked)
    wait_until(walked, lambda: len(held) == 1)
    other = walked.context.new_page()
    with other.expect_response("**/api/v1/households"):
        other.goto("/survey/")
    other.wait_for_timeout(500)

    assert len(held) == 1
    held[0].continue_()
    expect_waiting(other, 0)
    assert stored() == THREE


def test_a_page_reloaded_while_it_sends_goes_on_at_once(walked: Page) -> None:
    held = hold(walked)
    online(walked)
    wait_until(walked, lambda: len(held) == 1)
    walked.context.unroute(BATCH)

    walked.reload()

    expect_waiting(walked, 0)
    assert stored() == THREE


def test_a_session_that_ended_keeps_the_queue_until_one_signs_in(walked: Page) -> None:
    Session.objects.all().delete()
    online(walked)
    bar = walked.get_by_role("link", name="Đăng nhập để gửi 3 lượt")
    expect(bar).to_be_visible()
    look_at(walked)
    expect_waiting(walked, 3)
    assert stored() == []

    bar.click()
    sign_in_again(walked)

    expect_waiting(walked, 0)
    assert receipts(walked) == ["accepted"] * 3
    assert stored() == THREE


def test_one_bad_record_does_not_stop_the_rest_and_is_corrected(cast: Cast, open_page: OpenPage) -> None:
    doors(cast, "Lê Văn Đào")
    page = open_survey(open_page)
    offline(page)
    open_door(page, "Đỗ Thị Ánh")
    button(page, "Đã khảo sát").click()
    button(page, "+ Có Bluezone").click()
    page.get_by_role("button", name="Chủ máy, số máy").click()
    page.get_by_label("Số điện thoại").fill("0501 111 111")
    save(page)
    nobody_at_home(page, "Lê Văn Đào")

    online(page)

    expect_waiting(page, 1)
    assert stored() == ["Lê Văn Đào"]
    page.get_by_role("link", name="1 lượt cần xem lại").click()
    expect(page.locator(".attention .errorlist")).not_to_be_empty()
    look_at(page)
    page.get_by_role("link", name="Sửa").click()
    page.get_by_label("Số điện thoại").fill("0912 345 678")
    save(page)
    expect_waiting(page, 0)
    assert stored() == THREE[::2]


def test_an_outbox_goes_as_a_file_to_another_phone_and_nothing_is_doubled(
    walked: Page, open_page: OpenPage, tmp_path: Path
) -> None:
    open_outbox(walked)
    with walked.expect_download() as download:
        button(walked, "Xuất ra tệp").click()
    download.value.save_as(tmp_path / "outbox.json")
    other = open_survey(open_page)

    for counts in ("Đã nhập 3 lượt, 0 lượt đã có", "Đã nhập 0 lượt, 3 lượt đã có"):
        other.goto("/survey/#/outbox")
        other.get_by_label("Nhập từ tệp").set_input_files(tmp_path / "outbox.json")
        expect(other.locator("#status")).to_contain_text(counts)
        expect_waiting(other, 0)

    online(walked)
    expect_waiting(walked, 0)
    assert receipts(walked) == ["duplicate"] * 3
    assert stored() == THREE


BARE = {"uuid": "0f3edfa5-7ab4-4bef-abc6-891f89995048"}
UNSOUND_ROWS = [{"uuid": 1}, {**BARE, "record": BARE, "queued_at": "2021-07-01T08:00:00Z"}]


@pytest.mark.parametrize("row", UNSOUND_ROWS, ids=["no id", "a record the page cannot draw"])
def test_a_file_without_an_outbox_is_refused(
    cast: Cast, open_page: OpenPage, tmp_path: Path, row: dict[str, object]
) -> None:
    file = {"format": "thongnhat-outbox", "version": 1, "rows": [row]}
    (tmp_path / "other.json").write_text(json.dumps(file))
    page = open_survey(open_page)
    open_outbox(page)

    page.get_by_label("Nhập từ tệp").set_input_files(tmp_path / "other.json")

    expect(page.locator("#alert")).to_contain_text("Chưa nhập gì.")
    expect_waiting(page, 0)


def test_signing_out_clears_the_list_and_keeps_the_outbox(walked: Page) -> None:
    walked.context.add_cookies([{"name": "signed_out", "value": "1", "url": walked.url}])

    walked.reload()

    expect(walked.get_by_text("Trên máy chưa có danh sách")).to_be_visible()
    expect_waiting(walked, 3)
    open_outbox(walked)
    expect(walked.get_by_text("Đỗ Thị Ánh")).to_have_count(0)


def test_another_person_gets_another_list_and_the_first_ones_visits_are_set_aside(walked: Page, cast: Cast) -> None:
    Session.objects.all().delete()
    online(walked)
    walked.get_by_role("link", name="Đăng nhập để gửi 3 lượt").click()

    sign_in_again(walked, "surveyor")

    expect(walked.locator("#alert")).to_contain_text("3 lượt đã gửi được giữ lại để cán bộ xã xem xét")
    expect_waiting(walked, 0)
    assert receipts(walked) == ["quarantined"] * 3
    expect(walked.locator("#app .care").first).to_have_text("3 lượt đã gửi được giữ lại để cán bộ xã xem xét")
    expect(walked.get_by_text("cổng đã nhận đủ")).to_have_count(0)
    assert (HomeVisit.objects.count(), SetAside.objects.count()) == (0, 3)


@pytest.mark.parametrize("answer", ["<h1>Wi-Fi</h1>", '{"status": "ok", "user": null}'])
def test_a_captive_portal_is_no_connection(walked: Page, answer: str) -> None:
    walked.context.route("**/api/v1/**", lambda route: route.fulfill(body=answer, content_type="application/json"))

    with walked.expect_response("**/api/v1/session"):
        online(walked)
    walked.wait_for_timeout(300)

    expect(walked.get_by_text("Chưa có kết nối")).to_be_visible()
    expect_waiting(walked, 3)
    walked.context.unroute("**/api/v1/**")
    open_outbox(walked)
    button(walked, "Gửi ngay").click()
    expect_waiting(walked, 0)
    assert stored() == THREE
