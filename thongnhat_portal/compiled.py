"""Statements that everybody at every door waits for: compiled once a process, and sent without asking first.

Building their joins costs more than running them (decision 7); asking the database whether it is there, half of that
again (decision 21).
"""

from collections.abc import Callable, Sequence
from operator import methodcaller
from typing import Any

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler


def repeatably(statement: str, values: Sequence[Any], tell: Callable[[CursorWrapper], Any]) -> Any:
    """Run one statement that does no harm if it runs twice; what `tell` says of its cursor.

    Nobody asks first whether the connection still lives: where it turns out dead, a new one is opened and the statement
    sent again, once, and never within a transaction. Raises OperationalError or InterfaceError.
    """
    database = connections[DEFAULT_DB_ALIAS]  # itself, not the stand-in that looks it up at every touch
    may_be_dead = database.connection is not None and not database.in_atomic_block
    database.health_check_done = True  # type: ignore[attr-defined]
    try:
        return _run(database, statement, values, tell)
    except (OperationalError, InterfaceError):
        if not may_be_dead or database.is_usable():
            raise
        database.close()
        return _run(database, statement, values, tell)


def _run(
    database: BaseDatabaseWrapper, statement: str, values: Sequence[Any], tell: Callable[[CursorWrapper], Any]
) -> Any:
    with database.cursor() as cursor:
        cursor.execute(statement, values)
        return tell(cursor)


class CompiledOnce:
    """At most one row, found by one value: the one parameter of the `values_list` that `rows(value)` is."""

    def __init__(self, rows: Callable[[Any], QuerySet[Any, Any]]) -> None:
        self.rows = rows
        self.compiled: dict[str, tuple[str, dict[int, Any]]] = {}

    def row(self, value: Any) -> list[Any] | None:
        """What `rows(value).first()` gives; `value` as the database takes it."""
        statement, converters = self.compiled.get(connection.vendor) or self._compile(value)
        found = repeatably(statement, [value], methodcaller("fetchone"))
        if found is None:
            return None
        row = list(found)
        for position, (functions, expression) in converters.items():
            for convert in functions:
                row[position] = convert(row[position], expression, connection)
        return row

    def _compile(self, value: Any) -> tuple[str, dict[int, Any]]:
        """The statement in this database's dialect, and what makes its values Python's."""
        compiler: SQLCompiler = self.rows(value).order_by().query.get_compiler(connection=connection)
        statement, parameters = compiler.as_sql()
        assert len(parameters) == 1, parameters
        converters = compiler.get_converters([column for column, _, _ in compiler.select or []])
        self.compiled[connection.vendor] = statement, converters
        return statement, converters
