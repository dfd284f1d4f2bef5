"""Statements of the door: sent without asking first, and once more where the connection was dead."""

from collections.abc import Iterator
from operator import methodcaller

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from checkins.models import CheckIn
from tests.checkins.visitors import check_in
from tests.factories import PosterFactory
from thongnhat_portal.compiled import repeatably

pytestmark = pytest.mark.django_db(transaction=True)

ONE = methodcaller("fetchone")


class Line:
    """The line to the database: how often it is asked whether it lives, opened anew, and cut before a statement."""

    def __init__(self) -> None:
        self.asked, self.closed, self.cuts = 0, 0, 0
        self.lives = True


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    made = Line()
    cursor = BaseDatabaseWrapper.cursor

    def is_usable(database: BaseDatabaseWrapper) -> bool:
        made.asked += 1
        return made.lives

    def close(database: BaseDatabaseWrapper) -> None:
        made.closed += 1

    def cut(database: BaseDatabaseWrapper) -> object:
        if made.cuts:
            made.cuts -= 1
            raise OperationalError("server closed the connection unexpectedly")
        return cursor(database)

    database = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    monkeypatch.setattr(type(database), "is_usable", is_usable)
    with monkeypatch.context() as patched:
        patched.setattr(type(database), "close", close)
        patched.setattr(type(database), "cursor", cut)
        patched.setattr(database, "health_check_enabled", True)
        patched.setattr(database, "health_check_done", False)
        yield made


def test_a_statement_is_sent_without_asking_first(line: Line) -> None:
    assert repeatably("SELECT %s", [7], ONE) == (7,)
    assert (line.asked, line.closed) == (0, 0)


def test_on_a_dead_connection_it_is_sent_once_more(line: Line) -> None:
    line.lives, line.cuts = False, 1

    assert repeatably("SELECT %s", [7], ONE) == (7,)
    assert line.closed == 1


def test_a_database_that_stays_away_is_told(line: Line) -> None:
    line.lives, line.cuts = False, 2

    with pytest.raises(OperationalError):
        repeatably("SELECT %s", [7], ONE)


def test_what_fails_on_a_living_connection_is_not_sent_again(line: Line) -> None:
    line.cuts = 1

    with pytest.raises(OperationalError):
        repeatably("SELECT %s", [7], ONE)

    assert line.closed == 0


def test_within_a_transaction_nothing_is_sent_twice(line: Line) -> None:
    with transaction.atomic():
        line.lives, line.cuts = False, 1

        with pytest.raises(OperationalError):
            repeatably("SELECT %s", [7], ONE)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a connection that somebody else can end")
def test_a_guest_does_not_notice_that_the_server_dropped_the_line() -> None:
    poster, phone = PosterFactory(), Client()
    drop_the_line()

    confirmation = check_in(phone, poster).url
    drop_the_line()

    assert phone.get(confirmation).status_code == 200
    assert CheckIn.objects.count() == 1


def drop_the_line() -> None:
    """As a restart of the server does: the portal's end does not know yet."""
    number = repeatably("SELECT pg_backend_pid()", [], ONE)[0]
    other = connections[DEFAULT_DB_ALIAS].copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
    other.close()
