"""/healthz says that the process answers, /readyz that database, broker and beat work."""

from datetime import timedelta

import pytest
import time_machine
from celery import Celery
from django.db import OperationalError
from django.test import Client

from jobs.actions import tick
from thongnhat_portal import views
from thongnhat_portal.celery import app


class BrokenConnection:
    def cursor(self) -> None:
        raise OperationalError("no route to 10.0.0.7")


@pytest.fixture
def ticked(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "send_task", lambda *args, **options: None)
    tick()


def ready(client: Client) -> tuple[int, dict[str, bool]]:
    response = client.get("/readyz")
    return response.status_code, response.json()


def test_healthz_answers_without_a_database(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize("path", ["/healthz", "/"])
def test_a_watcher_may_ask_for_the_head_alone(client: Client, db: None, path: str) -> None:
    response = client.head(path)

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.usefixtures("ticked")
def test_ready_when_every_part_works(client: Client) -> None:
    assert ready(client) == (200, {"database": True, "broker": True, "beat": True})


@pytest.mark.django_db
def test_not_ready_while_beat_has_never_ticked(client: Client) -> None:
    assert ready(client) == (503, {"database": True, "broker": True, "beat": False})


@pytest.mark.django_db
def test_not_ready_when_beat_has_not_ticked_for_three_minutes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "send_task", lambda *args, **options: None)
    with time_machine.travel("2021-07-01T05:00:00Z", tick=False) as clock:
        tick()

        clock.shift(timedelta(minutes=3))
        before = ready(client)[0]
        clock.shift(timedelta(seconds=1))

        assert (before, ready(client)[0]) == (200, 503)


@pytest.mark.usefixtures("ticked")
def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "connection", BrokenConnection())

    assert ready(client) == (503, {"database": False, "broker": True, "beat": False})


@pytest.mark.usefixtures("ticked")
def test_not_ready_without_a_broker(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "app", Celery(broker="redis://127.0.0.1:1", set_as_current=False))

    assert ready(client) == (503, {"database": True, "broker": False, "beat": True})


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_neither_is_cached(client: Client, address: str) -> None:
    assert "no-store" in client.get(address).headers["Cache-Control"]
