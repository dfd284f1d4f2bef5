"""Sealing of texts, blind indexes to find them by, keyed hashes to prove that a record was not changed."""

import hmac

from cryptography.fernet import InvalidToken

from vault.keyring import keyring

INDEX_LENGTH = 32


class CannotUnseal(Exception):
    """No key at hand opens the token: it is damaged, or was sealed with keys we do not hold."""


def seal(text: str) -> str:
    """A token (ASCII, 100 characters for a phone number) that only `unseal` opens. Never the same twice.

    A token tells the second it was made in, and the length of its text to within 16 bytes.
    """
    return keyring().newest_cipher.encrypt(text.encode()).decode("ascii")


def unseal(token: str) -> str:
    """The text of a token sealed with any key of the ring. Raises CannotUnseal."""
    try:
        return keyring().cipher.decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise CannotUnseal("No key of the key ring opens this value.") from error


def opens_with_newest_key(token: str) -> bool:
    """Whether the newest encryption key alone opens the token."""
    try:
        keyring().newest_cipher.decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def blind_index(purpose: str, value: str) -> str:
    """32 hex digits by which a sealed value is found again: equal for equal values of one purpose."""
    return _index(keyring().index[purpose][0], value)


def blind_indexes(purpose: str, value: str) -> list[str]:
    """The indexes of a value under every key, newest first: searched with `__in`, rotation hides no row."""
    return [_index(key, value) for key in keyring().index[purpose]]


def has_one_index(purpose: str) -> bool:
    """Whether a value has one index alone, that which is stored: always but while keys are rotated."""
    return len(keyring().index[purpose]) == 1


def keyed_hash(message: bytes) -> str:
    """`keyid:hex`, the HMAC-SHA256 of the message under the newest audit key."""
    key_id, key = keyring().audit_ids[0]
    return _stamped(key_id, key, message)


def verify_keyed_hash(message: bytes, digest: str) -> bool:
    """Whether `digest` is the message's keyed hash under any audit key. Compares all, in constant time."""
    known = [_stamped(key_id, key, message) for key_id, key in keyring().audit_ids]
    return any([hmac.compare_digest(hash_.encode(), digest.encode()) for hash_ in known])  # noqa: C419 - all


def _index(key: bytes, value: str) -> str:
    return hmac.digest(key, value.encode(), "sha256").hex()[:INDEX_LENGTH]


def _stamped(key_id: str, key: bytes, message: bytes) -> str:
    return f"{key_id}:{hmac.digest(key, message, 'sha256').hex()}"
