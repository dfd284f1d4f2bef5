"""Wrong passwords lock devices that nobody knows, never a person."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.lockout import COOKIE
from accounts.models import KnownDevice, SignInFailure, User
from accounts.tasks import forget_sign_in_traces
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2021, 7, 1, 12, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
WRONG = "con mèo trắng"
LOCKED = "Nhập sai mật khẩu quá nhiều lần"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def chair(db: None) -> User:
    user: User = UserFactory(username="chair", role="chair")
    return user


def sign_in(client: Client, password: str = PASSWORD, username: str = "chair") -> str:
    """ "in", "locked" or "wrong"."""
    response = client.post("/login/", {"username": username, "password": password})
    if response.status_code == 302:
        return "in"
    return "locked" if LOCKED in response.content.decode() else "wrong"


def fail(times: int, client: Client | None = None, username: str = "chair") -> list[str]:
    """Wrong passwords, each from a new device unless one is given."""
    return [sign_in(client or Client(), WRONG, username) for _ in range(times)]


@pytest.fixture
def known() -> Client:
    """A browser in which the chair signed in before, and out again."""
    client = Client()
    sign_in(client)
    client.post("/logout/")
    return client


def test_four_failures_lock_nothing() -> None:
    fail(4)

    assert sign_in(Client()) == "in"


def test_five_failures_lock_every_unknown_device_also_with_the_right_password() -> None:
    answers = fail(6)

    assert answers == ["wrong"] * 5 + ["locked"]
    assert sign_in(Client()) == "locked"


def test_the_lock_says_so_with_422() -> None:
    fail(5)

    response = Client().post("/login/", {"username": "chair", "password": PASSWORD})

    assert response.status_code == 422
    assert LOCKED in response.content.decode()


def test_a_lock_ends_after_a_quarter_of_an_hour(clock: time_machine.Traveller) -> None:
    fail(5)

    clock.shift(timedelta(minutes=15))
    at_the_quarter = sign_in(Client())
    clock.shift(timedelta(seconds=1))

    assert at_the_quarter == "locked"
    assert sign_in(Client()) == "in"


def test_knocking_at_a_lock_does_not_lengthen_it(clock: time_machine.Traveller) -> None:
    fail(5)
    clock.shift(timedelta(minutes=10))
    fail(5)

    clock.shift(timedelta(minutes=5, seconds=1))

    assert sign_in(Client()) == "in"


def test_a_known_device_signs_in_while_the_others_are_locked(known: Client) -> None:
    fail(5)

    assert sign_in(Client()) == "locked"
    assert sign_in(known) == "in"


def test_a_known_device_has_a_limit_of_its_own(known: Client) -> None:
    answers = fail(11, known)

    assert answers == ["wrong"] * 10 + ["locked"]
    assert sign_in(known) == "locked"
    assert sign_in(Client()) == "in"


def test_the_device_of_one_person_is_unknown_for_another(known: Client) -> None:
    UserFactory(username="health", role="health")
    fail(5, username="health")

    assert sign_in(known, username="health") == "locked"


def test_two_people_who_share_a_browser_are_both_known_in_it(known: Client) -> None:
    UserFactory(username="health", role="health")
    sign_in(known, username="health")
    fail(5)
    fail(5, username="health")

    assert sign_in(known, username="health") == "in"
    assert sign_in(known) == "in"


def test_a_made_up_cookie_is_no_known_device() -> None:
    fail(5)
    forger = Client()
    forger.cookies[COOKIE] = "x" * 40

    assert sign_in(forger) == "locked"


def test_a_name_that_does_not_exist_answers_like_one_that_does() -> None:
    answers = fail(6, username="nobody")

    assert answers == fail(6)


def test_the_case_of_a_name_does_not_get_around_the_lock() -> None:
    fail(3, username="Chair")
    fail(2, username="CHAIR")

    assert sign_in(Client()) == sign_in(Client(), username="cHaIr") == "locked"


def test_failures_keep_no_name_as_typed() -> None:
    fail(1, username="mật khẩu của tôi")

    kept = SignInFailure.objects.get()
    assert "mật khẩu" not in str(vars(kept))


def test_the_device_cookie_is_out_of_reach_of_scripts_and_kept_as_a_hash(known: Client) -> None:
    cookie = known.cookies[COOKIE]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert KnownDevice.objects.get().token_hash != cookie.value


def test_a_device_not_seen_for_half_a_year_is_unknown_again(known: Client, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=180, seconds=1))
    fail(5)
    stale = Client()
    stale.cookies[COOKIE] = known.cookies[COOKIE].value

    assert sign_in(stale) == "locked"


def test_traces_that_no_longer_count_are_removed(known: Client, clock: time_machine.Traveller) -> None:
    sign_in(known)
    fail(3)
    early = forget_sign_in_traces()

    clock.shift(timedelta(days=181))

    assert early == {"removed": 0}
    assert forget_sign_in_traces() == {"removed": 5}  # three failures, a device, its session
    assert not KnownDevice.objects.exists()
    assert not Session.objects.exists()
