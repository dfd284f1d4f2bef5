"""The accounts that admins and officers look after: create, edit, reset, close."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent, KnownDevice, Role, User
from tests.conftest import Cast
from tests.factories import CommuneFactory, UserFactory

pytestmark = pytest.mark.django_db

TYPED = {"username": "lan", "full_name": "  Trần  Thị Lan ", "email": "lan@example.vn", "role": "surveyor"}


def one_time_password(html: str) -> str:
    shown = re.findall(r'<p class="once">([a-z0-9]+)</p>', html)
    assert len(shown) == 1
    return shown[0]


def sign_in(client: Client, username: str, password: str) -> int:
    return client.post("/login/", {"username": username, "password": password}).status_code


def test_the_list_shows_the_accounts_one_manages(cast: Cast) -> None:
    html = cast.client("officer").get("/accounts/").content.decode()

    assert f"/accounts/{cast.people['keeper'].pk}/" in html
    assert f"/accounts/{cast.people['chair'].pk}/" not in html


def test_the_list_asks_the_database_as_often_for_ten_accounts_as_for_one(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client("officer")
    with django_assert_num_queries(4):
        client.get("/accounts/")
    UserFactory.create_batch(10, role=Role.KEEPER, commune=cast.commune)

    with django_assert_num_queries(4):
        client.get("/accounts/")


def test_an_officer_creates_an_account_in_the_own_commune(cast: Cast) -> None:
    response = cast.client("officer").post("/accounts/new/", TYPED)

    account = User.objects.get(username="lan")
    assert response.status_code == 200
    assert (account.full_name, account.role, account.commune) == ("Trần Thị Lan", "surveyor", cast.commune)
    assert account.must_change_password


def test_an_admin_creates_an_account_in_any_commune(cast: Cast) -> None:
    elsewhere = CommuneFactory()

    cast.client("admin").post("/accounts/new/", TYPED | {"role": "chair", "commune": elsewhere.pk})

    assert User.objects.get(username="lan").commune == elsewhere


def test_the_one_time_password_is_shown_once_and_opens_the_account(cast: Cast) -> None:
    officer = cast.client("officer")
    html = officer.post("/accounts/new/", TYPED).content.decode()
    password = one_time_password(html)

    account = User.objects.get(username="lan")
    pages = [officer.get(address).content.decode() for address in ("/accounts/", f"/accounts/{account.pk}/")]

    assert not any(password in page for page in pages)
    assert sign_in(Client(), "lan", password) == 302


def test_the_one_time_password_is_neither_stored_nor_cached(cast: Cast) -> None:
    response = cast.client("officer").post("/accounts/new/", TYPED)

    password = one_time_password(response.content.decode())
    assert "no-store" in response.headers["Cache-Control"]
    assert password not in User.objects.get(username="lan").password
    assert not any(password in str(event.facts) for event in AuditEvent.objects.all())


def test_a_new_account_needs_its_commune_when_its_role_has_one(cast: Cast) -> None:
    response = cast.client("admin").post("/accounts/new/", TYPED | {"role": "chair"})

    assert response.status_code == 422
    assert "commune" in response.context["form"].errors
    assert not User.objects.filter(username="lan").exists()


@pytest.mark.parametrize("role", ["chair", "officer", "admin", "king"])
def test_an_officer_cannot_make_an_account_of_an_upper_role(cast: Cast, role: str) -> None:
    response = cast.client("officer").post("/accounts/new/", TYPED | {"role": role})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["role"]


def test_an_officer_cannot_put_an_account_into_another_commune(cast: Cast) -> None:
    elsewhere = cast.foreigner.commune
    assert elsewhere

    cast.client("officer").post("/accounts/new/", TYPED | {"commune": elsewhere.pk})

    assert User.objects.get(username="lan").commune == cast.commune


def test_a_user_name_that_is_taken_is_told_and_nothing_typed_is_lost(cast: Cast) -> None:
    response = cast.client("officer").post("/accounts/new/", TYPED | {"username": "keeper"})

    html = response.content.decode()
    assert response.status_code == 422
    assert "Tên đăng nhập này đã có người dùng;" in html
    assert 'value="lan@example.vn"' in html
    assert re.search(r'value="surveyor"\s+selected', html)


def test_an_account_is_edited(cast: Cast) -> None:
    keeper = cast.people["keeper"]

    response = cast.client("officer").post(
        f"/accounts/{keeper.pk}/", TYPED | {"username": "keeper", "role": "reporter"}
    )

    keeper.refresh_from_db()
    assert response.status_code == 302
    assert (keeper.full_name, keeper.role) == ("Trần Thị Lan", "reporter")
    assert AuditEvent.objects.get().action == "account.update"


@pytest.mark.parametrize("who", ["chair", "foreign keeper", "officer"])
@pytest.mark.parametrize("deed", ["", "reset/", "active/"])
def test_an_account_one_does_not_manage_is_not_found(cast: Cast, who: str, deed: str) -> None:
    foreign = UserFactory(role=Role.KEEPER, commune=cast.foreigner.commune)
    account = cast.people.get(who, foreign)

    response = cast.client("officer").post(f"/accounts/{account.pk}/{deed}", TYPED)

    assert response.status_code == 404
    account.refresh_from_db()
    assert (account.is_active, account.must_change_password) == (True, False)


def test_a_reset_ends_the_old_password_and_gives_another(cast: Cast) -> None:
    keeper = cast.people["keeper"]
    before = keeper.password

    html = cast.client("officer").post(f"/accounts/{keeper.pk}/reset/").content.decode()

    keeper.refresh_from_db()
    assert keeper.password != before
    assert keeper.check_password(one_time_password(html))
    assert keeper.must_change_password


def test_a_reset_ends_sessions_and_forgets_devices_and_is_dated(cast: Cast) -> None:
    keeper, signed_in = cast.people["keeper"], cast.client("keeper")
    KnownDevice.objects.create(user=keeper, token_hash="1" * 64, last_seen_at=timezone.now())

    cast.client("officer").post(f"/accounts/{keeper.pk}/reset/")

    keeper.refresh_from_db()
    assert signed_in.get("/password/").headers["Location"].startswith("/login/")
    assert not keeper.devices.exists()
    assert keeper.credentials_reset_at


def test_a_closed_account_is_signed_out_and_stays_out_until_opened_again(cast: Cast) -> None:
    keeper, signed_in, officer = cast.people["keeper"], cast.client("keeper"), cast.client("officer")

    officer.post(f"/accounts/{keeper.pk}/active/")
    closed = signed_in.get("/password/").headers["Location"]
    officer.post(f"/accounts/{keeper.pk}/active/")

    keeper.refresh_from_db()
    assert closed.startswith("/login/")
    assert keeper.is_active
    assert [event.action for event in AuditEvent.objects.all()] == ["account.disable", "account.enable"]


def test_nobody_closes_the_own_account(cast: Cast) -> None:
    admin = cast.people["admin"]

    response = cast.client("admin").post(f"/accounts/{admin.pk}/active/")

    admin.refresh_from_db()
    assert response.status_code == 404
    assert admin.is_active
