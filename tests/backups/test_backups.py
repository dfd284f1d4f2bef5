"""A backup and back: everything, once, without keys, and nothing that is past its time."""

import gzip
import io
import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.utils import timezone
from pytest_django import Settings

from accounts import audit
from accounts.models import AuditChain, AuditEvent, Commune
from backups.actions import CannotRestore, back_up, forget_old_backups, restore
from backups.rows import backed_up_models, clear, count_on
from checkins.models import CheckIn, Hold
from surveys.models import HomeVisit
from tests.conftest import Cast
from tests.factories import VenueFactory, enter, visit
from vault.actions import check_keys
from vault.keyring import keyring, new_keyring
from venues.models import VenuePhoto
from villages.models import Household

Lines = list[Any]


def filled(cast: Cast) -> CheckIn:
    """A commune with a household, a visit, a photo, an audit event and a guest of today."""
    check_keys()
    visit(cast.household, "2021-07-01", smartphones=2, installed=1)
    venue = VenueFactory(village=cast.village, name="Chợ & <Mẫu>")
    VenuePhoto.objects.create(venue=venue, content=b"\x00\xffjpeg", thumbnail=b"\x89")
    audit.record(actor=cast.people["officer"], action="test.made", target=venue, commune=cast.commune, n=1)
    return enter(venue, timezone.localdate(), hour=0, phone="+84912345678")


def emptied() -> None:
    """As after `migrate`: no rows, and numbers from one."""
    clear(backed_up_models())
    count_on(backed_up_models())


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, sealed texts opened."""
    return {
        model._meta.label: sorted(map(told, models.QuerySet(model).values_list()))  # type: ignore[misc]
        for model in backed_up_models()
    }


def told(row: tuple[Any, ...]) -> str:
    return str([bytes(value) if isinstance(value, memoryview) else value for value in row])


def rewritten(path: Path, change: Callable[[Lines], Lines]) -> Path:
    lines = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in change(lines))
    return path


def test_what_is_restored_is_what_was_backed_up(cast: Cast, tmp_path: Path) -> None:
    filled(cast)
    before = everything()
    path = back_up(folder=tmp_path, now=timezone.now())
    emptied()

    restore(path=path, now=timezone.now())

    after = everything()
    for label in ("accounts.AuditEvent", "accounts.AuditChain", "checkins.Purge"):  # the purge after it, and its proof
        assert len(after.pop(label)) > len(before.pop(label)) or label == "accounts.AuditChain"
    assert after == before


def test_new_rows_are_numbered_after_the_restored_ones(cast: Cast, tmp_path: Path) -> None:
    guest = filled(cast)
    path = back_up(folder=tmp_path, now=timezone.now())
    emptied()
    restore(path=path, now=timezone.now())

    newer = enter(guest.venue, timezone.localdate(), hour=0)

    assert newer.pk > guest.pk
    assert Household.objects.get().visits.get() == HomeVisit.objects.get()


def test_a_backup_holds_no_key_and_no_phone(cast: Cast, tmp_path: Path) -> None:
    filled(cast)

    path = back_up(folder=tmp_path, now=timezone.now())

    content = gzip.decompress(path.read_bytes()).decode()
    assert "912345678" not in content
    assert not any(key.hex() in content for key in keyring().index["checkins"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_who_was_purged_meanwhile_does_not_come_back(cast: Cast, tmp_path: Path) -> None:
    guest = filled(cast)
    kept = enter(guest.venue, timezone.localdate(), hour=0)
    Hold.objects.create(check_in=kept, reference="case 1", placed_by=cast.people["health"])
    path = back_up(folder=tmp_path, now=timezone.now())
    emptied()

    restore(path=path, now=timezone.now() + timedelta(days=31))

    assert list(CheckIn.objects.all()) == [kept]
    assert AuditEvent.objects.filter(action="backup.restored").exists()


def test_a_commune_that_is_there_is_not_written_over(cast: Cast, tmp_path: Path) -> None:
    path = back_up(folder=tmp_path, now=timezone.now())

    with pytest.raises(CannotRestore, match="not_empty"):
        restore(path=path, now=timezone.now())


def one_row_less(lines: Lines) -> Lines:
    number = next(n for n, line in enumerate(lines) if isinstance(line, list))
    return lines[:number] + lines[number + 1 :]


DAMAGES: list[tuple[str, Callable[[Lines], Lines]]] = [
    ("cut_off", lambda lines: lines[:-1]),
    ("miscounted", one_row_less),
    ("other_version", lambda lines: [lines[0] | {"migrations": []}, *lines[1:]]),
    ("not_a_backup", lambda lines: [{"format": "x"}, *lines[1:]]),
    ("not_a_backup", lambda lines: [lines[0], {"model": "x.y", "fields": []}, *lines[1:]]),
    ("not_a_backup", lambda lines: [*lines[:1], {"model": "accounts.commune", "fields": ["id"]}, [1, 2], *lines[1:]]),
]


@pytest.mark.parametrize(("why", "damage"), DAMAGES)
def test_a_damaged_backup_restores_nothing(
    cast: Cast, tmp_path: Path, why: str, damage: Callable[[Lines], Lines]
) -> None:
    filled(cast)
    path = rewritten(back_up(folder=tmp_path, now=timezone.now()), damage)
    emptied()

    with pytest.raises(CannotRestore, match=why):
        restore(path=path, now=timezone.now())

    assert not Commune.objects.exists()


def test_a_backup_whose_audit_chain_was_changed_is_refused(cast: Cast, tmp_path: Path) -> None:
    filled(cast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_auditevent SET action = 'test.undone'")
    path = back_up(folder=tmp_path, now=timezone.now())
    emptied()

    with pytest.raises(CannotRestore, match="chain_broken"):
        restore(path=path, now=timezone.now())


def test_a_backup_that_other_keys_sealed_is_refused_with_what_to_do(
    cast: Cast, tmp_path: Path, settings: Settings
) -> None:
    filled(cast)
    path = back_up(folder=tmp_path, now=timezone.now())
    emptied()
    settings.VAULT_KEYS = new_keyring().as_json()

    with pytest.raises(CommandError, match="VAULT_KEYS_FILE"):
        call_command("restore", path)
    assert not Commune.objects.exists()


def test_backups_have_an_expiry(cast: Cast, tmp_path: Path) -> None:
    path = back_up(folder=tmp_path, now=timezone.now())
    (tmp_path / "something-else.gz").write_text("")

    assert forget_old_backups(folder=tmp_path, now=timezone.now() + timedelta(days=29), days=30) == 0
    assert forget_old_backups(folder=tmp_path, now=timezone.now() + timedelta(days=31), days=30) == 1
    assert [left.name for left in tmp_path.iterdir()] == ["something-else.gz"]
    assert not path.exists()


def test_the_commands_say_what_they_did(cast: Cast, tmp_path: Path) -> None:
    filled(cast)
    said = io.StringIO()

    call_command("backup", folder=tmp_path, stdout=said)
    emptied()
    call_command("restore", next(tmp_path.iterdir()), stdout=said)

    assert "portal-" in said.getvalue()
    assert AuditChain.objects.filter(commune=cast.commune).exists()


def test_a_file_that_is_none_is_said_to_be_none(cast: Cast, tmp_path: Path) -> None:
    emptied()
    torn = tmp_path / "torn.gz"
    torn.write_bytes(b"\x1f\x8b\x08")

    with pytest.raises(CommandError, match="không phải"):
        call_command("restore", torn)
    with pytest.raises(CommandError, match="Không có tệp"):
        call_command("restore", tmp_path / "none.gz")
