"""My check-ins on this device: one's own alone, who has read them, corrected and deleted by oneself."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent
from checkins.models import CheckIn, Disclosure, Hold
from tests.checkins.visitors import check_in
from tests.factories import PosterFactory, UserFactory, VenueFactory
from vault.sealing import blind_index
from venues.models import Poster

pytestmark = pytest.mark.django_db
MINE = "/v/mine/"


@pytest.fixture
def poster() -> Poster:
    made: Poster = PosterFactory(venue=VenueFactory(name="Chợ Thống Nhất"))
    return made


@pytest.fixture
def browser(poster: Poster) -> Client:
    client = Client()
    check_in(client, poster, remember="1", companions="2")
    return client


@pytest.fixture
def visit(browser: Client) -> CheckIn:
    return CheckIn.objects.get()


def address_of(visit: CheckIn) -> str:
    return f"{MINE}{visit.public_id}/"


def hold(visit: CheckIn) -> None:
    Hold.objects.create(check_in=visit, reference="CA-01", placed_by=UserFactory(role="health"))


def test_the_list_shows_where_when_and_with_how_many_but_the_person_masked(browser: Client, visit: CheckIn) -> None:
    html = browser.get(MINE).content.decode()

    assert "Chợ Thống Nhất" in html
    assert timezone.localtime(visit.entered_at).strftime("%H:%M") in html
    assert "Nguyễn Văn ***" in html
    assert "Văn Mẫu" not in html
    assert "912345678" not in html


def test_the_confirmation_leads_to_it_in_the_own_browser_only(browser: Client, visit: CheckIn) -> None:
    confirmation = f"/v/visit/{visit.public_id}/"

    assert MINE in browser.get(confirmation).content.decode()
    assert MINE not in Client().get(confirmation).content.decode()


def test_another_browser_finds_nothing(visit: CheckIn) -> None:
    stranger = Client()

    assert not stranger.get(MINE).context["visits"]
    for address in (address_of(visit), f"{address_of(visit)}delete/"):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"companions": "0"}).status_code == 404
    assert CheckIn.objects.get().companions == 2


def test_it_says_who_has_read_it_and_when_but_not_why(browser: Client, visit: CheckIn) -> None:
    health, now = UserFactory(role="health", full_name="Lê Thị Đọc"), timezone.now()
    for _ in range(2):
        Disclosure.objects.create(check_in=visit, read_by=health, at=now, reference="CA-01")

    html = browser.get(MINE).content.decode()

    assert html.count(timezone.localtime(now).strftime("%d/%m/%Y")) >= 1
    assert html.count('class="note"') == 1
    assert "CA-01" not in html
    assert "Lê Thị Đọc" not in html


def test_a_correction_is_sealed_again_and_found_by_the_new_number(browser: Client, visit: CheckIn) -> None:
    typed = {"name": "Trần Thị Mẫu", "phone": "0987 654 321", "companions": "0"}

    response = browser.post(address_of(visit), typed)

    corrected = CheckIn.objects.get(phone_index=blind_index("checkins", "+84987654321"))
    assert response.url == MINE
    assert (corrected.name, corrected.phone, corrected.companions) == ("Trần Thị Mẫu", "+84987654321", 0)
    assert corrected.corrected_at


def test_who_is_remembered_is_remembered_as_corrected(browser: Client, visit: CheckIn) -> None:
    browser.post(address_of(visit), {"name": "", "phone": "0987 654 321", "companions": "2"})

    assert "098****321" in browser.get(f"/v/{visit.poster.code}/").content.decode()


def test_another_person_remembered_meanwhile_stays(browser: Client, visit: CheckIn, poster: Poster) -> None:
    browser.post(f"/v/{poster.code}/forget/")
    check_in(browser, poster, remember="1", name="Trần Thị Mẫu", phone="0983333444")

    browser.post(address_of(visit), {"name": "", "phone": "0987 654 321", "companions": "2"})

    assert "098****444" in browser.get(f"/v/{poster.code}/").content.decode()


def test_what_is_left_empty_stays_and_nothing_changed_is_no_correction(browser: Client, visit: CheckIn) -> None:
    browser.post(address_of(visit), {"name": "", "phone": "", "companions": "2"})

    same = CheckIn.objects.get()
    assert (same.name, same.phone, same.corrected_at) == (visit.name, visit.phone, None)
    assert not AuditEvent.objects.exists()


def test_a_mistake_in_a_correction_keeps_what_was_typed(browser: Client, visit: CheckIn) -> None:
    response = browser.post(address_of(visit), {"name": "Trần Thị Mẫu", "phone": "12", "companions": "0"})

    assert response.status_code == 422
    assert "Trần Thị Mẫu" in response.content.decode()
    assert CheckIn.objects.get().name == visit.name


def test_the_form_of_a_correction_shows_the_person_masked(browser: Client, visit: CheckIn) -> None:
    html = browser.get(address_of(visit)).content.decode()

    assert "091****678" in html
    assert "Văn Mẫu" not in html


def test_a_deleted_visit_is_gone_and_asking_first_deletes_nothing(browser: Client, visit: CheckIn) -> None:
    Disclosure.objects.create(check_in=visit, read_by=UserFactory(), at=timezone.now(), reference="CA-01")
    browser.get(f"{address_of(visit)}delete/")
    assert CheckIn.objects.exists()

    response = browser.post(f"{address_of(visit)}delete/")

    assert response.url == MINE
    assert not CheckIn.objects.exists()


def test_correcting_and_deleting_are_audited_without_any_person(browser: Client, visit: CheckIn) -> None:
    browser.post(address_of(visit), {"name": "Trần Thị Mẫu", "companions": "0"})
    browser.post(f"{address_of(visit)}delete/")

    corrected, deleted = AuditEvent.objects.order_by("number")
    assert (corrected.action, corrected.facts) == ("checkin.correct", {"fields": "name companions"})
    assert (deleted.action, deleted.facts) == ("checkin.delete", {})
    assert {event.actor for event in (corrected, deleted)} == {None}
    assert {event.object_type for event in (corrected, deleted)} == {"venues.venue"}


@pytest.mark.parametrize("deed", ["", "delete/"])
def test_a_visit_an_open_case_holds_stays_as_it_is_and_says_until_when(
    browser: Client, visit: CheckIn, deed: str
) -> None:
    hold(visit)

    response = browser.post(f"{address_of(visit)}{deed}", {"name": "Trần Thị Mẫu", "companions": "0"})

    days = visit.venue.commune.retention_days
    assert response.status_code == 409
    assert timezone.localtime(visit.entered_at + timedelta(days=days)).strftime("%d/%m/%Y") in response.content.decode()
    assert CheckIn.objects.get().name == visit.name


def test_a_held_visit_offers_neither(browser: Client, visit: CheckIn) -> None:
    hold(visit)

    assert "delete/" not in browser.get(MINE).content.decode()


def test_the_list_asks_as_much_for_ten_as_for_one(
    browser: Client, poster: Poster, django_assert_num_queries: object
) -> None:
    for rows in (0, 9):
        for _ in range(rows):
            check_in(browser, poster, remember="1", name="Nguyễn Văn Mẫu", phone="0912345678")
        for visit in CheckIn.objects.all():
            Disclosure.objects.create(check_in=visit, read_by=UserFactory(), at=timezone.now(), reference="CA-01")

        with django_assert_num_queries(4):  # type: ignore[operator]
            browser.get(MINE)


def test_no_cookie_of_a_citizen_outlives_the_visits(browser: Client, poster: Poster) -> None:
    longest = poster.venue.commune.retention_days * 24 * 3600

    assert {name: cookie["max-age"] <= longest for name, cookie in browser.cookies.items()} == {
        "visits": True,
        "visitor": True,
        "device": True,
    }
