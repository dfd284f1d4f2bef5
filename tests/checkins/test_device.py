"""A random number tells devices apart: only for who is remembered, no longer than the visits, never as it is."""

from datetime import timedelta

import pytest
from django.test import Client

from checkins.models import CheckIn
from tests.checkins.visitors import check_in
from tests.factories import PosterFactory
from venues.models import Poster

pytestmark = pytest.mark.django_db


@pytest.fixture
def poster() -> Poster:
    made: Poster = PosterFactory()
    return made


def test_a_shared_phone_gets_no_number(poster: Poster) -> None:
    client = Client()

    check_in(client, poster)

    assert "device" not in client.cookies
    assert CheckIn.objects.get().device_hash == ""


def test_who_is_remembered_gets_one_of_which_a_hash_is_stored(poster: Poster) -> None:
    client = Client()

    check_in(client, poster, remember="1")
    check_in(client, poster, remember="1", phone="0987654321")

    number, first, second = client.cookies["device"].value, *CheckIn.objects.all()
    assert first.device_hash == second.device_hash != ""
    assert number not in first.device_hash


def test_the_number_is_kept_no_longer_than_the_visits_and_read_by_no_script(poster: Poster) -> None:
    client = Client()

    cookie = check_in(client, poster, remember="1").cookies["device"]

    assert cookie["max-age"] == timedelta(days=poster.venue.commune.retention_days).total_seconds()
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/v/")


def test_a_number_is_not_renewed(poster: Poster) -> None:
    client = Client()
    check_in(client, poster, remember="1")

    assert "device" not in check_in(client, poster, remember="1").cookies


def test_two_devices_differ(poster: Poster) -> None:
    for _ in range(2):
        check_in(Client(), poster, remember="1")

    assert len(set(CheckIn.objects.values_list("device_hash", flat=True))) == 2


@pytest.mark.parametrize("number", ["", "x", "a" * 4000, "<script>alert(1)</script"])
def test_a_number_of_somebody_elses_making_is_none(poster: Poster, number: str) -> None:
    client = Client()
    client.cookies["device"] = number

    check_in(client, poster)

    assert CheckIn.objects.get().device_hash == ""
