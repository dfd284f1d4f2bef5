"""The desk's camera, played a film of a real QR code by Chromium: read in the page, within a second of being shown."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, Page, expect

from checkins.models import PosterCheck
from tests.browser.conftest import look_at
from tests.browser.desk_work import OpenPage, button, film, open_desk, save, visitors
from tests.browser.surveying import expect_waiting, offline, online
from tests.checkins.desks import visitor_card
from tests.conftest import Cast
from tests.factories import PosterFactory
from venues.models import Venue

pytestmark = pytest.mark.django_db(transaction=True)
POSTER, CARD = "CDEFHJKMPRTV", "CDEFHJKMPRTVWXY2"
READ_WITHIN_MS = 1_000

# Watches the picture itself: when something else than even grey is on it, and when the page has read it.
WATCH = """(sign) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const watch = setInterval(() => {
    const video = document.querySelector(".camera video");
    if (video?.videoWidth && !window.shownAt) {
      pen.drawImage(video, 0, 0, 64, 48);
      const light = pen.getImageData(0, 0, 64, 48).data.filter((_, place) => place % 4 === 0);
      if (Math.max(...light) - Math.min(...light) > 60) window.shownAt = performance.now();
    }
    if (window.shownAt && document.querySelector(sign)) {
      window.readAt = performance.now();
      clearInterval(watch);
    }
  }, 10);
}"""

KEPT = "caches.match(document.documentElement.dataset.wasm)"


@pytest.fixture(scope="module")
def browser(  # type: ignore[no-untyped-def]
    browser_type: BrowserType, browser_type_launch_args: dict[str, object], live_server, tmp_path_factory
) -> Iterator[object]:
    """Its camera plays whatever lies at `film.y4m` when it is turned on."""
    path = tmp_path_factory.mktemp("camera") / "film.y4m"
    film(path, CARD)
    args = [
        *browser_type_launch_args["args"],  # type: ignore[misc]
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    ]
    launched = browser_type.launch(**{**browser_type_launch_args, "args": args})  # type: ignore[arg-type]
    launched.film = path  # type: ignore[attr-defined]
    yield launched
    launched.close()


@pytest.fixture
def show(browser: object) -> Callable[[str], Path]:
    """`show(text)`: what the camera will see."""
    return lambda text: film(browser.film, text)  # type: ignore[attr-defined]


def read(page: Page, sign: str) -> float:
    """Turns the camera on; the milliseconds from the code in the picture to its being read."""
    page.evaluate(WATCH, sign)
    button(page, "Bật camera").click()
    expect(page.locator(sign)).to_be_visible(timeout=15_000)
    page.wait_for_function("window.readAt")
    took: float = page.evaluate("window.readAt - window.shownAt")
    return took


def test_a_visitor_card_is_read_within_a_second(
    cast: Cast, venue: Venue, open_page: OpenPage, show: Callable[[str], Path], record_property: Callable[..., None]
) -> None:
    show(visitor_card(cast, code=CARD).code)
    page = open_desk(open_page)

    took = read(page, ".entry h2.is-card")

    record_property("card_read_ms", took)
    print(f"card read after {took:.0f} ms")  # noqa: T201
    assert took < READ_WITHIN_MS
    expect(page.locator(".entry .who")).to_have_text("Trần Thị ***")
    look_at(page)
    save(page)
    expect_waiting(page, 0)
    assert visitors() == ["Trần Thị Mẫu"]


def test_the_own_poster_is_read_and_passes_its_test(
    cast: Cast, venue: Venue, open_page: OpenPage, show: Callable[[str], Path]
) -> None:
    show(PosterFactory(venue=venue, code=POSTER).address)
    page = open_desk(open_page)

    took = read(page, "#status .told")

    print(f"poster read after {took:.0f} ms")  # noqa: T201
    expect(page.locator("#checked")).to_contain_text("Đã kiểm tra hôm nay")
    assert [check.outcome for check in PosterCheck.objects.all()] == ["own"]


def test_offline_the_camera_still_reads(
    cast: Cast, venue: Venue, open_page: OpenPage, show: Callable[[str], Path]
) -> None:
    show(visitor_card(cast, code=CARD).code)
    page = open_desk(open_page)
    page.wait_for_function(KEPT)
    offline(page)
    page.reload()

    read(page, ".entry h2.is-card")
    save(page)

    expect_waiting(page, 1)
    online(page)
    expect_waiting(page, 0)
    assert visitors() == ["Trần Thị Mẫu"]
