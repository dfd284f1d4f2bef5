"""The list of contacts: each person once, strongest first, found again without losing what was done."""

import secrets
from dataclasses import replace

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Commune
from checkins.models import CheckIn, Hold
from tests.factories import CommuneFactory
from tests.tracing.cases import (
    SUBJECT,
    a_venue,
    contacts,
    health_of,
    minutes,
    moment,
    opened,
    trace,
    typed_stay,
    was_at,
)
from tests.villages.queries import queries
from tracing.cases import actions
from tracing.models import Case, Contact, Exposure, FollowUp, Stay
from vault.keyring import keyring
from venues.models import Venue

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = "+84911111111", "+84922222222", "+84933333333"


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def market(commune: Commune) -> Venue:
    return a_venue(commune, usual_stay=60)


@pytest.fixture
def case(commune: Commune, market: Venue) -> Case:
    """The subject was at the market from eight to twelve, FIRST from nine to ten."""
    was_at(market, "08:00", "12:00", phone=SUBJECT)
    was_at(market, "09:00", "10:00", phone=FIRST, name="Nguyễn Văn Một")
    return opened(commune)


def follow(contact: Contact) -> None:
    done = {"kind": "call", "day": timezone.localdate(), "done_at": timezone.now()}
    FollowUp.objects.create(contact=contact, done_by=health_of(contact.case.commune), **done)


def leave_out(stay: Stay) -> None:
    actions.leave_out(actor=health_of(stay.case.commune), stay=stay)


def rotate(settings: Settings) -> None:
    """A new index key before the old one."""
    ring = keyring()
    new = {purpose: (secrets.token_bytes(32), *keys) for purpose, keys in ring.index.items()}
    settings.VAULT_KEYS = replace(ring, index=new).as_json()


def test_each_person_once_with_places_and_minutes(commune: Commune, market: Venue) -> None:
    other = a_venue(commune)
    for venue, came, left in [(market, "08:00", "09:00"), (other, "10:00", "11:00")]:
        was_at(venue, came, left, phone=SUBJECT)
        was_at(venue, came, left, phone=FIRST)

    (contact,) = contacts(opened(commune))

    assert (contact.minutes, contact.places, contact.last_exposed_at) == (120, 2, moment("11:00"))
    assert contact.exposures.count() == 2


def test_two_scans_of_one_visit_do_not_count_twice(case: Case, market: Venue) -> None:
    was_at(market, "09:05", "10:00", phone=FIRST)

    assert [contact.minutes for contact in trace(case)] == [60]


def test_strongest_first(case: Case, market: Venue) -> None:
    was_at(market, "09:00", "12:00", phone=SECOND)
    was_at(market, "09:00", "09:30", phone=THIRD)

    assert [contact.phone for contact in trace(case)] == [SECOND, FIRST, THIRD]


def test_who_gave_no_phone_is_one_for_each_check_in(case: Case, market: Venue) -> None:
    visits = {was_at(market, "09:00", "10:00", phone="").pk for _ in range(2)}

    trace(case)
    trace(case)

    nameless = Contact.objects.filter(phone="")
    assert {contact.only_check_in_id for contact in nameless} == visits
    assert nameless.count() == 2


def test_the_most_companions_at_one_time(case: Case, market: Venue) -> None:
    was_at(market, "10:00", "11:00", phone=FIRST, name="Nguyễn Văn Một", companions=3)
    was_at(market, "11:00", "12:00", phone=FIRST, name="Nguyễn Văn Một", companions=2)

    assert [contact.companions for contact in trace(case)] == [3]


def test_two_people_with_one_phone_are_one_contact_and_a_companion(case: Case, market: Venue) -> None:
    was_at(market, "09:00", "10:00", phone=FIRST, name="Nguyễn Thị Hai")

    (contact,) = trace(case)

    assert (contact.minutes, contact.companions) == (60, 1)


def test_the_subject_is_no_contact_of_their_own(case: Case, market: Venue) -> None:
    was_at(market, "08:30", "11:00", phone=SUBJECT)

    assert [contact.phone for contact in trace(case)] == [FIRST]


def test_a_second_phone_of_the_subject_is_no_contact_and_its_visits_are_stays(case: Case, market: Venue) -> None:
    was_at(market, "13:00", "14:00", phone=SECOND)
    was_at(market, "13:00", "14:00", phone=FIRST)
    was_at(market, "08:00", "09:00", phone=SECOND)

    actions.add_phone(actor=health_of(case.commune), case=case, phone=SECOND)

    assert [(contact.phone, contact.minutes) for contact in contacts(case)] == [(FIRST, 120)]
    assert case.stays.count() == 3


def test_what_a_left_out_stay_was_made_of_is_still_the_subjects(case: Case, market: Venue) -> None:
    typed_stay(case, market, "08:00", "11:00")

    leave_out(case.stays.get(source="scanned"))

    assert [contact.phone for contact in contacts(case)] == [FIRST]


def test_everyone_is_found_after_a_rotation_and_nobody_twice(case: Case, market: Venue, settings: Settings) -> None:
    rotate(settings)
    was_at(market, "10:00", "11:00", phone=FIRST)
    was_at(market, "13:00", "14:00", phone=SUBJECT)

    (contact,) = trace(case)

    assert contact.minutes == 120
    assert case.stays.count() == 2


def test_late_arrivals_are_marked_new_and_the_first_are_not(case: Case, market: Venue) -> None:
    was_at(market, "09:00", "09:30", phone=SECOND)

    assert [(contact.phone, contact.is_new) for contact in trace(case)] == [(FIRST, False), (SECOND, True)]


def test_a_list_first_made_by_hand_is_not_new(commune: Commune, market: Venue) -> None:
    was_at(market, "09:00", "10:00", phone=FIRST)
    case = opened(commune)

    typed_stay(case, market, "09:00", "12:00")

    assert [contact.is_new for contact in contacts(case)] == [False]


def test_searching_again_keeps_what_was_done_and_renews_the_figures(case: Case, market: Venue) -> None:
    case.contacts.update(state="reached", next_step="Gọi lại")
    was_at(market, "10:00", "11:00", phone=FIRST)

    (contact,) = trace(case)

    assert (contact.state, contact.next_step, contact.minutes) == ("reached", "Gọi lại", 120)


def test_a_contact_of_a_left_out_stay_goes(case: Case) -> None:
    leave_out(case.stays.get())

    assert contacts(case) == []
    assert not Exposure.objects.exists()


def test_a_contact_that_was_called_stays_with_nothing_together(case: Case) -> None:
    follow(contacts(case)[0])

    leave_out(case.stays.get())

    assert minutes(case) == [0]
    assert not Exposure.objects.exists()


def test_a_stay_taken_back_counts_again(case: Case) -> None:
    leave_out(case.stays.get())

    actions.take_back(actor=health_of(case.commune), stay=case.stays.get())

    assert minutes(case) == [60]


def test_the_visits_of_subject_and_contacts_are_held_once(case: Case) -> None:
    trace(case)

    assert Hold.objects.filter(reference=case.hold_reference).count() == CheckIn.objects.count() == 2


def test_the_queries_do_not_grow_with_the_contacts(case: Case, market: Venue) -> None:
    trace(case)
    few = queries(lambda: trace(case))
    for number in range(10):
        was_at(market, "09:00", "10:00", phone=f"+8494000000{number}")
    trace(case)

    assert queries(lambda: trace(case)) <= few


def test_ten_new_contacts_ask_no_more_than_one(case: Case, market: Venue) -> None:
    was_at(market, "09:00", "10:00", phone=SECOND)
    few = queries(lambda: trace(case))
    for number in range(10):
        was_at(market, "09:00", "10:00", phone=f"+8494000000{number}")

    assert queries(lambda: trace(case)) <= few
