"""The pages of a case: from the test result to the masked list; nothing typed is lost, nobody is named."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Role
from checkins.models import Notice
from tests.conftest import Cast
from tests.factories import at
from tests.pages import numbers
from tests.tracing.cases import DAY, SUBJECT, a_venue, health_of, opened, was_at
from tests.tracing.rows import asked
from tests.tracing.test_deeds import close
from tests.venues.forms import HOSTILE, errors
from tests.villages.queries import queries, queries_of
from thongnhat_portal.days import start_of
from tracing.cases import actions
from tracing.cases.actions import NotAnF1
from tracing.cases.views import RELEASES_SHOWN
from tracing.following.releasing.actions import refuse
from tracing.models import Case, Degree, ReleaseState, Stay
from venues.models import Venue

LIST, NEW = "/tracing/", "/tracing/new/"


@pytest.fixture
def market(cast: Cast) -> Venue:
    return a_venue(cast.commune, name="Chợ Mẫu")


@pytest.fixture
def case(cast: Cast, market: Venue) -> Case:
    was_at(market, "08:00", "12:00", phone=SUBJECT)
    was_at(market, "09:00", "10:00", name="Nguyễn Văn Một")
    return opened(cast.commune)


def address(name: str, *keys: int) -> str:
    return reverse(f"tracing:{name}", args=keys)


def create(cast: Cast, **typed: Any) -> Any:
    asked = {"kind": "confirmed", "authority_reference": "Phiếu số 7", "reason": "Dương tính", "phone": "0900 000 001"}
    return cast.client("health").post(NEW, asked | {"onset_on": DAY} | typed)


def place(venue: Venue, came: str = f"{DAY}T08:00", left: str = f"{DAY}T10:00", **more: str) -> dict[str, Any]:
    return {"venue": venue.pk, "from_at": came, "until_at": left, **more}


def test_opening_a_case_finds_its_contacts_at_once(cast: Cast, market: Venue) -> None:
    was_at(market, "08:00", "12:00", phone=SUBJECT)
    was_at(market, "09:00", "10:00")

    response = create(cast, infectious_until="2021-07-13T00:00")

    case = Case.objects.get()
    assert response.url == case.get_absolute_url()
    assert (case.stays.count(), case.contacts.count()) == (1, 1)


@pytest.mark.parametrize(
    ("typed", "begin"),
    [
        ({"onset_on": "2021-07-10"}, at("2021-07-08", 0)),
        ({"onset_on": "", "tested_on": "2021-07-10"}, at("2021-07-07", 0)),
        ({"onset_on": "2021-07-10", "tested_on": "2021-07-12"}, at("2021-07-08", 0)),
        ({"onset_on": "2021-07-10", "infectious_from": "2021-07-09T06:30"}, at("2021-07-09", 6, 30)),
    ],
)
def test_the_infectious_time_is_proposed(cast: Cast, typed: dict[str, str], begin: datetime) -> None:
    create(cast, **typed, infectious_until="2021-07-20T00:00")

    assert Case.objects.get().infectious_from == begin


def test_the_infectious_time_ends_with_today(cast: Cast) -> None:
    create(cast, onset_on=timezone.localdate().isoformat())

    assert Case.objects.get().infectious_until == start_of(timezone.localdate() + timedelta(days=1))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"onset_on": ""}, "onset_on"),
        ({"onset_on": "2121-01-01"}, "onset_on"),
        ({"reason": ""}, "reason"),
        ({"authority_reference": " "}, "authority_reference"),
        ({"phone_2": "12"}, "phone_2"),
        ({"infectious_until": "2021-07-01T00:00"}, "infectious_until"),
        ({"infectious_from": "2021-01-01T00:00", "infectious_until": "2021-07-20T00:00"}, "infectious_from"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_lost(cast: Cast, typed: dict[str, str], field: str) -> None:
    response = create(cast, **typed)

    assert response.status_code == 422
    assert field in errors(response)
    assert "Phiếu số 7" in response.content.decode() or field == "authority_reference"
    assert not Case.objects.exists()


def test_three_phones_are_kept_each_once(cast: Cast) -> None:
    create(cast, phone_2="0900000001", phone_3="0911 111 111", infectious_until="2021-07-20T00:00")

    assert [phone.phone for phone in Case.objects.get().phones.all()] == [SUBJECT, "+84911111111"]


def test_health_reads_the_persons_phone_and_the_chair_does_not(cast: Cast, case: Case) -> None:
    health, chair = (cast.client(role).get(case.get_absolute_url()).content.decode() for role in ("health", "chair"))

    assert "0900 000 001" in health
    assert "0900 000 001" not in chair
    assert "090****001" in chair


def test_the_chair_looks_and_does_nothing(cast: Cast, case: Case) -> None:
    page = cast.client("chair").get(case.get_absolute_url()).content.decode()

    assert address("contacts", case.pk) in page
    assert address("trace", case.pk) not in page


def test_no_contact_is_named_on_the_page_of_the_case(cast: Cast, case: Case) -> None:
    page = cast.client("health").get(case.get_absolute_url()).content.decode()

    assert "Văn Một" not in page
    assert "Văn ***" not in page
    assert "0911" not in numbers(page)


def test_a_neighbours_health_station_knows_nothing_of_the_case(cast: Cast, case: Case) -> None:
    foreign = health_of(cast.foreigner.commune)
    client = cast.client("foreigner")
    client.force_login(foreign)

    assert client.get(case.get_absolute_url()).status_code == 404
    assert case.code not in client.get(LIST).content.decode()


def test_a_stay_of_another_case_is_not_found(cast: Cast, case: Case) -> None:
    other = opened(cast.commune, "+84955555555")

    response = cast.client("health").post(address("leave_out", other.pk, case.stays.get().pk))

    assert response.status_code == 404


def test_a_visit_is_left_out_and_taken_back(cast: Cast, case: Case) -> None:
    health, stay = cast.client("health"), case.stays.get()

    health.post(address("leave_out", case.pk, stay.pk))
    left_out = case.contacts.count()
    health.post(address("take_back", case.pk, stay.pk))

    assert (left_out, case.contacts.count()) == (0, 1)


def test_a_visit_is_added_by_hand(cast: Cast, case: Case, market: Venue) -> None:
    cast.client("health").post(address("add_stay", case.pk), place(market))

    assert Stay.objects.filter(source="typed", case=case).count() == 1


@pytest.mark.parametrize(
    ("came", "left", "field"),
    [
        (f"{DAY}T10:00", f"{DAY}T09:00", "until_at"),
        ("2021-07-09T08:00", "2021-07-11T08:00", "until_at"),
        ("2021-07-01T08:00", "2021-07-01T10:00", "from_at"),
        ("2121-07-01T08:00", "2121-07-01T10:00", "from_at"),
        ("", f"{DAY}T09:00", "from_at"),
    ],
)
def test_an_impossible_visit_is_refused(
    cast: Cast, case: Case, market: Venue, came: str, left: str, field: str
) -> None:
    response = cast.client("health").post(address("add_stay", case.pk), place(market, came, left))

    assert response.status_code == 422
    assert field in errors(response)


def test_venues_of_another_commune_cannot_be_chosen(cast: Cast, case: Case) -> None:
    foreign = a_venue(cast.foreigner.commune)

    for key in (foreign.pk, 10**30):
        response = cast.client("health").post(address("add_stay", case.pk), place(foreign) | {"venue": key})
        assert "venue" in errors(response)


def test_who_was_at_a_place_is_shown_masked_and_the_look_is_audited(cast: Cast, case: Case, market: Venue) -> None:
    page = cast.client("health").post(address("place", case.pk), place(market)).content.decode()

    assert "Nguyễn Văn ***" in page
    assert "091****111" in page
    assert AuditEvent.objects.filter(action="case.place", facts__people=2).exists()


def test_opening_the_page_of_places_looks_at_nobody(cast: Cast, case: Case) -> None:
    cast.client("health").get(address("place", case.pk))

    assert not AuditEvent.objects.filter(action="case.place").exists()


def test_a_place_is_added_to_the_case(cast: Cast, case: Case, market: Venue) -> None:
    response = cast.client("health").post(address("place", case.pk), place(market, add="1"))

    assert response.url == case.get_absolute_url()
    assert case.stays.filter(source="place").exists()


def test_the_venue_is_told(cast: Cast, case: Case) -> None:
    cast.client("health").post(address("notice", case.pk, case.stays.get().pk), {"text": "Khử khuẩn"})

    assert Notice.objects.get().text == "Khử khuẩn"
    assert Notice.objects.get().told_by == cast.people[Role.HEALTH]


@pytest.mark.parametrize("name", ["trace", "leave_out", "take_back", "notice", "edit", "add_phone", "place"])
def test_a_case_closed_in_between_says_so(cast: Cast, case: Case, market: Venue, name: str) -> None:
    stay = [case.stays.get().pk] if name in ("leave_out", "take_back", "notice") else []
    facts = {"kind": "suspected", "authority_reference": "1", "reason": "2", "onset_on": DAY, "phone": "0922222222"}
    measures = {"least_minutes": 1, "lingering_minutes": 0, "quarantine_days": 7, "text": "x"}
    close(case)

    response = cast.client("health").post(
        address(name, case.pk, *stay), place(market) | facts | measures | {"infectious_until": "2021-07-20T00:00"}
    )

    assert response.status_code == 409


def test_the_case_is_edited_and_searched_anew(cast: Cast, case: Case) -> None:
    page = cast.client("health").get(address("edit", case.pk))
    typed = {name: field.value() for name, field in zip(page.context["form"].fields, page.context["form"], strict=True)}
    typed = {
        name: value.isoformat() if hasattr(value, "isoformat") else "" if value is None else value
        for name, value in typed.items()
    }

    cast.client("health").post(address("edit", case.pk), typed | {"least_minutes": "61"})

    case.refresh_from_db()
    assert (case.least_minutes, case.contacts.count()) == (61, 0)


def test_searching_f2_goes_on_to_the_list(cast: Cast, case: Case) -> None:
    response = cast.client("health").post(address("secondary", case.pk, case.contacts.get().pk))

    assert response.url == address("contacts", case.pk)
    assert case.stays.filter(of_contact__isnull=False).exists()


def test_f2_of_an_f2_are_refused_on_the_page_of_the_case(cast: Cast, case: Case) -> None:
    case.contacts.update(degree=Degree.F2)

    response = cast.client("health").post(address("secondary", case.pk, case.contacts.get().pk))

    assert response.status_code == 409
    assert response.context["refusal"] == NotAnF1.sentence


def test_open_cases_stand_first(cast: Cast) -> None:
    cases = [opened(cast.commune) for _ in range(3)]
    close(cases[2])

    page = cast.client("chair").get(LIST)

    assert [case.pk for case in page.context["page"]] == [cases[1].pk, cases[0].pk, cases[2].pk]


@pytest.mark.parametrize(("until", "last"), [("2021-07-13T00:00", "12/07/2021"), ("2021-07-13T08:00", "13/07/2021")])
def test_what_ends_at_midnight_is_shown_as_ended_the_day_before(cast: Cast, until: str, last: str) -> None:
    opened(cast.commune, infectious_until=timezone.make_aware(datetime.fromisoformat(until)))

    assert f"08/07 – {last}" in cast.client("health").get(LIST).content.decode()


def test_hostile_names_stay_text(cast: Cast, case: Case, market: Venue) -> None:
    Venue.objects.filter(pk=market.pk).update(name=HOSTILE[0])

    assert HOSTILE[0] not in cast.client("health").get(case.get_absolute_url()).content.decode()


def test_the_page_asks_no_more_for_ten_visits_than_for_one(cast: Cast, case: Case) -> None:
    client, page = cast.client("health"), case.get_absolute_url()
    one = queries_of(client, page)

    for number in range(10):
        venue = a_venue(cast.commune)
        was_at(venue, "09:00", "10:00", phone=SUBJECT)
        was_at(venue, "09:00", "10:00", phone=f"+8494000000{number}")
    actions.trace(actor=cast.people["health"], case=case)

    assert queries_of(client, page) == one


def test_the_page_tells_what_became_of_the_releases_asked_for(cast: Cast, case: Case) -> None:
    client, page = cast.client("health"), case.get_absolute_url()
    assert 'class="row-link"' not in client.get(page).content.decode()

    refuse(actor=cast.people["chair"], release=asked(case), reason="chưa rõ căn cứ")
    shown = client.get(page).content.decode()
    one = queries_of(client, page)
    for number in range(10):
        asked(case, reason=f"Gọi-F1-{number}")

    assert f'<span class="tag ">{ReleaseState.REFUSED.label}</span>' in shown
    assert queries_of(client, page) == one
    assert client.get(page).content.decode().count("Gọi-F1-") == RELEASES_SHOWN


def test_the_list_asks_no_more_for_ten_cases_than_for_one(cast: Cast, case: Case) -> None:
    client = cast.client("health")
    one = queries_of(client, LIST)

    for _ in range(10):
        opened(cast.commune)

    assert queries_of(client, LIST) == one


def test_the_place_asks_no_more_for_ten_people_than_for_one(cast: Cast, case: Case, market: Venue) -> None:
    client, asked = cast.client("health"), address("place", case.pk)
    client.post(asked, place(market))
    one = queries(lambda: client.post(asked, place(market)))

    for number in range(10):
        was_at(market, "09:00", "10:00", phone=f"+8494000000{number}")

    assert queries(lambda: client.post(asked, place(market))) == one
