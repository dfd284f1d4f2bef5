"""F2: who was near a chosen F1 since that one was exposed."""

import pytest

from accounts.models import Commune
from tests.factories import CommuneFactory
from tests.tracing.cases import SUBJECT, a_venue, contacts, health_of, moment, opened, trace, was_at
from tracing.cases import actions
from tracing.models import Case, Contact
from venues.models import Venue

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = "+84911111111", "+84922222222", "+84933333333"


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def market(commune: Commune) -> Venue:
    return a_venue(commune)


@pytest.fixture
def cafe(commune: Commune) -> Venue:
    return a_venue(commune)


@pytest.fixture
def case(commune: Commune, market: Venue, cafe: Venue) -> Case:
    """FIRST met the subject at the market at nine, and SECOND in the café in the afternoon."""
    was_at(market, "09:00", "10:00", phone=SUBJECT)
    was_at(market, "08:00", "10:00", phone=FIRST)
    was_at(cafe, "14:00", "15:00", phone=FIRST)
    was_at(cafe, "14:30", "16:00", phone=SECOND)
    return opened(commune)


def trace_secondary(case: Case, phone: str = FIRST) -> list[tuple[str, int, int]]:
    """(phone, degree, minutes) of the list after it."""
    chosen = next(contact for contact in contacts(case) if contact.phone == phone)
    actions.trace_secondary(actor=health_of(case.commune), contact=chosen)
    return shown(case)


def shown(case: Case) -> list[tuple[str, int, int]]:
    return [(contact.phone, contact.degree, contact.minutes) for contact in contacts(case)]


def test_nobody_is_f2_before_it_is_asked_for(case: Case) -> None:
    assert shown(case) == [(FIRST, 1, 60)]


def test_who_met_the_f1_is_f2(case: Case) -> None:
    assert trace_secondary(case) == [(FIRST, 1, 60), (SECOND, 2, 30)]
    assert not Contact.objects.filter(is_new=True).exists()


def test_whom_the_f1_met_before_the_exposure_is_no_f2(case: Case, market: Venue, cafe: Venue) -> None:
    was_at(market, "08:00", "09:00", phone=THIRD)
    was_at(cafe, "06:00", "07:00", phone=FIRST)
    was_at(cafe, "06:00", "07:00", phone=THIRD)

    assert THIRD not in {phone for phone, _degree, _minutes in trace_secondary(case)}


def test_an_f1_stays_f1_and_the_subject_is_no_contact(case: Case, market: Venue, cafe: Venue) -> None:
    was_at(market, "09:30", "10:00", phone=SECOND)
    was_at(cafe, "14:00", "15:00", phone=SUBJECT, entered_at=moment("14:00", "2021-07-20"), left_at=None)

    trace(case)

    assert trace_secondary(case) == [(FIRST, 1, 60), (SECOND, 1, 30)]


def test_an_f2_who_turns_out_to_have_met_the_subject_is_f1(case: Case, market: Venue) -> None:
    trace_secondary(case)
    was_at(market, "09:30", "10:00", phone=SECOND)

    trace(case)

    assert shown(case) == [(FIRST, 1, 60), (SECOND, 1, 30)]


def test_a_later_visit_of_the_f1_is_found_by_searching_again(case: Case, cafe: Venue) -> None:
    trace_secondary(case)
    was_at(cafe, "18:00", "19:00", phone=FIRST)
    was_at(cafe, "18:00", "19:00", phone=THIRD)

    trace(case)

    assert (THIRD, 2, 60) in shown(case)
    assert Contact.objects.get(is_new=True).phone == THIRD


def test_without_its_f1_there_is_no_f2(case: Case) -> None:
    trace_secondary(case)

    actions.leave_out(actor=health_of(case.commune), stay=case.stays.of_subject().get())

    assert shown(case) == []


def test_an_f1_without_phone_has_f2_too(commune: Commune, market: Venue) -> None:
    was_at(market, "09:00", "10:00", phone=SUBJECT)
    was_at(market, "09:00", "12:00", phone="")
    was_at(market, "11:00", "12:00", phone=SECOND)

    assert trace_secondary(opened(commune), "") == [("", 1, 60), (SECOND, 2, 60)]


def test_contacts_of_an_f2_are_not_looked_for(case: Case) -> None:
    trace_secondary(case)

    with pytest.raises(actions.NotAnF1):
        trace_secondary(case, SECOND)


def test_an_f1s_visits_are_the_subjects_once_their_second_phone_is_known(case: Case) -> None:
    trace_secondary(case)

    actions.add_phone(actor=health_of(case.commune), case=case, phone=FIRST)

    assert shown(case) == [(SECOND, 1, 30)]
    assert not case.stays.filter(of_contact__isnull=False).exists()
