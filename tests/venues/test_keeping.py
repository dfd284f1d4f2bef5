"""A venue passes into other hands, and whoever kept it before no longer sees it."""

import pytest

from accounts.models import AuditEvent, Role
from tests.conftest import Cast
from tests.factories import UserFactory, VenueFactory
from tests.venues.forms import errors, page
from tests.villages.queries import queries_of
from venues.keeping.actions import NotKept, transfer_venue
from venues.models import Venue

KEEPERS = "/venues/keepers/"


@pytest.fixture
def kept(cast: Cast) -> Venue:
    venue: Venue = VenueFactory(village=cast.village)
    venue.keepers.add(cast.people["keeper"])
    return venue


def test_a_transfer_changes_who_sees_the_venue(cast: Cast, kept: Venue) -> None:
    old, new = cast.people["keeper"], UserFactory(role=Role.KEEPER, commune=cast.commune)
    facts = {"leaving": old.pk, "coming": new.pk, "reason": "Đổi chủ quán"}

    response = cast.client("officer").post(f"{kept.get_absolute_url()}transfer/", facts)

    assert response.url == kept.get_absolute_url()
    assert list(kept.keepers.all()) == [new]
    assert cast.client("keeper").get(kept.get_absolute_url()).status_code == 404
    event = AuditEvent.objects.get()
    assert (event.action, event.reason, event.facts) == (
        "venue.transfer",
        "Đổi chủ quán",
        {"leaving": old.pk, "coming": new.pk},
    )


def test_it_goes_to_another_keeper_of_the_commune_only(cast: Cast, kept: Venue) -> None:
    foreign = UserFactory(role=Role.KEEPER, commune=cast.foreigner.commune)
    same = {"leaving": cast.people["keeper"].pk}

    address = f"{kept.get_absolute_url()}transfer/"

    assert errors(cast.client("officer").post(address, same | {"coming": foreign.pk})) == {"coming": ["invalid_choice"]}
    assert errors(cast.client("officer").post(address, same | {"coming": same["leaving"]})) == {"coming": ["same"]}


def test_a_keeper_gone_in_between_is_not_replaced(cast: Cast, kept: Venue) -> None:
    old, new = cast.people["keeper"], UserFactory(role=Role.KEEPER, commune=cast.commune)
    kept.keepers.clear()

    with pytest.raises(NotKept):
        transfer_venue(actor=cast.people["officer"], venue=kept, leaving=old, coming=new, reason="")

    assert not kept.keepers.exists()


def test_the_list_names_every_keeper_with_their_venues(cast: Cast, kept: Venue) -> None:
    VenueFactory(village=cast.village)
    VenueFactory(village=cast.village, name="Nơi khác").keepers.add(UserFactory(commune=cast.foreigner.commune))

    shown = page(cast, KEEPERS)

    assert kept.name in shown
    assert "chưa giữ địa điểm nào" in shown  # the health station
    assert "1 địa điểm đang mở chưa có người kiểm soát" in shown


def test_the_list_asks_as_often_for_ten_keepers_as_for_one(cast: Cast, kept: Venue) -> None:
    client = cast.client("officer")
    one = queries_of(client, KEEPERS)
    for _ in range(10):
        VenueFactory(village=cast.village).keepers.add(UserFactory(role=Role.KEEPER, commune=cast.commune))

    assert queries_of(client, KEEPERS) == one
