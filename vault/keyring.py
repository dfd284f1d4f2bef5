"""The keys of the vault: where they come from and which of them is in force."""

import base64
import hashlib
import json
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# Whoever holds an index key can try every phone number, so the key of one purpose says nothing about another.
PURPOSES = ("surveys", "checkins")
KEY_BYTES = 32
READABLE_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO
SHAPE = (
    '{"encryption": [key, …], "index": {"surveys": [key, …], "checkins": [key, …]}, "audit": [key, …]}, '
    "newest key first, each 32 bytes in url-safe base64, no key twice"
)


@dataclass(frozen=True)
class KeyRing:
    """Keys of 32 bytes, newest first. Out of `repr`, so that no traceback shows one."""

    encryption: tuple[bytes, ...] = field(repr=False)
    index: Mapping[str, tuple[bytes, ...]] = field(repr=False)
    audit: tuple[bytes, ...] = field(repr=False)

    @cached_property
    def cipher(self) -> MultiFernet:
        """Seals with the newest key, opens with any."""
        return MultiFernet([Fernet(_encoded(key)) for key in self.encryption])

    @cached_property
    def newest_cipher(self) -> Fernet:
        return Fernet(_encoded(self.encryption[0]))

    @cached_property
    def audit_ids(self) -> tuple[tuple[str, bytes], ...]:
        """Pairs of key id and audit key. The id is public: the first 8 hex digits of the key's SHA-256."""
        return tuple((hashlib.sha256(key).hexdigest()[:8], key) for key in self.audit)

    def with_new_keys(self) -> "KeyRing":
        return KeyRing(
            encryption=(_new_key(), *self.encryption),
            index={purpose: (_new_key(), *keys) for purpose, keys in self.index.items()},
            audit=(_new_key(), *self.audit),
        )

    def newest_only(self) -> "KeyRing":
        """Without the older keys. Every audit key stays: the old parts of a chain are verified with them."""
        return KeyRing(
            encryption=self.encryption[:1],
            index={purpose: keys[:1] for purpose, keys in self.index.items()},
            audit=self.audit,
        )

    def as_json(self) -> str:
        return json.dumps(
            {
                "encryption": [_encoded(key) for key in self.encryption],
                "index": {purpose: [_encoded(key) for key in keys] for purpose, keys in self.index.items()},
                "audit": [_encoded(key) for key in self.audit],
            },
            indent=2,
        )


_loaded: tuple[object, KeyRing] | None = None


def keyring() -> KeyRing:
    """The keys in force, loaded again as soon as their source changes: many processes run while one rotates.

    Raises ImproperlyConfigured where the source is missing, open to others or damaged; never invents keys.
    """
    global _loaded
    # The stamp is taken before reading: a file replaced in between is then only read once more.
    source = settings.VAULT_KEYS or _stamp(settings.VAULT_KEYS_FILE)
    loaded = _loaded
    if loaded is None or loaded[0] != source:
        loaded = _loaded = (source, _load())
    return loaded[1]


def new_keyring() -> KeyRing:
    return KeyRing(
        encryption=(_new_key(),), index={purpose: (_new_key(),) for purpose in PURPOSES}, audit=(_new_key(),)
    )


def read_keys(path: Path) -> KeyRing:
    """The keys in the file `path`. Raises ImproperlyConfigured like `keyring()`."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & READABLE_BY_OTHERS:
                raise ImproperlyConfigured(
                    f"Other users of this machine can open the key file {path}: run `chmod 600 {path}`."
                )
            return _parse(file.read(), str(path))
    except OSError as error:
        raise _unreadable(path, error) from error


def _load() -> KeyRing:
    if settings.VAULT_KEYS:
        return _parse(settings.VAULT_KEYS, "VAULT_KEYS")
    return read_keys(settings.VAULT_KEYS_FILE)


def _stamp(path: Path) -> tuple[object, ...]:
    try:
        status = os.stat(path)  # not path.stat(): this runs for every value, and takes half the time
    except OSError as error:
        raise _unreadable(path, error) from error
    return (path, status.st_mode, status.st_ino, status.st_mtime_ns, status.st_size)


def _unreadable(path: Path, error: OSError) -> ImproperlyConfigured:
    if isinstance(error, FileNotFoundError):
        return ImproperlyConfigured(
            f"There is no key file {path}: restore it from its backup, or on a new installation "
            "run `python manage.py make_keys`."
        )
    return ImproperlyConfigured(
        f"The key file {path} cannot be opened ({error.strerror}): give it to the user the portal runs as."
    )


def _parse(source: str | bytes, origin: str) -> KeyRing:
    try:
        document = json.loads(source)
        if set(document["index"]) != set(PURPOSES):
            raise ValueError(document["index"].keys())
        ring = KeyRing(
            encryption=_decoded(document["encryption"]),
            index={purpose: _decoded(document["index"][purpose]) for purpose in PURPOSES},
            audit=_decoded(document["audit"]),
        )
        _refuse_key_used_twice(ring)
    except (ValueError, KeyError, TypeError, AttributeError):
        # `from None`: the JSON error carries the whole text, keys and all.
        raise ImproperlyConfigured(
            f"The keys in {origin} are damaged: restore them from their backup. Expected {SHAPE}."
        ) from None
    return ring


def _decoded(keys: Any) -> tuple[bytes, ...]:
    """Raises ValueError or TypeError for anything but a list of one key or more."""
    decoded = tuple(base64.b64decode(key, altchars=b"-_", validate=True) for key in keys)
    if not decoded or any(len(key) != KEY_BYTES for key in decoded):
        raise ValueError(len(decoded))
    return decoded


def _refuse_key_used_twice(ring: KeyRing) -> None:
    keys = [*ring.encryption, *ring.audit, *(key for purpose in PURPOSES for key in ring.index[purpose])]
    if len(set(keys)) != len(keys):
        raise ValueError(len(keys))


def _encoded(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode("ascii")


def _new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)
