"""Who has a commune, who sees which communes, who manages whom."""

import pytest
from django.db import IntegrityError

from accounts.models import MANAGED_ROLES, Commune, Role, User
from tests.conftest import Cast
from tests.factories import CommuneFactory, UserFactory

pytestmark = pytest.mark.django_db

WITHOUT_COMMUNE = {Role.ADMIN, Role.SUPERVISOR}
WITH_COMMUNE = [role for role in Role if role not in WITHOUT_COMMUNE]


@pytest.mark.parametrize("role", WITH_COMMUNE)
def test_the_database_refuses_these_roles_without_a_commune(role: Role) -> None:
    with pytest.raises(IntegrityError, match="user_has_commune_unless_admin_or_supervisor"):
        UserFactory(role=role, commune=None)


@pytest.mark.parametrize("role", sorted(WITHOUT_COMMUNE))
def test_admins_and_supervisors_need_no_commune_and_then_see_all(role: Role) -> None:
    user = UserFactory(role=role, commune=None)

    assert user.sees_all_communes


def test_the_database_refuses_an_unknown_role() -> None:
    with pytest.raises(IntegrityError, match="user_role_known"):
        UserFactory(role="king")


def test_two_accounts_cannot_share_a_user_name() -> None:
    UserFactory(username="lan")

    with pytest.raises(IntegrityError):
        UserFactory(username="lan")


@pytest.mark.parametrize("days", [20, 366])
def test_the_database_refuses_a_retention_out_of_range(days: int) -> None:
    with pytest.raises(IntegrityError, match="commune_retention_in_range"):
        CommuneFactory(retention_days=days)


@pytest.mark.parametrize("days", [21, 365])
def test_the_ends_of_the_range_are_kept(days: int) -> None:
    commune = CommuneFactory(retention_days=days)

    commune.refresh_from_db()
    assert commune.retention_days == days


@pytest.mark.parametrize("role", WITH_COMMUNE)
def test_everybody_in_a_commune_sees_that_commune_only(cast: Cast, role: Role) -> None:
    seen = Commune.objects.visible_to(cast.people[role])

    assert list(seen) == [cast.commune]


@pytest.mark.parametrize("role", sorted(WITHOUT_COMMUNE))
def test_an_admin_or_supervisor_with_a_commune_sees_that_one_only(cast: Cast, role: Role) -> None:
    bound = UserFactory(role=role, commune=cast.commune)

    assert list(Commune.objects.visible_to(bound)) == [cast.commune]


@pytest.mark.parametrize("role", sorted(WITHOUT_COMMUNE))
def test_an_admin_or_supervisor_without_a_commune_sees_every_commune(cast: Cast, role: Role) -> None:
    seen = Commune.objects.visible_to(cast.people[role])

    assert set(seen) == {cast.commune, cast.foreigner.commune}


def test_admins_manage_the_upper_roles_and_officers_the_others() -> None:
    assert MANAGED_ROLES == {
        "admin": ("admin", "chair", "officer", "health", "supervisor"),
        "officer": ("monitor", "village_head", "surveyor", "reporter", "keeper"),
    }


def test_an_admin_of_all_communes_sees_the_upper_accounts_of_all(cast: Cast) -> None:
    seen = User.objects.visible_to(cast.people["admin"])

    upper = {cast.people[role] for role in MANAGED_ROLES[Role.ADMIN]}
    assert set(seen) == upper | {cast.foreigner}


def test_an_admin_of_one_commune_sees_its_upper_accounts_only(cast: Cast) -> None:
    bound = UserFactory(role=Role.ADMIN, commune=cast.commune)

    seen = User.objects.visible_to(bound)

    assert set(seen) == {bound, *(cast.people[role] for role in ("chair", "officer", "health"))}


def test_an_officer_sees_the_lower_accounts_of_the_own_commune_only(cast: Cast) -> None:
    UserFactory(role=Role.KEEPER, commune=cast.foreigner.commune)

    seen = User.objects.visible_to(cast.people["officer"])

    assert set(seen) == {cast.stranger, *(cast.people[role] for role in MANAGED_ROLES[Role.OFFICER])}


@pytest.mark.parametrize("role", [role for role in Role if role not in MANAGED_ROLES])
def test_nobody_else_sees_any_account(cast: Cast, role: Role) -> None:
    assert not User.objects.visible_to(cast.people[role]).exists()
