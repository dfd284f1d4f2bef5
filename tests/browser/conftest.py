"""A real Chromium, cut off from every host but this one; each page is watched for errors and foreign requests."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, Request
from pytest_django.live_server_helper import LiveServer

from tests.browser.server import Server
from tests.checkins.desks import kept_venue
from tests.conftest import Cast
from tests.factories import PASSWORD
from venues.models import Venue

QUIET = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]
WIDTHS = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1366, "height": 800}}
OTHERS_AT_WORK = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""
QUIET_ENOUGH = 4
STANDARDS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert chromium, "No Chromium found: run `make test`, which finds or installs it, or set CHROMIUM."
    return {**browser_type_launch_args, "executable_path": chromium, "args": QUIET}


@pytest.fixture
def server(transactional_db: None, tmp_path: Path) -> Iterator[Server]:
    """gunicorn on this test's database, for tests that kill it and start it again."""
    made = Server(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def portal_url(live_server: LiveServer) -> str:
    """Of the portal that the pages are opened at; a module with a server of its own puts its address here."""
    return str(live_server.url)


@pytest.fixture(autouse=True)
def _hosts(settings: object, portal_url: str) -> None:
    settings.PUBLIC_URL = portal_url  # type: ignore[attr-defined]


@pytest.fixture
def venue(cast: Cast) -> Venue:
    """The keeper's, with room for five."""
    return kept_venue(cast, name="Chợ Mẫu", capacity=5)


@pytest.fixture
def open_page(browser: Browser, portal_url: str) -> Iterator[Callable[..., Page]]:
    """`open_page(user name, width)`: a signed-in page; at the end no error was logged, no other host was asked.

    `forgives` names errors that the test brings about itself, such as a network that is down.
    """
    faults: list[str] = []
    forgiven = ["status of 422"]
    contexts: list[BrowserContext] = []
    asked: list[Request] = []

    def make(username: str, width: str = "desk", *, forgives: str = "") -> Page:
        forgiven.extend([forgives] if forgives else [])
        context = browser.new_context(viewport=WIDTHS[width], locale="vi-VN", base_url=portal_url)  # type: ignore[arg-type]
        contexts.append(context)
        context.on("request", lambda request: asked.append(request))
        for answered in ("requestfinished", "requestfailed"):
            context.on(answered, lambda request: request in asked and asked.remove(request))  # type: ignore[call-overload]
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: faults.extend(_foreign(request.url, portal_url)))
        if username:
            sign_in(page, username)
        return page

    yield make
    for context in contexts:
        _close(context, asked)
    _wait_for_the_server()
    assert not [fault for fault in faults if not any(words in fault for words in forgiven)]


def _close(context: BrowserContext, asked: list[Request]) -> None:
    """A page left open would go on asking while the next test's database is made; what it asked is answered first."""
    for _ in range(40):
        if not asked or not context.pages:
            break
        context.pages[0].wait_for_timeout(50)
    context.close()


def _wait_for_the_server() -> None:
    """An answer that nobody waits for any more is still being made; emptying the tables now would end in a deadlock."""
    quiet = 0
    for _ in range(200 if connection.vendor == "postgresql" else 0):
        with connection.cursor() as cursor:
            cursor.execute(OTHERS_AT_WORK)
            quiet = quiet + 1 if cursor.fetchone()[0] == 0 else 0
        if quiet == QUIET_ENOUGH:
            return
        time.sleep(0.03)


def _foreign(address: str, own: str) -> list[str]:
    return [] if urlsplit(address).netloc in ("", urlsplit(own).netloc) else [f"asked another host: {address}"]


def sign_in(page: Page, username: str) -> None:
    page.goto("/login/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.locator("main button").click()
    page.wait_for_url(lambda address: "/login/" not in address)


def look_at(page: Page) -> None:
    """Accessible by axe's rules, and nothing hangs over the right edge."""
    results = Axe().run(page, options={"runOnly": STANDARDS})
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
