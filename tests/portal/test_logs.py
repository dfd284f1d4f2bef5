"""Logs say what happened and where, never whom it concerned."""

import json
import logging
import sys
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from tests.factories import CommuneFactory
from thongnhat_portal.logs import JsonFormatter

SECRET = "Nguyễn Thị Bí Mật"
ROW = f"duplicate key value\nDETAIL:  Key (head_name)=({SECRET}) already exists."


def line(message: str = "deed done", *arguments: object, **more: Any) -> dict[str, Any]:
    record = logging.getLogger("portal").makeRecord("portal", logging.INFO, "f", 1, message, arguments, **more)
    text = JsonFormatter().format(record)
    assert "\n" not in text
    return json.loads(text)


def caught(fault: Exception) -> Any:
    try:
        raise fault
    except type(fault):
        return sys.exc_info()


def test_a_line_is_one_json_object_with_time_level_logger_and_message() -> None:
    found = line("%d rows", 3, exc_info=None)

    assert found.pop("time").endswith("+0700")
    assert found == {"level": "INFO", "logger": "portal", "message": "3 rows"}


def test_facts_stand_beside_the_message() -> None:
    found = line(exc_info=None, extra={"job": 7, "task": "jobs.tick", "where": "Thống Nhất"})

    assert (found["job"], found["task"], found["where"]) == (7, "jobs.tick", "Thống Nhất")


def test_the_request_is_left_out() -> None:
    found = line(exc_info=None, extra={"request": f"<WSGIRequest: GET '/?q={SECRET}'>", "status_code": 404})

    assert "request" not in found
    assert found["status_code"] == 404


def test_of_an_exception_its_type_and_place_are_kept_and_its_message_is_not() -> None:
    found = line(exc_info=caught(IntegrityError(ROW)))

    assert found["exception"] == "IntegrityError"
    assert "test_logs.py" in found["traceback"][-1]
    assert SECRET not in json.dumps(found, ensure_ascii=False)


def test_the_cause_of_an_exception_is_not_told_either() -> None:
    fault = ValueError("other")
    fault.__cause__ = IntegrityError(ROW)

    assert SECRET not in json.dumps(line(exc_info=caught(fault)), ensure_ascii=False)


def test_a_fact_that_json_does_not_know_is_no_reason_to_lose_the_line() -> None:
    assert line(exc_info=None, extra={"on": {1}})["on"] == "{1}"


@pytest.mark.django_db
def test_a_database_error_in_a_page_shows_its_row_neither_in_the_log_nor_on_the_page(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    CommuneFactory()
    monkeypatch.setattr("reports.views.progress", lambda *arguments: caught_again(IntegrityError(ROW)))

    response = Client(raise_request_exception=False).get("/")

    logged = "".join(JsonFormatter().format(record) for record in caplog.records)
    assert response.status_code == 500
    assert "IntegrityError" in logged
    assert SECRET not in logged + response.content.decode()


def caught_again(fault: Exception) -> None:
    raise fault


def test_everything_is_logged_by_this_formatter() -> None:
    ours = [handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler]

    assert [type(handler.formatter) for handler in ours] == [JsonFormatter]
