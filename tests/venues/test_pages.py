"""The list of venues and the page of one."""

import re
from typing import Any

import pytest

from tests.conftest import Cast
from tests.factories import PosterFactory, UserFactory, VenueFactory
from tests.venues.forms import page
from tests.villages.queries import queries_of
from venues.models import Poster, Venue
from venues.views import PAGE

LIST = "/venues/"


def listed(cast: Cast, role: str = "officer", **asked: Any) -> list[str]:
    response = cast.client(role).get(LIST, asked)
    assert response.status_code == 200
    return [venue.name for venue in response.context["page"]]


@pytest.fixture
def three(cast: Cast) -> Cast:
    """An open market with a poster, an open eatery whose poster is revoked, a school next door that waits."""
    PosterFactory(venue=VenueFactory(village=cast.village, name="Chợ Đình", address="Ngõ Hoà Bình"))
    revoked = VenueFactory(village=cast.village, name="Quán Ăn Ba Miền", category="eatery")
    PosterFactory(venue=revoked, revoked_at="2021-07-01T00:00:00Z")
    there = cast.stranger.headed_villages.get()
    VenueFactory(village=there, name="Trường Mẫu", category="school", status="pending")
    return cast


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Chợ Đình", "Quán Ăn Ba Miền", "Trường Mẫu"]),
        ({"q": "cho dinh"}, ["Chợ Đình"]),
        ({"q": "HÒA BÌNH"}, ["Chợ Đình"]),
        ({"q": "mien quan"}, ["Quán Ăn Ba Miền"]),
        ({"q": "🙂"}, []),
        ({"q": "a" * 101}, []),
        ({"category": "eatery"}, ["Quán Ăn Ba Miền"]),
        ({"category": "spa"}, []),
        ({"status": "pending"}, ["Trường Mẫu"]),
        ({"status": "without_poster"}, ["Quán Ăn Ba Miền"]),
        ({"status": "lost"}, []),
        ({"village": "x"}, []),
        ({"village": "9" * 50}, []),
        ({"q": "quan", "category": "market"}, []),
    ],
)
def test_the_list_is_searched_without_accents_and_filtered(three: Cast, asked: Any, names: list[str]) -> None:
    assert listed(three, **asked) == names


def test_a_village_is_chosen_among_those_one_sees(three: Cast) -> None:
    there = three.stranger.headed_villages.get()

    assert listed(three, village=there.pk) == ["Trường Mẫu"]
    assert listed(three, "village_head", village=there.pk) == []
    assert listed(three, "foreigner", village=three.village.pk) == []


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("chair", ["Chợ Đình", "Quán Ăn Ba Miền", "Trường Mẫu"]),
        ("monitor", ["Chợ Đình", "Quán Ăn Ba Miền", "Trường Mẫu"]),
        ("village_head", ["Chợ Đình", "Quán Ăn Ba Miền"]),
        ("stranger", ["Trường Mẫu"]),
        ("foreigner", []),
        ("keeper", ["Chợ Đình"]),
        ("health", []),
    ],
)
def test_each_role_lists_its_venues(three: Cast, role: str, names: list[str]) -> None:
    Venue.objects.get(name="Chợ Đình").keepers.add(three.people["keeper"])

    assert listed(three, role) == names


def test_a_keeper_of_another_commune_sees_nothing_of_the_old_one(three: Cast) -> None:
    keeper = three.people["keeper"]
    Venue.objects.get(name="Chợ Đình").keepers.add(keeper)
    keeper.commune = three.foreigner.commune
    keeper.save()

    assert not Venue.objects.visible_to(keeper).exists()


def test_open_venues_are_marked_with_and_without_poster(three: Cast) -> None:
    shown = page(three, LIST)

    assert re.findall(r'<span class="tag ?(\w*)">', shown) == ["good", "behind", "care"]
    assert "1/2 địa điểm" in shown


def test_the_pages_keep_the_search(cast: Cast) -> None:
    for number in range(PAGE + 1):
        VenueFactory(village=cast.village, name=f"Quán {number}")

    shown = page(cast, f"{LIST}?q=quan&page=1")

    assert 'href="?q=quan&page=2"' in shown
    assert (len(listed(cast, q="quan")), len(listed(cast, q="quan", page="2"))) == (PAGE, 1)
    assert len(listed(cast, page="x")) == PAGE


def test_the_page_of_a_venue_shows_its_facts_and_posters(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village, capacity=1200, usual_stay=45, address="Ngõ 3")
    old = PosterFactory(venue=venue, revoked_at="2021-07-01T00:00:00Z")
    live = PosterFactory(venue=venue, kind="exit")

    shown = page(cast, venue.get_absolute_url())

    assert all(text in shown for text in ("Ngõ 3", "1.200", "45 phút", "Thôn Đồng Tiến", live.address))
    assert f"/posters/{live.pk}.pdf" in shown
    assert f"/posters/{old.pk}.pdf" not in shown
    assert old.address not in shown


def test_a_suspended_venue_says_why(cast: Cast) -> None:
    venue = VenueFactory(village=cast.village, status="suspended", status_reason="<b>Nhắc</b> ba lần")

    assert "<b>Nhắc</b> ba lần" in page(cast, venue.get_absolute_url(), "village_head")
    assert "<b>Nhắc" not in cast.client("chair").get(venue.get_absolute_url()).content.decode()


@pytest.mark.parametrize("status", Venue.Status.values)
@pytest.mark.parametrize("role", ["officer", "village_head", "chair"])
def test_a_page_offers_what_is_allowed_and_nothing_else(cast: Cast, role: str, status: str) -> None:
    venue = PosterFactory(venue=VenueFactory(village=cast.village, status=status)).venue

    offered = set(re.findall(rf'"{venue.get_absolute_url()}(\w+)/', page(cast, venue.get_absolute_url(), role)))

    expected = {
        "pending": {"edit", "approve", "retire", "posters"},
        "approved": {"edit", "suspend", "retire", "posters"},
        "suspended": {"edit", "reopen", "retire", "posters"},
        "retired": {"posters"},
    }[status]
    if role != "officer":
        expected = {"posters"} | ({"edit"} if (role, status) == ("village_head", "pending") else set())
    may_photograph = role in ("officer", "village_head") and status != "retired"
    assert offered == expected | ({"photo"} if may_photograph else set())


def test_an_officer_approves_suspends_reopens_and_closes_by_buttons(cast: Cast) -> None:
    venue, client = VenueFactory(village=cast.village, status="pending"), cast.client("officer")
    seen = []

    for deed in ("approve", "suspend", "reopen", "retire"):
        response = client.post(f"{venue.get_absolute_url()}{deed}/", {"reason": "Nhắc ba lần"}, follow=True)
        seen.append((response.status_code, Venue.objects.get().status, len(response.context["messages"])))

    assert seen == [(200, status, 1) for status in ("approved", "suspended", "approved", "retired")]
    assert Venue.objects.get().status_reason == "Nhắc ba lần"


@pytest.mark.parametrize("deed", ["approve", "reopen"])
def test_a_button_pressed_too_late_is_refused_and_said(cast: Cast, deed: str) -> None:
    venue = VenueFactory(village=cast.village)

    response = cast.client("officer").post(f"{venue.get_absolute_url()}{deed}/")

    assert response.status_code == 409
    assert response.context["is_refused"]
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize("reason", ["", " ", "A" * 301])
def test_a_suspension_without_a_proper_reason_is_handed_back(cast: Cast, reason: str) -> None:
    venue = VenueFactory(village=cast.village)

    response = cast.client("officer").post(f"{venue.get_absolute_url()}suspend/", {"reason": reason})

    assert response.status_code == 422
    assert reason in response.content.decode()
    assert 'aria-invalid="true"' in response.content.decode()
    assert Venue.objects.get().status == "approved"


@pytest.mark.parametrize("kind", Poster.Kind.values)
def test_an_officer_issues_and_revokes_posters_by_buttons(cast: Cast, kind: str) -> None:
    venue, client = VenueFactory(village=cast.village), cast.client("officer")

    client.post(f"{venue.get_absolute_url()}posters/", {"kind": kind})
    poster = Poster.objects.get()
    answers = [client.post(f"{venue.get_absolute_url()}posters/{poster.pk}/revoke/").status_code for _ in range(2)]

    assert (poster.kind, poster.issued_by) == (kind, cast.people["officer"])
    assert answers == [302, 409]
    assert Poster.objects.get().revoked_by == cast.people["officer"]


def test_the_queries_of_the_list_do_not_grow_with_the_venues(cast: Cast) -> None:
    PosterFactory(venue=VenueFactory(village=cast.village))
    client = cast.client("officer")
    before = queries_of(client, LIST)

    for _ in range(9):
        PosterFactory(venue=VenueFactory(village__commune=cast.commune))

    assert len(listed(cast)) == 10
    assert queries_of(client, LIST) == before


def test_the_queries_of_a_venue_do_not_grow_with_its_posters_and_keepers(cast: Cast) -> None:
    venue, client = VenueFactory(village=cast.village), cast.client("officer")
    PosterFactory(venue=venue, issued_by=cast.people["officer"])
    before = queries_of(client, venue.get_absolute_url())

    for _ in range(9):
        PosterFactory(venue=venue, issued_by=UserFactory(commune=cast.commune))
        venue.keepers.add(UserFactory(commune=cast.commune, role="keeper"))

    assert queries_of(client, venue.get_absolute_url()) == before


def test_the_queries_of_the_form_do_not_grow_with_the_keepers(cast: Cast) -> None:
    client = cast.client("officer")
    before = queries_of(client, "/venues/new/")

    for _ in range(9):
        VenueFactory(village__commune=cast.commune).keepers.add(UserFactory(commune=cast.commune, role="keeper"))

    assert queries_of(client, "/venues/new/") == before
