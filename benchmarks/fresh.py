"""A fresh, migrated database for one part of a bench, and how long a call takes."""

import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection


def fresh_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("make_keys", verbosity=0, stdout=open("/dev/null", "w"))  # noqa: SIM115
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def bare_table() -> None:
    """What the bare view writes to."""
    with connection.cursor() as cursor:
        kind = "BIGSERIAL" if connection.vendor == "postgresql" else "INTEGER"
        cursor.execute(f"CREATE TABLE bare (id {kind} PRIMARY KEY, name VARCHAR(100), phone VARCHAR(20))")


def analyse() -> None:
    """Statistics, as autovacuum would have gathered them by then."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def median_seconds(call: Callable[[], object], times: int) -> float:
    return sorted(seconds(call) for _ in range(times))[times // 2]
