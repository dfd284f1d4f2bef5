import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vault.actions import add_keys, make_keys
from vault.keyring import PURPOSES, KeyRing, read_keys


def names_beside(path: Path) -> list[str]:
    return [each.name for each in path.parent.iterdir()]


def test_keys_are_made_in_a_file_of_our_own(tmp_path: Path) -> None:
    path = tmp_path / "var" / "keys.json"

    assert make_keys(path) is True

    assert path.stat().st_mode & 0o777 == 0o600
    assert read_keys(path).encryption
    assert names_beside(path) == ["keys.json"]


def test_keys_that_are_there_are_left_alone(key_file: Path) -> None:
    before = key_file.read_text()

    assert make_keys(key_file) is False

    assert key_file.read_text() == before
    assert names_beside(key_file) == ["keys.json"]


def test_of_many_that_make_keys_at_once_one_does(tmp_path: Path) -> None:
    path = tmp_path / "new.json"

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(make_keys, [path] * 8))

    assert sorted(made) == [False] * 7 + [True]


def test_adding_puts_a_new_key_first_in_every_list(key_file: Path, ring: KeyRing) -> None:
    add_keys(key_file)

    grown = read_keys(key_file)
    assert grown.encryption[1:] == ring.encryption
    assert grown.audit[1:] == ring.audit
    assert [grown.index[purpose][1:] for purpose in PURPOSES] == [ring.index[purpose] for purpose in PURPOSES]


def test_the_file_stays_ours_alone_when_keys_are_added(key_file: Path) -> None:
    add_keys(key_file)

    assert key_file.stat().st_mode & 0o777 == 0o600
    assert names_beside(key_file) == ["keys.json"]


def test_of_many_that_add_keys_at_once_none_loses_anothers(key_file: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_keys, [key_file] * 8))

    assert len(read_keys(key_file).encryption) == 9


def test_a_write_that_fails_leaves_the_old_keys_and_no_draft(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key_file.read_text()

    def full_disk(handle: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        add_keys(key_file)

    assert key_file.read_text() == before
    assert names_beside(key_file) == ["keys.json"]


def test_the_new_keys_reach_the_disk_before_the_old_ones_go(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deeds: list[str] = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: deeds.append("fsync") or fsync(handle))
    monkeypatch.setattr(os, "replace", lambda old, new: deeds.append("replace") or replace(old, new))

    add_keys(key_file)

    assert deeds == ["fsync", "replace", "fsync"]  # the file, its name, the folder that holds the name
