"""Going from door to door with the survey page, as a village head does on a phone."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from surveys.models import HomeVisit
from tests.conftest import Cast
from tests.factories import PASSWORD, HouseholdFactory

OpenPage = Callable[..., Page]
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
PATIENCE_MS = 15_000  # a first try may come before the network is really back; the next follows within five seconds
BATCH = "**/api/v1/visits/batch"


def doors(cast: Cast, *heads: str) -> None:
    """Households beside the cast's own, which Đỗ Thị Ánh heads."""
    for number, head in enumerate(heads):
        code, house = f"00010{number}", str(number + 1)
        HouseholdFactory(village=cast.village, group=cast.group, code=code, head_name=head, house_number=house)


def open_survey(open_page: OpenPage, username: str = "village_head", width: str = "phone") -> Page:
    """The page with its list, kept by the service worker: from here on it needs no connection."""
    page = open_page(username, width, forgives="net::ERR_")
    page.goto("/survey/")
    page.wait_for_function(CONTROLLED)
    expect(page.locator(".doors li").first).to_be_visible()
    return page


def offline(page: Page) -> None:
    page.context.set_offline(True)


def online(page: Page) -> None:
    page.context.set_offline(False)


def button(page: Page, name: str) -> Locator:
    return page.locator("#app").get_by_role("button", name=name, exact=True)


def open_door(page: Page, head: str) -> None:
    page.locator(".doors a", has_text=head).click()
    expect(page.get_by_role("heading", name=head)).to_be_focused()


def save(page: Page) -> None:
    button(page, "Lưu trên máy").click()
    expect(page.locator("#status")).to_contain_text("Đã lưu trên máy")


def nobody_at_home(page: Page, *heads: str) -> None:
    """A visit to each of these doors, and nobody opens."""
    for head in heads:
        open_door(page, head)
        button(page, "Vắng nhà").click()
        save(page)


def expect_waiting(page: Page, number: int) -> None:
    expect(page.locator("#badge a")).to_have_text(f"Chờ gửi: {number}", timeout=PATIENCE_MS)


def open_outbox(page: Page) -> None:
    page.locator("#badge a").click()
    expect(page.get_by_role("heading", name="Chờ gửi", exact=True)).to_be_focused()


def receipts(page: Page) -> list[str | None]:
    """The statuses of what was sent from this phone."""
    page.goto("/survey/#/outbox")
    expect(page.get_by_role("heading", name="Đã gửi")).to_be_visible()
    return [row.get_attribute("data-status") for row in page.locator("[data-status]").all()]


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Lets the browser go on until something holds outside it; a test that waits for ever is ended by the clock."""
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("waited ten seconds in vain")


def sign_in_again(page: Page, username: str = "village_head") -> None:
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.locator("main button").click()
    page.wait_for_url("**/survey/")


def stored() -> list[str]:
    """Whose doors were knocked on, as the server knows it: one name a visit."""
    return sorted(HomeVisit.objects.values_list("household__head_name", flat=True))
