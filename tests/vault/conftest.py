from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from tests.vault.things import SealedThing
from vault import columns
from vault.actions import make_keys
from vault.keyring import KeyRing, keyring
from vault.models import KeyCheck


@pytest.fixture(autouse=True)
def key_file(settings: Settings, tmp_path: Path) -> Path:
    """Fresh keys for each test, in a file of its own."""
    path = tmp_path / "keys.json"
    make_keys(path)
    settings.VAULT_KEYS = ""
    settings.VAULT_KEYS_FILE = path
    return path


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The sentences are looked at as the code has them, whatever their translation."""
    with translation.override("en"):
        yield


@pytest.fixture
def ring(key_file: Path) -> KeyRing:
    return keyring()


@pytest.fixture(scope="session")
def things_table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        if SealedThing._meta.db_table in connection.introspection.table_names():
            with connection.schema_editor() as editor:
                editor.delete_model(SealedThing)
        with connection.schema_editor() as editor:
            editor.create_model(SealedThing)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(SealedThing)


@pytest.fixture
def things(things_table: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of SealedThing, and a vault that rotates it and KeyCheck alone."""
    monkeypatch.setattr(columns, "installed_models", lambda: [KeyCheck, SealedThing])
    KeyCheck.objects.all().delete()
