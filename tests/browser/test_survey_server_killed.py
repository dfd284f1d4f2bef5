"""The server is killed in the middle of a batch: what the phone captured is on the server exactly once afterwards."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, transaction
from playwright.sync_api import expect

from intake.models import Receipt
from surveys.models import HomeVisit
from tests.browser.surveying import (
    OpenPage,
    button,
    doors,
    expect_waiting,
    nobody_at_home,
    offline,
    online,
    open_outbox,
    open_survey,
    receipts,
    stored,
    wait_until,
)
from tests.conftest import Cast

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a lock of a table stops the batch half-way"),
]
THREE = ["Lê Văn Đào", "Trần Thị Mẫu", "Đỗ Thị Ánh"]


class Server:
    """gunicorn as in production, on a port of its own and on this test's database."""

    process: subprocess.Popen[bytes]

    def __init__(self, folder: Path) -> None:
        self.log = folder / "server.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "thongnhat_portal.wsgi"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def environment(self) -> dict[str, str]:
        facts = connection.settings_dict
        where = f"{quote(str(facts['HOST']), safe='')}:{facts['PORT']}/{facts['NAME']}"
        own = {"DATABASE_URL": f"postgres://{facts['USER']}@{where}", "PORT": str(self.port)}
        return os.environ | own | {"DJANGO_SETTINGS_MODULE": "tests.settings"}

    def kill(self) -> None:
        """-9, with its workers: nothing is put in order."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def server(transactional_db: None, tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def address(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}"


def is_somebody_waiting() -> bool:
    """For a lock of a table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'")
        return bool(cursor.fetchone()[0])


def test_a_server_killed_in_the_middle_of_a_batch_loses_and_doubles_nothing(
    cast: Cast, open_page: OpenPage, server: Server
) -> None:
    doors(cast, *THREE[:2])
    page = open_survey(open_page)
    offline(page)
    nobody_at_home(page, *THREE)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {HomeVisit._meta.db_table} IN EXCLUSIVE MODE")
        online(page)
        wait_until(page, is_somebody_waiting)
        server.kill()

    expect(page.get_by_text("Chưa có kết nối")).to_be_visible()
    assert (stored(), Receipt.objects.count()) == ([], 0)
    server.start()
    open_outbox(page)
    button(page, "Gửi ngay").click()

    expect_waiting(page, 0)
    assert receipts(page) == ["accepted"] * 3
    assert stored() == THREE
