"""The survey page in a second engine: WebKit, as on an iPhone.

Offline is a server that was killed: WebKit's driver cannot cut the network. What needs Chromium's own tools (a held
reply, a quota, a worker replaced in mid-test) is shown there alone.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from intake.models import Receipt
from tests.browser.server import Server
from tests.browser.surveying import doors, stored
from tests.conftest import Cast
from tests.factories import PASSWORD

DRIVER, SCREEN = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning"),  # Selenium's own affair
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the server runs beside the test"),
    pytest.mark.skipif(not (DRIVER and SCREEN), reason="no WebKit here (Debian: webkit2gtk-driver, xvfb)"),
]
PATIENCE_S = 30


@pytest.fixture
def portal_url(server: Server) -> str:
    return server.url


@pytest.fixture
def screen() -> Iterator[str]:
    """An X server without a monitor, on a display that is free."""
    assert SCREEN
    reading, writing = os.pipe()
    command = [SCREEN, "-displayfd", str(writing), "-screen", "0", "800x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as process:
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
        process.terminate()


@pytest.fixture
def walker(screen: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator["Walker"]:
    monkeypatch.setenv("DISPLAY", screen)
    options = Options()
    browsers = Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")
    options.binary_location = str(next(browsers))
    options.add_argument("--automation")
    driver = webdriver.WebKitGTK(options=options, service=Service(executable_path=DRIVER))
    yield Walker(driver, server.url)
    driver.quit()


class Walker:
    """A village head with an iPhone."""

    def __init__(self, driver: webdriver.WebKitGTK, url: str) -> None:
        self.driver, self.url = driver, url
        # A script that runs while a page is left ends in an error; the next page answers it.
        self.wait = WebDriverWait(driver, PATIENCE_S, ignored_exceptions=[WebDriverException])

    def sign_in(self) -> None:
        self.until("return !!document.getElementById('id_username')")
        self.driver.find_element(By.ID, "id_username").send_keys("village_head")
        self.driver.find_element(By.ID, "id_password").send_keys(PASSWORD)
        self.driver.find_element(By.CSS_SELECTOR, "main button").click()
        self.sees("Đi từng nhà")

    def open_survey(self) -> None:
        self.driver.get(f"{self.url}/login/?next=/survey/")
        self.sign_in()
        self.until("return !!navigator.serviceWorker.controller && !!document.querySelector('.doors li')")

    def nobody_at_home(self, *heads: str) -> None:
        for head in heads:
            self.click(f"//a[contains(., '{head}')]")
            self.click("//button[normalize-space()='Vắng nhà']")
            self.click("//button[normalize-space()='Lưu trên máy']")
            self.sees("Đã lưu trên máy")

    def click(self, path: str) -> None:
        element = self.wait.until(lambda driver: driver.find_element(By.XPATH, path))
        self.driver.execute_script("arguments[0].click()", element)

    def sees(self, text: str) -> None:
        self.until(f"return document.body.innerText.includes('{text}')")

    def until(self, script: str) -> None:
        self.wait.until(lambda driver: driver.execute_script(script), script)


def test_without_a_server_the_page_opens_keeps_its_queue_and_sends_it_once_later(
    cast: Cast, walker: Walker, server: Server
) -> None:
    doors(cast, "Lê Văn Đào")
    walker.open_survey()
    server.kill()
    walker.nobody_at_home("Lê Văn Đào")

    walker.driver.refresh()

    walker.sees("Chờ gửi: 1")
    walker.nobody_at_home("Đỗ Thị Ánh")
    walker.sees("Chờ gửi: 2")
    server.start()
    walker.sees("Chờ gửi: 0")
    assert stored() == ["Lê Văn Đào", "Đỗ Thị Ánh"]
    assert Receipt.objects.count() == 2


def test_a_session_that_ended_keeps_the_queue_until_one_signs_in(cast: Cast, walker: Walker) -> None:
    walker.open_survey()
    Session.objects.all().delete()
    walker.nobody_at_home("Đỗ Thị Ánh")
    walker.sees("Đăng nhập để gửi 1 lượt")
    assert stored() == []

    walker.click("//a[contains(., 'Đăng nhập để gửi 1 lượt')]")
    walker.sign_in()

    walker.sees("Chờ gửi: 0")
    assert stored() == ["Đỗ Thị Ánh"]
