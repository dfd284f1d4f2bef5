from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from celery import Task

from thongnhat_portal.celery import app

NOON = datetime(2021, 7, 1, 12, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture(autouse=True, scope="session")
def _registered_tasks() -> None:
    app.autodiscover_tasks(force=True)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The keys of the jobs that workers were told of."""
    told: list[int] = []
    monkeypatch.setattr(app, "send_task", lambda name, args, **options: told.extend(args))
    return told


@pytest.fixture
def work() -> Iterator[dict[str, Task]]:
    """Tasks of a test's own: `work["name"] = function` makes a job of that name do it."""
    before = set(app.tasks)
    yield app.tasks
    for name in set(app.tasks) - before:
        del app.tasks[name]
