from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.db.migrations.writer import MigrationWriter
from django.db.models import F
from django.db.models.functions import Lower
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from tests.vault.things import SealedThing
from vault.fields import BlindIndexField, SealedTextField
from vault.keyring import new_keyring
from vault.sealing import CannotUnseal, blind_index, blind_indexes, unseal

pytestmark = pytest.mark.usefixtures("things")

PHONE, OTHER = "+84912345678", "+84987654321"
INDEX = SealedThing._meta.get_field("phone_index")


def stored(column: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM sealedthings_sealedthing")  # noqa: S608 - a name of ours
        (row,) = cursor.fetchall()
    return row[0]


def is_found(phone: str) -> bool:
    return SealedThing.objects.filter(phone_index__in=blind_indexes("surveys", phone)).exists()


def test_the_column_holds_a_token_and_python_the_text() -> None:
    SealedThing.objects.create(phone=PHONE)

    assert stored("phone").startswith("gAAAA")
    assert unseal(stored("phone")) == PHONE
    assert SealedThing.objects.get().phone == PHONE
    assert SealedThing.objects.values_list("phone", flat=True).get() == PHONE


def test_an_empty_text_stays_empty_and_has_no_index() -> None:
    SealedThing.objects.create(phone="")

    assert (stored("phone"), stored("phone_index")) == ("", "")
    assert SealedThing.objects.get().phone == ""


def test_a_row_sealed_with_other_keys_is_not_read(settings: Settings) -> None:
    SealedThing.objects.create(phone=PHONE)
    settings.VAULT_KEYS = new_keyring().as_json()

    with pytest.raises(CannotUnseal):
        SealedThing.objects.get()


@pytest.mark.parametrize(
    "lookup",
    [
        {"phone": PHONE},
        {"phone__iexact": ""},
        {"phone__in": ["", PHONE]},
        {"phone__contains": "9"},
        {"phone__gt": ""},
        {"phone__lower": ""},
        {"phone": F("name")},
    ],
    ids=str,
)
def test_a_sealed_text_is_not_searched(lookup: dict[str, Any]) -> None:
    with pytest.raises(FieldError, match=r"sealedthings.SealedThing.phone is sealed and cannot be searched"):
        SealedThing.objects.filter(**lookup)


def test_a_sealed_text_is_searched_by_being_empty_and_by_being_null() -> None:
    SealedThing.objects.create(name="without", phone="")
    SealedThing.objects.create(name="with", phone=PHONE)

    assert SealedThing.objects.get(phone="").name == "without"
    assert SealedThing.objects.exclude(phone="").get().name == "with"
    assert SealedThing.objects.filter(phone__isnull=False).count() == 2


def test_saving_keeps_the_index_true() -> None:
    thing = SealedThing.objects.create(phone=PHONE)
    assert thing.phone_index == stored("phone_index") == blind_index("surveys", PHONE)

    thing.phone = OTHER
    thing.save()

    assert is_found(OTHER)
    assert not is_found(PHONE)


def test_update_or_create_keeps_the_index_true() -> None:
    SealedThing.objects.create(name="one", phone=PHONE)

    SealedThing.objects.update_or_create(name="one", defaults={"phone": OTHER})

    assert is_found(OTHER)


def test_bulk_create_keeps_the_index_true() -> None:
    SealedThing.objects.bulk_create([SealedThing(name="1", phone=PHONE), SealedThing(name="2", phone=OTHER)])

    assert is_found(PHONE)
    assert is_found(OTHER)


def test_bulk_create_over_rows_that_are_there_keeps_the_index_true() -> None:
    SealedThing.objects.create(name="one", phone=PHONE)

    SealedThing.objects.bulk_create(
        [SealedThing(name="one", phone=OTHER)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["phone", "phone_index"],
    )

    assert SealedThing.objects.get().phone == OTHER
    assert is_found(OTHER)


def test_bulk_create_over_rows_that_are_there_may_leave_the_text_alone() -> None:
    SealedThing.objects.create(name="one", phone=PHONE)

    SealedThing.objects.bulk_create(
        [SealedThing(name="one", phone=OTHER, note="new")],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["note"],
    )

    assert SealedThing.objects.get().note == "new"
    assert is_found(PHONE)


def test_bulk_create_is_refused_where_it_would_leave_the_index_behind() -> None:
    rows = [SealedThing(name="one", phone=OTHER)]

    with pytest.raises(FieldError, match="together with its blind index 'phone_index'"):
        SealedThing.objects.bulk_create(rows, update_conflicts=True, unique_fields=["name"], update_fields=["phone"])


def test_saving_some_fields_is_refused_where_it_would_leave_the_index_behind() -> None:
    thing = SealedThing.objects.create(phone=PHONE)
    thing.phone = OTHER

    with pytest.raises(FieldError, match="together with its blind index 'phone_index'"):
        thing.save(update_fields=["phone"])


def test_saving_some_fields_with_the_index_keeps_it_true() -> None:
    thing = SealedThing.objects.create(phone=PHONE)
    thing.phone = OTHER

    thing.save(update_fields=["phone", "phone_index"])

    assert is_found(OTHER)


def test_saving_a_row_loaded_without_its_index_is_refused() -> None:
    SealedThing.objects.create(phone=PHONE)
    thing = SealedThing.objects.defer("phone_index").get()

    with pytest.raises(FieldError, match="together with its blind index"):
        thing.save()


def test_saving_a_row_loaded_without_its_text_leaves_both_and_asks_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    SealedThing.objects.create(phone=PHONE)
    thing = SealedThing.objects.defer("phone").get()

    with django_assert_num_queries(1):
        thing.save()

    assert is_found(PHONE)


def test_update_is_refused_where_it_would_leave_the_index_behind() -> None:
    with pytest.raises(FieldError, match="together with its blind index"):
        SealedThing.objects.update(phone=OTHER)


def test_update_with_the_index_is_sealed() -> None:
    SealedThing.objects.create(phone=PHONE)

    SealedThing.objects.update(phone=OTHER, phone_index=INDEX.index_of(OTHER))

    assert unseal(stored("phone")) == OTHER
    assert is_found(OTHER)


def test_a_sealed_text_without_index_may_be_updated_alone() -> None:
    SealedThing.objects.create(note="old")

    SealedThing.objects.update(note="new")

    assert unseal(stored("note")) == "new"


@pytest.mark.parametrize("expression", [F("name"), Lower("name")], ids=str)
def test_an_expression_is_never_written_unsealed(expression: Any) -> None:
    SealedThing.objects.create(name="in clear")

    with pytest.raises(FieldError, match="is sealed and takes a text, not an expression"):
        SealedThing.objects.update(note=expression)


def test_bulk_update_is_refused() -> None:
    thing = SealedThing.objects.create(phone=PHONE)

    with pytest.raises(FieldError, match=r"use save\(\) or bulk_create\(\)"):
        SealedThing.objects.bulk_update([thing], ["phone", "phone_index"])


@given(st.booleans(), st.booleans())
def test_a_blind_index_field_is_rebuilt_the_same(db_index: bool, unique: bool) -> None:
    field = BlindIndexField(source="phone", purpose="checkins", db_index=db_index, unique=unique)

    _name, _path, args, kwargs = field.deconstruct()
    rebuilt = BlindIndexField(*args, **kwargs)

    assert rebuilt.deconstruct() == field.deconstruct()
    assert (rebuilt.source, rebuilt.purpose, rebuilt.db_index) == ("phone", "checkins", db_index)
    assert (rebuilt.max_length, rebuilt.blank) == (32, True)


def test_the_fields_stand_in_migrations_by_name() -> None:
    sealed, _imports = MigrationWriter.serialize(SealedTextField())
    index, _imports = MigrationWriter.serialize(BlindIndexField(source="phone", purpose="surveys"))

    assert sealed == "vault.fields.SealedTextField()"
    assert index.startswith("vault.fields.BlindIndexField(blank=True, db_index=True,")
