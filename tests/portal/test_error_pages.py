"""Refusals in plain Vietnamese; they need no database (these tests have none)."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client

from thongnhat_portal import views


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def heading(response: object) -> str:
    html = response.content.decode()
    assert html.count("<h1>") == 1
    return html.split("<h1>")[1].split("</h1>")[0]


def break_healthz(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def raise_it(*arguments: object, **options: object) -> None:
        raise fault

    monkeypatch.setattr(views, "HttpResponse", raise_it)


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (SuspiciousOperation("bad"), 400, "Yêu cầu không hợp lệ"),
        (PermissionDenied(), 403, "Không được phép"),
        (ZeroDivisionError(), 500, "Đã xảy ra lỗi"),
    ],
)
def test_a_refusal_says_in_vietnamese_what_it_is(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int, said: str
) -> None:
    break_healthz(monkeypatch, fault)

    response = visitor.get("/healthz")

    assert (response.status_code, heading(response)) == (status, said)


def test_an_unknown_address_is_not_found(visitor: Client) -> None:
    response = visitor.get("/khong-co/")

    assert (response.status_code, heading(response)) == (404, "Không tìm thấy")
    assert '<html lang="vi">' in response.content.decode()


def test_an_address_that_only_a_button_sends_to_says_so(visitor: Client) -> None:
    response = visitor.get("/logout/")

    assert (response.status_code, response["Allow"], heading(response)) == (405, "POST", "Chưa làm gì cả")


def test_a_refusal_speaks_the_language_chosen(visitor: Client) -> None:
    visitor.cookies["django_language"] = "en"

    response = visitor.get("/khong-co/")

    assert heading(response) == "Not found"
    assert '<html lang="en">' in response.content.decode()


def test_a_form_without_its_token_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/login/", {"username": "a", "password": "b"})

    assert (response.status_code, heading(response)) == (403, "Biểu mẫu này đã mở quá lâu")


def test_a_forged_host_is_refused(visitor: Client) -> None:
    assert visitor.get("/healthz", headers={"Host": "evil.example"}).status_code == 400
