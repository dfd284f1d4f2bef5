from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models, transaction
from pytest_django import Settings

from tests.vault.things import SealedThing
from vault import columns
from vault.actions import (
    KeysStillNeeded,
    add_keys,
    prove_newest_keys_suffice,
    reseal_all,
    retire_keys,
)
from vault.keyring import KeyRing, keyring, new_keyring, read_keys
from vault.sealing import CannotUnseal, blind_index, blind_indexes, keyed_hash, verify_keyed_hash

LABEL = "sealedthings.SealedThing"
PHONE, OTHER = "+84912345678", "+84987654321"

pytestmark = pytest.mark.usefixtures("things")


def create_things(*names: str) -> None:
    SealedThing.objects.bulk_create(SealedThing(name=name, phone=PHONE, note=f"of {name}") for name in names)


def found(phone: str) -> set[str]:
    rows = SealedThing.objects.filter(phone_index__in=blind_indexes("surveys", phone))
    return {row.name for row in rows if row.phone == phone}


def test_between_two_keys_a_search_finds_the_rows_of_both(key_file: Path) -> None:
    create_things("before")
    add_keys(key_file)
    create_things("after")

    assert found(PHONE) == {"before", "after"}


def test_resealing_brings_every_row_under_the_newest_keys_alone(key_file: Path) -> None:
    create_things("one", "two", "hidden")
    add_keys(key_file)

    assert reseal_all()[LABEL] == 3

    prove_newest_keys_suffice()
    assert found(PHONE) == {"one", "two"}
    assert set(SealedThing.objects.values_list("phone_index", "note")) == {
        (blind_index("surveys", PHONE), "of one"),
        (blind_index("surveys", PHONE), "of two"),
    }


def test_resealing_twice_rewrites_nothing_the_second_time(key_file: Path) -> None:
    create_things("one", "two")
    add_keys(key_file)
    reseal_all()

    assert reseal_all()[LABEL] == 0


def test_resealing_leaves_empty_texts_empty(key_file: Path) -> None:
    SealedThing.objects.create(name="empty")
    add_keys(key_file)

    assert reseal_all()[LABEL] == 0
    assert SealedThing.objects.filter(phone="", note="", phone_index="").exists()


def test_resealing_goes_by_batches_and_reports_each() -> None:
    create_things("a", "b", "c", "d", "e")
    told: list[tuple[str, int]] = []

    reseal_all(batch=2, report=lambda label, read: told.append((label, read)))

    assert told == [(LABEL, 2), (LABEL, 4), (LABEL, 5)]


def test_resealing_that_was_interrupted_goes_on_where_it_stopped(key_file: Path) -> None:
    create_things("a", "b", "c", "d", "e")
    add_keys(key_file)

    def pull_the_plug(label: str, read: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reseal_all(batch=2, report=pull_the_plug)

    assert reseal_all(batch=2)[LABEL] == 3


def test_a_text_changed_between_two_batches_is_not_overwritten(key_file: Path) -> None:
    create_things("a", "b")
    add_keys(key_file)

    def change(label: str, read: int) -> None:
        thing = SealedThing.objects.get(name="b")
        thing.phone = OTHER
        thing.save()

    reseal_all(batch=1, report=change)

    assert found(OTHER) == {"b"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one writer in at a time")
def test_a_text_changed_while_its_row_is_resealed_is_not_overwritten(key_file: Path) -> None:
    create_things("a")
    add_keys(key_file)
    resealing = Thread(target=closing_its_connection(reseal_all))

    with transaction.atomic():
        SealedThing.objects.update(phone=OTHER, phone_index=blind_index("surveys", OTHER))
        resealing.start()
        wait_until_it_waits_for_us(resealing)
    resealing.join()

    assert found(OTHER) == {"a"}
    SealedThing.objects.all().delete()  # an app that is not installed is not flushed after the test


def closing_its_connection(work: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        work()
        connection.close()

    return run


def wait_until_it_waits_for_us(work: Thread) -> None:
    with connection.cursor() as cursor:
        while work.is_alive():
            cursor.execute("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone() != (0,):
                return


def test_resealing_mends_a_false_index() -> None:
    create_things("one")
    SealedThing.objects.update(phone_index="0" * 32)

    assert reseal_all()[LABEL] == 1

    assert found(PHONE) == {"one"}


def test_a_row_that_cannot_be_opened_is_named(settings: Settings) -> None:
    thing = SealedThing.objects.create(phone=PHONE)
    settings.VAULT_KEYS = new_keyring().as_json()

    with pytest.raises(CannotUnseal, match=f"{LABEL} {thing.pk}: No key"):
        reseal_all()


def test_every_model_of_every_installed_app_is_searched_for_sealed_fields(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()

    known = {vaulted.label: vaulted.sealed for vaulted in columns.vaulted_models()}

    assert known["vault.KeyCheck"] == ("sealed",)
    assert set(columns.installed_models()) >= {*apps.get_models()}


def test_after_retiring_the_old_keys_alone_open_and_find_nothing(
    key_file: Path, ring: KeyRing, settings: Settings
) -> None:
    create_things("one")
    add_keys(key_file)
    reseal_all()
    retire_keys(key_file)
    assert found(PHONE) == {"one"}

    settings.VAULT_KEYS = ring.as_json()

    assert found(PHONE) == set()
    with pytest.raises(CannotUnseal):
        SealedThing.objects.get()


def test_retiring_keeps_the_newest_keys_and_every_audit_key(key_file: Path, ring: KeyRing) -> None:
    chained = keyed_hash(b"event")
    add_keys(key_file)
    newest = keyring()
    retire_keys(key_file)

    kept = read_keys(key_file)
    assert kept.encryption == newest.encryption[:1]
    assert kept.index == {purpose: keys[:1] for purpose, keys in newest.index.items()}
    assert kept.audit == newest.audit
    assert verify_keyed_hash(b"event", chained)
    assert key_file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["one", "hidden"])
def test_retiring_is_refused_while_a_row_is_sealed_with_an_older_key(key_file: Path, name: str) -> None:
    create_things(name)
    add_keys(key_file)
    keys = key_file.read_text()

    with pytest.raises(KeysStillNeeded, match=rf"\({LABEL} 1\)"):
        retire_keys(key_file)

    assert key_file.read_text() == keys


def test_retiring_is_refused_while_an_index_is_of_an_older_key(key_file: Path) -> None:
    create_things("one")
    old_index = blind_index("surveys", PHONE)
    add_keys(key_file)
    reseal_all()
    SealedThing.objects.update(phone_index=old_index)

    with pytest.raises(KeysStillNeeded):
        retire_keys(key_file)


def test_retiring_is_refused_where_one_row_of_many_batches_is_old(
    key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vault.actions.BATCH", 2)
    create_things("a", "b", "c", "d", "e")
    add_keys(key_file)
    reseal_all(batch=2)
    models.QuerySet(SealedThing).filter(name="e").update(phone_index="")

    with pytest.raises(KeysStillNeeded, match=rf"\({LABEL} 1\)"):
        retire_keys(key_file)


def test_retiring_a_file_the_portal_does_not_run_on_is_refused(key_file: Path, settings: Settings) -> None:
    settings.VAULT_KEYS = new_keyring().as_json()

    with pytest.raises(ImproperlyConfigured, match="does not run on the keys in"):
        retire_keys(key_file)
