"""What a code opens: asked once for a moment, and never remembered longer."""

from typing import Any

import pytest
from django.utils import timezone

from tests.factories import PosterFactory, VenueFactory
from venues import doors

pytestmark = pytest.mark.django_db


@pytest.fixture
def remembering(settings: Any) -> None:
    doors._door.cache_clear()
    doors._place.cache_clear()
    settings.DOORS_REMEMBERED_S = 2


@pytest.mark.usefixtures("remembering")
def test_in_a_rush_the_door_is_asked_for_once(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any) -> None:
    code = PosterFactory().code
    monkeypatch.setattr(doors, "monotonic", lambda: 100.0)

    with django_assert_num_queries(1):
        found = [doors.door(code) for _ in range(10)]

    assert found[0]
    assert set(found) == {found[0]}


@pytest.mark.usefixtures("remembering")
def test_a_revoked_poster_is_closed_a_moment_later(monkeypatch: pytest.MonkeyPatch) -> None:
    poster = PosterFactory()
    monkeypatch.setattr(doors, "monotonic", lambda: 100.0)
    first = doors.door(poster.code)
    poster.revoked_at = timezone.now()
    poster.save()

    monkeypatch.setattr(doors, "monotonic", lambda: 102.0)
    later = doors.door(poster.code)

    assert first
    assert later
    assert (first.is_open, later.is_open) == (True, False)


@pytest.mark.usefixtures("remembering")
def test_where_a_visit_was_is_asked_for_once_and_forgotten_a_moment_later(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    venue = VenueFactory(name="Chợ Thống Nhất")
    monkeypatch.setattr(doors, "monotonic", lambda: 100.0)
    with django_assert_num_queries(1):
        found = [doors.place(venue.pk) for _ in range(10)]
    venue.name = "Chợ Mới"
    venue.save()

    monkeypatch.setattr(doors, "monotonic", lambda: 102.0)
    later = doors.place(venue.pk)

    assert {place.name for place in found} == {"Chợ Thống Nhất"}
    assert (later.name, later.commune) == ("Chợ Mới", venue.commune.name)


@pytest.mark.parametrize("code", ["", "abc", "AAAAAAAAAA", "C" * 17, "CDEF'--"])
def test_what_cannot_be_a_code_asks_nothing(code: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert doors.door(code) is None
