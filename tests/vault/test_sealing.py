import hashlib
import string
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pytest_django import Settings

from vault.actions import add_keys
from vault.keyring import KeyRing, new_keyring
from vault.sealing import (
    CannotUnseal,
    blind_index,
    blind_indexes,
    keyed_hash,
    opens_with_newest_key,
    seal,
    unseal,
    verify_keyed_hash,
)

PHONE = "+84912345678"


@given(st.text())
def test_what_is_sealed_is_unsealed_the_same(text: str) -> None:
    assert unseal(seal(text)) == text


@given(st.text())
def test_a_text_that_is_no_token_is_not_unsealed(text: str) -> None:
    with pytest.raises(CannotUnseal):
        unseal(text)


@given(st.integers(0, 96), st.sampled_from(string.ascii_letters))
def test_a_token_with_one_letter_changed_is_not_unsealed(place: int, letter: str) -> None:
    """Of 100 letters the last three are left out: padding, and one that is partly so."""
    token = seal(PHONE)
    changed = token[:place] + letter + token[place + 1 :]
    assume(changed != token)

    with pytest.raises(CannotUnseal):
        unseal(changed)


def test_a_token_shows_nothing_of_the_text_and_is_never_the_same_twice() -> None:
    first, second = seal(PHONE), seal(PHONE)

    assert first != second
    assert "912345678" not in first


def test_another_key_does_not_unseal(settings: Settings) -> None:
    token = seal(PHONE)
    settings.VAULT_KEYS = new_keyring().as_json()

    with pytest.raises(CannotUnseal, match="No key of the key ring opens this value"):
        unseal(token)


def test_an_older_key_unseals_but_is_not_the_newest(key_file: Path) -> None:
    old = seal(PHONE)
    add_keys(key_file)

    assert unseal(old) == PHONE
    assert not opens_with_newest_key(old)
    assert opens_with_newest_key(seal(PHONE))


def test_a_blind_index_is_32_hex_digits_and_always_the_same() -> None:
    index = blind_index("surveys", PHONE)

    assert len(index) == 32
    assert set(index) <= set("0123456789abcdef")
    assert index == blind_index("surveys", PHONE)


@given(st.text(), st.text())
def test_different_values_have_different_indexes(first: str, second: str) -> None:
    assert (blind_index("surveys", first) == blind_index("surveys", second)) == (first == second)


def test_the_purposes_have_different_indexes() -> None:
    assert blind_index("surveys", PHONE) != blind_index("checkins", PHONE)


def test_an_unknown_purpose_has_no_index() -> None:
    with pytest.raises(KeyError, match="votes"):
        blind_index("votes", PHONE)


def test_while_rotating_a_value_is_searched_under_every_key(key_file: Path) -> None:
    old = blind_index("checkins", PHONE)
    add_keys(key_file)

    assert blind_indexes("checkins", PHONE) == [blind_index("checkins", PHONE), old]


@given(st.binary())
def test_a_keyed_hash_verifies_its_message_and_no_other(message: bytes) -> None:
    digest = keyed_hash(message)

    assert verify_keyed_hash(message, digest)
    assert not verify_keyed_hash(message + b"!", digest)


@given(st.text())
def test_a_text_that_is_no_keyed_hash_verifies_nothing(digest: str) -> None:
    assert not verify_keyed_hash(b"message", digest)


def test_a_keyed_hash_names_its_key(ring: KeyRing) -> None:
    key_id, hex_digits = keyed_hash(b"message").split(":")

    assert key_id == hashlib.sha256(ring.audit[0]).hexdigest()[:8]
    assert len(hex_digits) == 64


def test_a_keyed_hash_of_an_older_key_still_verifies(key_file: Path) -> None:
    old = keyed_hash(b"message")
    add_keys(key_file)

    assert verify_keyed_hash(b"message", old)
    assert keyed_hash(b"message") != old


def test_a_keyed_hash_of_another_key_ring_does_not_verify(settings: Settings) -> None:
    digest = keyed_hash(b"message")
    settings.VAULT_KEYS = new_keyring().as_json()

    assert not verify_keyed_hash(b"message", digest)
