from pathlib import Path

import pytest
from django.db import IntegrityError
from pytest_django import Settings

from vault.actions import WrongKeys, add_keys, check_keys, reseal_all, retire_keys
from vault.keyring import new_keyring
from vault.models import KeyCheck

pytestmark = pytest.mark.usefixtures("things")


def test_a_new_database_is_marked_with_our_keys_once() -> None:
    check_keys()
    check_keys()

    assert KeyCheck.objects.get().sealed == "thong nhat"


def test_somebody_elses_keys_are_refused_with_what_to_do(settings: Settings) -> None:
    check_keys()
    settings.VAULT_KEYS = new_keyring().as_json()

    with pytest.raises(WrongKeys, match="VAULT_KEYS_FILE"):
        check_keys()


def test_our_keys_are_known_through_a_rotation(key_file: Path) -> None:
    check_keys()
    add_keys(key_file)
    check_keys()

    assert reseal_all()["vault.KeyCheck"] == 1
    retire_keys(key_file)

    check_keys()


def test_a_database_has_one_key_check() -> None:
    with pytest.raises(IntegrityError, match="key_check_is_one_row"):
        KeyCheck.objects.create(id=2, sealed="another")
