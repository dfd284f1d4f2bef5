"""What a venue's form asks beside name and place: hours, health declaration, the owner's contact."""

from datetime import time
from typing import Any

import pytest

from tests.conftest import Cast
from tests.factories import VenueFactory
from tests.venues.forms import NEW, a_venue, errors, page
from venues.models import Venue


def registered(cast: Cast, **cells: Any) -> Venue:
    assert cast.client("officer").post(NEW, a_venue(cast, **cells)).status_code == 302
    return Venue.objects.get()


def test_hours_may_cross_midnight_on_some_days(cast: Cast) -> None:
    venue = registered(cast, opens_at="17:00", closes_at="01:30", open_on=["7", "5", "6"])

    assert (venue.opens_at, venue.closes_at, venue.open_on) == (time(17), time(1, 30), "567")
    shown = page(cast, venue.get_absolute_url())
    assert "17:00 – 01:30" in shown
    assert "Thứ 6, Thứ 7, Chủ nhật" in shown or "Thứ Sáu, Thứ Bảy, Chủ nhật" in shown


def test_no_day_ticked_is_every_day(cast: Cast) -> None:
    assert registered(cast).open_on == "1234567"


@pytest.mark.parametrize(("given", "lacking"), [("opens_at", "closes_at"), ("closes_at", "opens_at")])
def test_hours_are_whole(cast: Cast, given: str, lacking: str) -> None:
    response = cast.client("officer").post(NEW, a_venue(cast, **{given: "07:00"}))

    assert errors(response) == {lacking: ["required"]}


@pytest.mark.parametrize(
    ("category", "answer", "asks"),
    [
        ("school", "", True),
        ("health_station", "", True),
        ("eatery", "", False),
        ("eatery", "yes", True),
        ("school", "no", False),
    ],
)
def test_schools_and_the_station_ask_for_a_declaration_unless_told_otherwise(
    cast: Cast, category: str, answer: str, asks: bool
) -> None:
    assert registered(cast, category=category, asks_health=answer).asks_health == asks


def test_editing_keeps_what_was_said(cast: Cast) -> None:
    venue = registered(cast, category="school", asks_health="no", opens_at="07:00", closes_at="17:00", open_on=["1"])
    form = cast.client("officer").get(f"{venue.get_absolute_url()}edit/").context["form"]

    assert form["asks_health"].value() == "no"
    assert form["open_on"].value() == ["1"]


def test_the_owner_is_kept_sealed_and_seen_by_officer_and_village_head_only(cast: Cast) -> None:
    venue = registered(cast, contact_name="trần thị mẫu", contact_phone="0912345678")
    venue.keepers.add(cast.people["keeper"])

    seen = {role: "0912 345 678" in page(cast, venue.get_absolute_url(), role) for role in LOOKERS}

    assert (venue.contact_name, venue.contact_phone) == ("Trần Thị Mẫu", "+84912345678")
    assert {role for role, sees in seen.items() if sees} == {"officer", "village_head"}


LOOKERS = ("officer", "village_head", "chair", "monitor", "keeper")


def test_an_edit_stores_the_new_particulars(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village)
    facts = {"contact_name": "Trần Thị Mẫu", "contact_phone": "0912345678", "open_on": ["2"], "asks_health": "yes"}

    cast.client("officer").post(f"{venue.get_absolute_url()}edit/", a_venue(cast, **facts, usual_stay="30"))

    venue.refresh_from_db()
    assert (venue.contact_phone, venue.open_on, venue.asks_health) == ("+84912345678", "2", True)
