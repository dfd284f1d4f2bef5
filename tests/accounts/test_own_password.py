"""A one-time password opens one page only; the password chosen there is one's own."""

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from tests.conftest import Cast
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW = "trời xanh mây trắng"


@pytest.fixture
def newcomer(db: None) -> User:
    user: User = UserFactory(username="lan", must_change_password=True)
    return user


@pytest.fixture
def signed_in(newcomer: User) -> Client:
    client = Client()
    client.force_login(newcomer)
    return client


@pytest.mark.parametrize("address", ["/home/", "/dashboard/", "/survey/", "/households/", "/accounts/"])
def test_with_a_one_time_password_every_page_leads_to_the_one_that_replaces_it(signed_in: Client, address: str) -> None:
    response = signed_in.get(address)

    assert (response.status_code, response.headers["Location"]) == (302, "/password/")


def test_with_a_one_time_password_nothing_can_be_posted(signed_in: Client) -> None:
    response = signed_in.post("/accounts/new/", {"username": "x", "full_name": "Lê Mẫu", "role": "keeper"})

    assert response.headers["Location"] == "/password/"
    assert User.objects.count() == 1


def test_the_language_can_still_be_chosen(signed_in: Client) -> None:
    response = signed_in.post("/language/", {"language": "en", "next": "/password/"})

    assert response.headers["Location"] == "/password/"
    assert signed_in.cookies["django_language"].value == "en"


def test_one_can_still_sign_out(signed_in: Client) -> None:
    signed_in.post("/logout/")

    assert "_auth_user_id" not in signed_in.session


def test_the_old_one_time_password_is_not_asked_for_again(signed_in: Client) -> None:
    html = signed_in.get("/password/").content.decode()

    assert 'name="password"' in html
    assert 'name="old_password"' not in html


def test_after_choosing_a_password_every_page_is_open_and_the_session_goes_on(signed_in: Client) -> None:
    response = signed_in.post("/password/", {"password": NEW, "again": NEW})

    assert response.headers["Location"] == "/home/"
    assert signed_in.get("/dashboard/").status_code == 200


def test_the_chosen_password_opens_the_account_and_the_one_time_password_no_longer(
    signed_in: Client, newcomer: User
) -> None:
    signed_in.post("/password/", {"password": NEW, "again": NEW})

    newcomer.refresh_from_db()
    assert newcomer.check_password(NEW)
    assert not newcomer.check_password(PASSWORD)
    assert AuditEvent.objects.get().action == "account.change_password"


@pytest.mark.parametrize(
    ("password", "again", "faulty"),
    [
        pytest.param(PASSWORD, PASSWORD, "password", id="the same as before"),
        pytest.param("ngắn quá", "ngắn quá", "password", id="too short"),
        pytest.param("8264019375", "8264019375", "password", id="digits only"),
        pytest.param("qwertyuiop", "qwertyuiop", "password", id="on every list"),
        pytest.param("Nguyễn Văn Mẫu", "Nguyễn Văn Mẫu", "password", id="the own name"),
        pytest.param(NEW, NEW + "!", "again", id="typed differently"),
        pytest.param("", "", "password", id="nothing"),
    ],
)
def test_a_poor_password_is_refused_and_never_sent_back(
    signed_in: Client, password: str, again: str, faulty: str
) -> None:
    response = signed_in.post("/password/", {"password": password, "again": again})

    errors = response.context["form"].errors
    assert response.status_code == 422
    assert errors[faulty]
    assert b' value="' + (password.encode() or b"-") not in response.content
    assert User.objects.get().must_change_password


@pytest.mark.parametrize(
    ("password", "said"),
    [("qwertyuiop", "quá phổ biến"), ("8264019375", "hoàn toàn là số"), (PASSWORD, "phải khác mật khẩu hiện tại")],
)
def test_the_validators_speak_vietnamese(signed_in: Client, password: str, said: str) -> None:
    html = signed_in.post("/password/", {"password": password, "again": password}).content.decode()

    assert said in html


def test_who_already_has_an_own_password_must_name_it(cast: Cast) -> None:
    client = cast.client("chair")

    wrong = client.post("/password/", {"old_password": "khác hẳn", "password": NEW, "again": NEW})
    right = client.post("/password/", {"old_password": PASSWORD, "password": NEW, "again": NEW})

    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["old_password"])
    assert right.status_code == 302
