"""The rows of every table as they lie there: sealed columns as tokens, which nothing but the keys opens."""

import base64
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models.functions import Cast

from vault.fields import SealedTextField

LEFT_OUT = ("auth", "contenttypes", "sessions")  # made anew by `migrate`, or worth nothing elsewhere
BATCH = 1_000

Field = models.Field[Any, Any]


def backed_up_models() -> list[type[models.Model]]:
    """Every table but those left out, links between things among them."""
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.app_label not in LEFT_OUT and model._meta.managed]


def fields_of(model: type[models.Model]) -> list[Field]:
    return list(model._meta.local_concrete_fields)


def rows(model: type[models.Model]) -> Iterator[tuple[Any, ...]]:
    """By key, values as Python has them, sealed texts as tokens."""
    columns = [
        Cast(field.attname, models.TextField()) if isinstance(field, SealedTextField) else field.attname
        for field in fields_of(model)
    ]
    queryset: models.QuerySet[Any] = models.QuerySet(model).order_by("pk")  # not by a manager, which might hide rows
    found: Iterator[tuple[Any, ...]] = queryset.values_list(*columns).iterator(BATCH)
    return found


def written(value: Any) -> Any:
    """What JSON has no word for; the rest is DjangoJSONEncoder's, which would cut moments to milliseconds."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, datetime | time) else value


def store(model: type[models.Model], names: Sequence[str], found: Iterable[Sequence[Any]]) -> None:
    """Insert rows past all of the model's own code: nothing is computed, sealed or numbered anew."""
    by_name = {field.attname: field for field in fields_of(model)}
    fields = [by_name[name] for name in names]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    values = [[_prepared(field, value) for field, value in zip(fields, row, strict=True)] for row in found]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)  # noqa: S608 - own names


def _prepared(field: Any, value: Any) -> Any:
    if isinstance(field, SealedTextField) or value is None:
        return value
    if isinstance(field, models.BinaryField):
        value = base64.b64decode(value)
    target = field.target_field if field.is_relation else field
    return target.get_db_prep_value(target.to_python(value), connection)


def clear(every: Iterable[type[models.Model]]) -> None:
    """Constraints between tables are looked at when the transaction ends, so the order does not matter."""
    with connection.cursor() as cursor:
        for model in every:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - own names


def count_on(every: Iterable[type[models.Model]]) -> None:
    """Let new rows be numbered after the restored ones."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(every)):
            cursor.execute(statement)
