from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from tests.vault.things import SealedThing
from vault.keyring import KeyRing, keyring, new_keyring, read_keys

pytestmark = pytest.mark.usefixtures("things")

PHONE = "+84912345678"
RESEALED = "vault.KeyCheck: 1 rows sealed anew\nsealedthings.SealedThing: 1 rows sealed anew\n"


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_make_keys_makes_the_file(key_file: Path) -> None:
    key_file.unlink()

    assert run("make_keys").startswith(f"Made {key_file}. Copy it to a safe place")

    assert read_keys(key_file)


def test_make_keys_leaves_a_file_alone(key_file: Path) -> None:
    assert run("make_keys") == f"{key_file} is there already; nothing was changed.\n"


def test_make_keys_makes_no_file_beside_keys_of_the_environment(key_file: Path, settings: Settings) -> None:
    settings.VAULT_KEYS = new_keyring().as_json()
    key_file.unlink()

    assert "VAULT_KEYS" in run("make_keys")

    assert not key_file.exists()


def test_rotate_keys_adds_keys_and_counts_what_it_sealed(ring: KeyRing) -> None:
    SealedThing.objects.create(phone=PHONE)

    assert run("rotate_keys") == RESEALED

    assert keyring().encryption[1:] == ring.encryption


def test_rotate_keys_then_retire_leaves_new_keys_alone(key_file: Path, ring: KeyRing) -> None:
    SealedThing.objects.create(phone=PHONE)
    run("rotate_keys")

    assert f"dropped from {key_file}" in run("rotate_keys", "--retire")

    assert len(keyring().encryption) == 1
    assert keyring().encryption != ring.encryption
    assert SealedThing.objects.get().phone == PHONE


def test_rotate_keys_resumed_adds_no_keys(ring: KeyRing) -> None:
    assert "0 rows sealed anew" in run("rotate_keys", "--resume")

    assert keyring() == ring


def test_rotate_keys_with_keys_of_the_environment_seals_and_says_what_to_do(key_file: Path, settings: Settings) -> None:
    SealedThing.objects.create(phone=PHONE)
    run("rotate_keys", "--resume")
    settings.VAULT_KEYS = keyring().with_new_keys().as_json()
    before = key_file.read_text()

    said = run("rotate_keys")

    assert "put a new key first in each of its lists" in said
    assert said.endswith(RESEALED)
    assert key_file.read_text() == before


def test_retiring_keys_of_the_environment_proves_and_says_what_to_do(settings: Settings) -> None:
    SealedThing.objects.create(phone=PHONE)
    settings.VAULT_KEYS = keyring().with_new_keys().as_json()
    with pytest.raises(CommandError, match="Rows still need the older keys"):
        run("rotate_keys", "--retire")

    run("rotate_keys")

    assert "Keep in VAULT_KEYS only the first" in run("rotate_keys", "--retire")


def test_rotate_keys_puts_nothing_into_somebody_elses_file(key_file: Path) -> None:
    run("rotate_keys")
    key_file.write_text(new_keyring().as_json())
    before = key_file.read_text()

    with pytest.raises(CommandError, match="These keys do not open this database"):
        run("rotate_keys")

    assert key_file.read_text() == before


def test_rotate_keys_without_a_file_fails_in_a_sentence(key_file: Path) -> None:
    key_file.unlink()

    with pytest.raises(CommandError, match="There is no key file"):
        run("rotate_keys")
