"""Making, checking and rotating the keys.

A rotation is three deeds: `add_keys`, after which every process seals with the new keys and still opens with
the old; `reseal_all`; and, when no request begun before the first can still be open, `retire_keys`.
"""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.utils.translation import gettext as _

from vault.columns import VaultedModel, vaulted_models
from vault.keyring import KeyRing, keyring, new_keyring, read_keys
from vault.models import KeyCheck
from vault.sealing import CannotUnseal

KNOWN_TEXT = "thong nhat"
BATCH = 500

Report = Callable[[str, int], None]


class WrongKeys(ImproperlyConfigured):
    """The database was sealed with other keys."""


class KeysStillNeeded(Exception):
    """Rows are left that only older keys open or find."""


def check_keys() -> None:
    """Raise WrongKeys where the database was sealed with other keys; a new database is marked with ours."""
    try:
        KeyCheck.objects.get_or_create(defaults={"sealed": KNOWN_TEXT})
    except CannotUnseal as error:
        raise WrongKeys(
            _(
                "These keys do not open this database: it was sealed with others. "
                "Point VAULT_KEYS_FILE or VAULT_KEYS to the keys that belong to it."
            )
        ) from error


def make_keys(path: Path) -> bool:
    """Make a file of new keys, mode 600; False where there is one already, also if made this very moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write(path, new_keyring(), place=os.link)
    except FileExistsError:
        return False
    return True


def add_keys(path: Path) -> None:
    """Put a new key first in every list of the file; the old ones stay behind it."""
    with _alone_with(path):
        _write(path, read_keys(path).with_new_keys(), place=os.replace)


def retire_keys(path: Path) -> None:
    """Drop the older encryption and index keys from the file, once every row is read without them.

    Raises KeysStillNeeded, CannotUnseal, or ImproperlyConfigured where `path` is not what the portal runs on.
    Backups made before are then opened only with a copy of the old file.
    """
    with _alone_with(path):
        ring = read_keys(path)
        if ring != keyring():
            raise ImproperlyConfigured(f"The portal does not run on the keys in {path}: nothing was proven of them.")
        prove_newest_keys_suffice()
        _write(path, ring.newest_only(), place=os.replace)


def prove_newest_keys_suffice() -> None:
    """Read every row with the newest keys alone. Raises KeysStillNeeded with counts, CannotUnseal."""
    needing = {vaulted.label: _count_outdated(vaulted) for vaulted in vaulted_models()}
    left = [f"{label} {count}" for label, count in needing.items() if count]
    if left:
        raise KeysStillNeeded(
            _("Rows still need the older keys (%(rows)s): run `rotate_keys --resume`, then try again.")
            % {"rows": ", ".join(left)}
        )


def reseal_all(batch: int = BATCH, report: Report | None = None) -> dict[str, int]:
    """Bring every row of every installed model under the newest keys; returns rows rewritten per model label.

    After each batch `report` is told the label and the rows read so far. Each batch is a transaction of its
    own and rows already done are left alone: interrupted, it is simply run again. Raises CannotUnseal, naming
    the row.
    """
    return {vaulted.label: _reseal(vaulted, batch, report) for vaulted in vaulted_models()}


def _reseal(vaulted: VaultedModel, batch: int, report: Report | None) -> int:
    after, read, rewritten = None, 0, 0
    while True:
        keys, count = _reseal_batch(vaulted, after, batch)
        if not keys:
            return rewritten
        after, read, rewritten = keys[-1], read + len(keys), rewritten + count
        if report:
            report(vaulted.label, read)


@transaction.atomic
def _reseal_batch(vaulted: VaultedModel, after: Any, batch: int) -> tuple[list[Any], int]:
    """The keys of the rows read, and how many were rewritten.

    The rows are locked before they are read, so a text changed meanwhile is waited for, never overwritten.
    (SQLite locks no rows: there an immediate transaction holds off every writer.)
    """
    rows = vaulted.rows(after=after, batch=batch, lock=True)
    renewals = {pk: fresh for pk, row in rows if (fresh := vaulted.renewed(pk, row))}
    for pk, fresh in renewals.items():
        models.QuerySet(vaulted.model).filter(pk=pk).update(**fresh)
    return [pk for pk, _row in rows], len(renewals)


def _count_outdated(vaulted: VaultedModel) -> int:
    after, count = None, 0
    while rows := vaulted.rows(after=after, batch=BATCH):
        count += sum(1 for pk, row in rows if vaulted.renewed(pk, row))
        after = rows[-1][0]
    return count


@contextmanager
def _alone_with(path: Path) -> Iterator[None]:
    """One rotation at a time: of two that read the same file, the second would drop the first's new keys."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _write(path: Path, ring: KeyRing, *, place: Callable[[Path, Path], None]) -> None:
    """Write a draft to the end, then `place` it (os.link: must be new; os.replace): no reader sees half."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # O_EXCL, mode 600
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(ring.as_json())
            file.flush()
            os.fsync(file.fileno())
        place(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    _fsync_folder(path.parent)


def _fsync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
