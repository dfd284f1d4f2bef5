"""The server is killed in the middle of a batch: what the phone captured is on the server exactly once afterwards."""

import pytest
from django.db import connection, transaction
from playwright.sync_api import expect

from intake.models import Receipt
from surveys.models import HomeVisit
from tests.browser.server import Server
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


@pytest.fixture
def portal_url(server: Server) -> str:
    return server.url


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
