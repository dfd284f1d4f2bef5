"""Queries that everybody at every door waits for: compiled by Django once a process, not at each scan.

Building their joins costs more than running them (decision 7).
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler


class CompiledOnce:
    """At most one row, found by one value: the one parameter of the `values_list` that `rows(value)` is."""

    def __init__(self, rows: Callable[[Any], QuerySet[Any, Any]]) -> None:
        self.rows = rows
        self.compiled: dict[str, tuple[str, dict[int, Any]]] = {}

    def row(self, value: Any) -> list[Any] | None:
        """What `rows(value).first()` gives; `value` as the database takes it."""
        statement, converters = self.compiled.get(connection.vendor) or self._compile(value)
        with connection.cursor() as cursor:
            cursor.execute(statement, [value])
            found = cursor.fetchone()
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
