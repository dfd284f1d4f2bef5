import json
import os
import traceback
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from vault.actions import add_keys
from vault.keyring import PURPOSES, KeyRing, keyring, new_keyring

KEY, KEY_2, KEY_3 = (Fernet.generate_key().decode() for _ in range(3))
DAMAGES: dict[str, Any] = {
    "no keys": {"encryption": []},
    "a short key": {"encryption": ["c2hvcnQ="]},
    "a key with a stray letter": {"audit": [f"{KEY[:9]}?{KEY[9:]}"]},
    "a text for a list": {"encryption": KEY},
    "a number for a key": {"encryption": [7]},
    "no list": {"audit": None},
    "a purpose missing": {"index": {"surveys": [KEY]}},
    "an unknown purpose": {"index": {"surveys": [KEY], "checkins": [KEY_2], "votes": [KEY_3]}},
    "no purposes": {"index": []},
    "a key twice": {"encryption": [KEY], "audit": [KEY]},
}


def test_keys_are_read_from_the_file(key_file: Path) -> None:
    ring = keyring()

    assert ring.as_json() == key_file.read_text()
    assert set(ring.index) == set(PURPOSES)


def test_keys_of_the_environment_come_before_the_file(settings: Settings) -> None:
    ring = new_keyring()

    settings.VAULT_KEYS = ring.as_json()

    assert keyring() == ring


def test_a_missing_file_is_refused_with_what_to_do(key_file: Path) -> None:
    key_file.unlink()

    with pytest.raises(ImproperlyConfigured, match=r"no key file .*keys.json: restore .* make_keys"):
        keyring()
    assert not key_file.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_file_open_to_others_is_refused_with_what_to_do(key_file: Path, mode: int) -> None:
    key_file.chmod(mode)

    with pytest.raises(ImproperlyConfigured, match=r"run `chmod 600 .*keys.json`"):
        keyring()


def test_a_file_opened_to_others_while_we_run_is_refused(key_file: Path, ring: KeyRing) -> None:
    key_file.chmod(0o644)

    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        keyring()


def test_a_folder_in_place_of_the_file_is_refused_in_a_sentence(key_file: Path) -> None:
    key_file.unlink()
    key_file.mkdir(mode=0o700)

    with pytest.raises(ImproperlyConfigured, match=r"cannot be opened \(Is a directory\)"):
        keyring()


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "null", '"key"', "\x80"])
def test_a_file_that_is_no_json_object_is_refused(key_file: Path, text: str) -> None:
    key_file.write_bytes(text.encode("latin-1"))

    with pytest.raises(ImproperlyConfigured, match=r"keys.json are damaged: restore"):
        keyring()


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged_keys_are_refused(settings: Settings, damage: dict[str, Any]) -> None:
    settings.VAULT_KEYS = json.dumps(json.loads(new_keyring().as_json()) | damage)

    with pytest.raises(ImproperlyConfigured, match="keys in VAULT_KEYS are damaged"):
        keyring()


def test_the_error_over_damaged_keys_shows_no_key(settings: Settings) -> None:
    settings.VAULT_KEYS = f'{{"encryption": ["{KEY}"],, }}'

    with pytest.raises(ImproperlyConfigured) as caught:
        keyring()

    assert KEY not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__suppress_context__  # the JSON error holds the whole text


def test_a_key_ring_shows_no_key(ring: KeyRing) -> None:
    assert repr(ring) == "KeyRing()"


def test_keys_are_kept_while_the_file_stays_the_same(ring: KeyRing) -> None:
    assert keyring() is ring
    assert keyring().cipher is ring.cipher


def test_keys_are_loaded_again_when_the_file_is_replaced(key_file: Path, ring: KeyRing) -> None:
    add_keys(key_file)

    assert keyring().encryption[1:] == ring.encryption


def test_keys_are_loaded_again_when_the_file_is_written_in_place(key_file: Path, ring: KeyRing) -> None:
    other = new_keyring()
    key_file.write_text(other.as_json())
    os.utime(key_file, ns=(1, 1))

    assert keyring() == other != ring
