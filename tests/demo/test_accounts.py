from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from pytest_django import Settings

from accounts import audit
from accounts.models import AuditChain, Commune, Role, User
from demo.accounts import demo_password, where_the_password_is


@pytest.mark.parametrize("role", Role.values)
def test_one_account_a_role_can_sign_in(commune: Commune, role: str):
    user = authenticate(username=role, password=demo_password())

    assert user is not None
    assert user.role == role
    assert not user.must_change_password


def test_only_admin_and_supervisor_see_all_communes(commune: Commune):
    without = User.objects.filter(commune=None).values_list("username", flat=True)

    assert set(without) == {"admin", "supervisor"}


def test_the_password_is_made_up_once_and_kept_from_others(password_file: Path):
    password = demo_password()

    assert demo_password() == password == password_file.read_text().strip()
    assert len(password) == 12
    assert password_file.stat().st_mode & 0o777 == 0o600
    assert where_the_password_is() == str(password_file)


def test_the_environment_may_say_the_password(settings: Settings, password_file: Path):
    settings.DEMO_PASSWORD = "said by the environment"

    assert demo_password() == "said by the environment"
    assert where_the_password_is() == "DEMO_PASSWORD"
    assert not password_file.exists()


def test_the_audit_chains_hold(commune: Commune):
    chains = list(AuditChain.objects.all())

    assert len(chains) == 2
    assert [fault for chain in chains for fault in audit.faults(chain)] == []
