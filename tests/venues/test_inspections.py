"""The monitoring team's round: whom to visit first, what was found, and what follows three reminders."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory
from tests.venues.forms import errors, page
from tests.venues.photos import photo, upload
from tests.villages.queries import queries_of
from tests.villages.test_constraints import refused
from venues import actions
from venues.inspecting.overview import to_suspend, to_visit
from venues.models import Inspection, Venue

ROUND = "/inspections/"
SOUND = {"is_up": "yes", "is_legible": "yes", "is_used": "yes", "note": ""}


def found(cast: Cast, venue: Venue, days_ago: float, *, in_order: bool = True, reminded: bool = False) -> Inspection:
    """An inspection of some days ago."""
    made: Inspection = Inspection.objects.create(
        venue=venue,
        inspector=cast.people["monitor"],
        at=timezone.now() - timedelta(days=days_ago),
        is_up=True,
        is_legible=in_order,
        is_used=True,
        is_reminder=reminded,
    )
    return made


def proposed() -> list[Venue]:
    return list(to_suspend(Venue.objects.all()))


@pytest.fixture
def venue(cast: Cast) -> Venue:
    made: Venue = PosterFactory(venue=VenueFactory(village=cast.village)).venue
    return made


def inspected(cast: Cast, venue: Venue, role: str = "monitor", **cells: Any) -> Any:
    return cast.client(role).post(f"{ROUND}{venue.pk}/", SOUND | cells)


def test_an_inspection_is_three_answers_and_a_photo(cast: Cast, venue: Venue) -> None:
    response = inspected(cast, venue, is_used="no", is_reminder="on", note="Mã mờ", **upload(photo((300, 200))))

    made = Inspection.objects.get()
    assert response.url == ROUND
    assert (made.is_up, made.is_legible, made.is_used, made.is_reminder) == (True, True, False, True)
    assert (made.inspector, made.note) == (cast.people["monitor"], "Mã mờ")
    assert made.photo
    assert AuditEvent.objects.get().facts == {"in_order": False, "reminder": True}
    picture = cast.client("chair").get(f"{ROUND}photos/{made.pk}.jpg")
    assert picture["Content-Type"] == "image/jpeg"


def test_of_a_poster_that_is_not_up_nothing_more_is_asked(cast: Cast, venue: Venue) -> None:
    inspected(cast, venue, is_up="no", is_legible="yes", is_used="")

    made = Inspection.objects.get()
    assert (made.is_up, made.is_legible, made.is_used) == (False, False, False)


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"is_up": ""}, {"is_up": ["required"]}),
        ({"is_legible": "", "is_used": ""}, {"is_legible": ["required"], "is_used": ["required"]}),
        ({"is_used": "perhaps"}, {"is_used": ["invalid_choice"]}),
        ({"note": "a" * 301}, {"note": ["max_length"]}),
        (upload(b"no photo"), {"photo": ["unknown"]}),
    ],
)
def test_what_lacks_is_asked_for(cast: Cast, venue: Venue, cells: Any, wrong: Any) -> None:
    assert errors(inspected(cast, venue, **cells)) == wrong
    assert not Inspection.objects.exists()


def test_tapped_twice_it_is_one_reminder(cast: Cast, venue: Venue) -> None:
    for _ in range(2):
        inspected(cast, venue, is_used="no", is_reminder="on")

    assert Inspection.objects.count() == 1


def test_a_venue_closed_in_between_is_not_inspected(cast: Cast, venue: Venue) -> None:
    from venues.inspecting.actions import inspect

    Venue.objects.update(status="retired")

    with pytest.raises(actions.WrongStatus):
        inspect(actor=cast.people["monitor"], venue=venue, found=Inspection(is_up=False))


def test_never_inspected_comes_first_then_disorder_then_the_longest_ago(cast: Cast) -> None:
    names = ("lâu rồi", "mới đây", "lộn xộn", "chưa bao giờ")
    places = {name: VenueFactory(village=cast.village, name=name) for name in names}
    found(cast, places["lâu rồi"], 20)
    found(cast, places["mới đây"], 1)
    found(cast, places["lộn xộn"], 9)
    found(cast, places["lộn xộn"], 2, in_order=False)

    order = [venue.name for venue in to_visit(Venue.objects.all())]

    assert order == ["chưa bao giờ", "lộn xộn", "lâu rồi", "mới đây"]


def test_the_round_is_of_open_venues_of_a_village(cast: Cast, venue: Venue) -> None:
    elsewhere = VenueFactory(village=cast.stranger.headed_villages.get(), name="Quán Xa")
    VenueFactory(village=cast.village, name="Đang Chờ", status="pending")

    every = page(cast, ROUND, "monitor")
    here = page(cast, f"{ROUND}?village={cast.village.pk}", "monitor")

    assert elsewhere.name in every
    assert "Đang Chờ" not in every
    assert venue.name in here
    assert elsewhere.name not in here
    assert elsewhere.name not in page(cast, ROUND, "village_head")


def test_three_reminders_since_it_was_in_order_propose_a_suspension(cast: Cast, venue: Venue) -> None:
    found(cast, venue, 30, in_order=False, reminded=True)
    found(cast, venue, 20)
    for days_ago in (6, 4):
        found(cast, venue, days_ago, in_order=False, reminded=True)
    two = proposed()

    found(cast, venue, 2, in_order=False, reminded=True)

    assert (two, proposed()) == ([], [venue])


def test_an_inspection_in_order_settles_the_reminders(cast: Cast, venue: Venue) -> None:
    for days_ago in (6, 4, 2):
        found(cast, venue, days_ago, in_order=False, reminded=True)

    found(cast, venue, 1)

    assert proposed() == []


def test_the_officer_suspends_with_one_click_and_reopening_settles_it(cast: Cast, venue: Venue) -> None:
    for days_ago in (6, 4, 2):
        found(cast, venue, days_ago, in_order=False, reminded=True)
    client = cast.client("officer")
    reason = client.get(f"{ROUND}reminded/").context["rows"][0][1]

    client.post(f"{venue.get_absolute_url()}suspend/", {"reason": reason})
    venue.refresh_from_db()
    suspended = (venue.status, venue.status_reason)
    client.post(f"{venue.get_absolute_url()}reopen/")

    assert suspended == ("suspended", reason)
    assert "3 lần" in reason
    assert proposed() == []


def test_the_proposal_stands_on_the_venues_page_for_the_officer_to_act_on(cast: Cast, venue: Venue) -> None:
    venue.keepers.add(cast.people["keeper"])
    for days_ago in (6, 4, 2):
        found(cast, venue, days_ago, in_order=False, reminded=True)

    shown = {role: page(cast, venue.get_absolute_url(), role) for role in ("officer", "monitor", "keeper")}

    assert "Tạm dừng vì lý do này" in shown["officer"]
    assert "đề nghị tạm dừng" in shown["monitor"]
    assert "Tạm dừng vì lý do này" not in shown["monitor"]
    assert "đề nghị tạm dừng" not in shown["keeper"]


@pytest.mark.parametrize("address", [ROUND, f"{ROUND}reminded/"])
def test_a_list_asks_as_often_for_ten_venues_as_for_one(cast: Cast, venue: Venue, address: str) -> None:
    client = cast.client("officer")
    counts = []
    for number in (1, 9):
        for _ in range(number):
            one = VenueFactory(village=cast.village)
            for days_ago in (6, 4, 2):
                found(cast, one, days_ago, in_order=False, reminded=True)
        counts.append(queries_of(client, address))

    assert counts[0] == counts[1]


def test_the_page_of_a_venue_asks_as_often_for_ten_inspections_as_for_one(cast: Cast, venue: Venue) -> None:
    found(cast, venue, 50)
    one = queries_of(cast.client("officer"), venue.get_absolute_url())
    for days_ago in range(1, 10):
        found(cast, venue, days_ago)

    assert queries_of(cast.client("officer"), venue.get_absolute_url()) == one


def test_a_poster_that_is_not_up_is_neither_legible_nor_used(cast: Cast, venue: Venue) -> None:
    found(cast, venue, 1)

    refused("inspection_of_no_poster_is_plain", Inspection.objects.all(), is_up=False)
