"""The dashboard stands while the cache is away; and the chair sees there that a signature is waited for."""

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as NoRedis

from tests.conftest import Cast
from tests.tracing.rows import a_traced_case, asked
from thongnhat_portal.remembering import remembered

pytestmark = pytest.mark.django_db


def test_figures_are_read_once_in_ten_minutes() -> None:
    found = [remembered("a", lambda n=n: n) for n in (1, 2)]  # type: ignore[misc]

    assert found == [1, 1]
    assert remembered("b", lambda: 3) == 3


def test_while_the_cache_is_away_figures_are_read_each_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise NoRedis

    monkeypatch.setattr(cache, "get", away)

    assert remembered("a", lambda: 2) == 2
    assert cast.client("chair").get("/dashboard/").status_code == 200


def test_what_goes_wrong_in_reading_is_no_fault_of_the_cache() -> None:
    with pytest.raises(ZeroDivisionError):
        remembered("a", lambda: 1 // 0)


def test_the_chair_is_told_of_a_release_that_waits(cast: Cast) -> None:
    before = cast.client("chair").get("/dashboard/").content.decode()
    case, stay, _contact = a_traced_case(cast)
    asked(case, stay)

    after = cast.client("chair").get("/dashboard/").content.decode()

    assert "/tracing/releases/" in after[after.index("<main") :]
    assert "/tracing/releases/" not in before[before.index("<main") :]
    assert "/tracing/releases/" not in cast.client("officer").get("/dashboard/").content.decode()
