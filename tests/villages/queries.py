"""How many queries something asks."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries(deed: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        deed()
    return len(captured)


def queries_of(client: Client, address: str) -> int:
    """Of a page that is shown; asked once before, so that nothing is counted that only the first visit asks."""
    assert client.get(address).status_code == 200
    return queries(lambda: client.get(address))
