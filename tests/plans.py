"""How the database would answer: by which index, bound by what.

SQLite's plan follows from the statement alone. PostgreSQL chooses by what it counted, so it is given rows to count.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

from benchmarks.crowd import let_in
from tests.factories import HouseholdFactory, UserFactory, VenueFactory, visit
from villages.models import Village

IS_POSTGRESQL = connection.vendor == "postgresql"


def with_many(make_many: Callable[[], object], *models: type[Model]) -> None:
    """Where it matters: so many rows that it is worth to choose, and the statistics of them."""
    if not IS_POSTGRESQL:
        return
    make_many()
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def plan(queryset: QuerySet[Any]) -> str:
    return plan_of(*queryset.query.sql_with_params())


def plan_of(statement: str, given: Any = None) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'' if IS_POSTGRESQL else 'QUERY PLAN '}{statement}", given)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def crowd(village: Village) -> None:
    """Five thousand check-ins of a month, here and at twenty other places."""
    VenueFactory.create_batch(20, village=village)
    let_in(5_000, people=500)


def a_month_of_visits(village: Village) -> None:
    """Eight households, each visited on thirty days of July 2021."""
    surveyor = UserFactory(commune=village.commune)
    for household in HouseholdFactory.create_batch(8, village=village):
        for day in range(1, 31):
            visit(household, date(2021, 7, day), surveyor=surveyor)
