"""What a venue and its village head are told: that, when and what to do, for fourteen days; never who."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checkins.models import Notice
from tests.conftest import Cast
from tests.factories import VenueFactory
from tests.tracing.cases import SUBJECT, opened, was_at
from tests.villages.queries import queries_of
from tracing.cases.actions import notify_venue
from tracing.models import Stay

KEEPER, HEAD = "/keeper/today/", "/doubts/"
TEXT = "Khử khuẩn và chờ điện thoại"


@pytest.fixture
def stay(cast: Cast) -> Stay:
    venue = VenueFactory(village=cast.village, name="Quán Bên Sông")
    venue.keepers.add(cast.people["keeper"])
    was_at(venue, "08:00", "12:00", phone=SUBJECT, name="Lý Thị Kín")
    return opened(cast.commune).stays.get()


def tell(cast: Cast, stay: Stay) -> None:
    notify_venue(actor=cast.people["health"], stay=stay, text=TEXT)


def page(cast: Cast, role: str, address: str) -> str:
    return cast.client(role).get(address).content.decode()


@pytest.mark.parametrize(("role", "address"), [("keeper", KEEPER), ("village_head", HEAD)])
def test_they_read_that_and_when_and_never_who(cast: Cast, stay: Stay, role: str, address: str) -> None:
    tell(cast, stay)

    told = page(cast, role, address)

    assert TEXT in told
    assert "08:00 10/07/2021" in told
    assert "Lý Thị" not in told
    assert stay.case.code not in told


@pytest.mark.parametrize(("role", "address"), [("health", KEEPER), ("stranger", HEAD), ("officer", HEAD)])
def test_nobody_else_is_told(cast: Cast, stay: Stay, role: str, address: str) -> None:
    tell(cast, stay)

    assert TEXT not in page(cast, role, address)


def test_after_fourteen_days_it_is_shown_no_more(cast: Cast, stay: Stay) -> None:
    tell(cast, stay)
    Notice.objects.update(told_at=timezone.now() - timedelta(days=14, minutes=1))

    assert TEXT not in page(cast, "keeper", KEEPER)


@pytest.mark.parametrize(("role", "address"), [("keeper", KEEPER), ("village_head", HEAD)])
def test_ten_notices_ask_no_more_than_one(cast: Cast, stay: Stay, role: str, address: str) -> None:
    tell(cast, stay)
    one = queries_of(cast.client(role), address)

    for _ in range(9):
        tell(cast, stay)

    assert queries_of(cast.client(role), address) == one
