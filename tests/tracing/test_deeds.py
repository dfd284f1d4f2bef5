"""Deeds on a case: numbered, audited without a name or a phone, refused once it is closed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import AuditEvent, Commune
from checkins.models import Notice
from tests.factories import CommuneFactory
from tests.tracing.cases import SUBJECT, a_venue, contacts, health_of, moment, opened, typed_stay, was_at
from tracing.case import CaseClosed
from tracing.cases import actions
from tracing.models import Case
from venues.models import Venue

pytestmark = pytest.mark.django_db
FIRST = "+84911111111"


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def market(commune: Commune) -> Venue:
    return a_venue(commune)


@pytest.fixture
def case(commune: Commune, market: Venue) -> Case:
    was_at(market, "08:00", "12:00", phone=SUBJECT)
    was_at(market, "09:00", "10:00", phone=FIRST, name="Nguyễn Văn Một")
    return opened(commune)


def close(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(
        closed_by=health_of(case.commune), closed_at=timezone.now(), forget_on=date(2021, 9, 1)
    )


def deeds(case: Case) -> dict[str, Callable[[], object]]:
    actor, stay, contact = health_of(case.commune), case.stays.get(), case.contacts.get()
    place = {"venue": stay.venue, "from_at": moment("14:00"), "until_at": moment("15:00")}
    return {
        "case.trace_secondary": lambda: actions.trace_secondary(actor=actor, contact=contact),
        "case.edit": lambda: actions.edit_case(actor=actor, case=case),
        "case.phone": lambda: actions.add_phone(actor=actor, case=case, phone="+84922222222"),
        "case.leave_out": lambda: actions.leave_out(actor=actor, stay=stay),
        "case.take_back": lambda: actions.take_back(actor=actor, stay=stay),
        "case.trace": lambda: actions.trace(actor=actor, case=case),
        "case.place": lambda: actions.look_at_place(actor=actor, case=case, **place),
        "case.stay": lambda: actions.add_stay(actor=actor, case=case, **place),
        "case.notice": lambda: actions.notify_venue(actor=actor, stay=stay, text="Khử khuẩn"),
    }


def test_cases_are_numbered_by_commune_and_year(commune: Commune) -> None:
    with time_machine.travel("2021-07-15 10:00+07:00", tick=False):
        codes = [opened(of).code for of in (commune, commune, CommuneFactory())]
    with time_machine.travel("2022-01-02 10:00+07:00", tick=False):
        codes.append(opened(commune).code)

    assert codes == ["2021-001", "2021-002", "2021-001", "2022-001"]


def test_a_thousandth_case_is_followed_by_another(commune: Commune) -> None:
    first = opened(commune)
    Case.objects.filter(pk=first.pk).update(code=f"{first.code[:4]}-1000")

    assert opened(commune).code.endswith("-1001")


def test_a_number_is_given_once(commune: Commune) -> None:
    first, second = opened(commune), opened(commune)

    with pytest.raises(IntegrityError):
        Case.objects.filter(pk=second.pk).update(code=first.code)


def test_every_deed_is_audited_at_the_case_and_names_nobody(case: Case) -> None:
    every = deeds(case)

    for deed in every.values():
        deed()

    events = AuditEvent.objects.filter(object_type="tracing.case", object_id=str(case.pk))
    told = str([(event.facts, event.reason) for event in events])
    assert [event.action for event in events] == ["case.open", *every]
    assert "Nguyễn" not in told
    assert not [phone for phone in (SUBJECT, FIRST, "+84922222222") if phone[3:] in told]


@pytest.mark.parametrize("action", ["edit", "phone", "leave_out", "take_back", "trace", "place", "stay", "notice"])
def test_a_closed_case_refuses(case: Case, action: str) -> None:
    deed = deeds(case)[f"case.{action}"]
    close(case)

    with pytest.raises(CaseClosed):
        deed()


def test_a_closed_case_has_no_f2_looked_for(case: Case) -> None:
    deed = deeds(case)["case.trace_secondary"]
    close(case)

    with pytest.raises(CaseClosed):
        deed()


def test_a_phone_added_twice_is_one(case: Case) -> None:
    actions.add_phone(actor=health_of(case.commune), case=case, phone=SUBJECT)

    assert case.phones.count() == 1


def test_another_measure_makes_another_list(case: Case) -> None:
    case.least_minutes = 61

    actions.edit_case(actor=health_of(case.commune), case=case)

    assert contacts(case) == []


def test_a_look_counts_companions_and_finds_whoever_was_there_at_any_moment(case: Case, market: Venue) -> None:
    was_at(market, "06:00", "07:00", phone="+84933333333")
    was_at(market, "11:00", "11:30", phone="+84944444444", companions=2)

    people, visits = actions.look_at_place(
        actor=health_of(case.commune), case=case, venue=market, from_at=moment("09:30"), until_at=moment("11:00")
    )

    assert people == 5
    assert [visit.phone for visit in visits] == [SUBJECT, FIRST, "+84944444444"]


def test_a_place_added_to_the_case_makes_contacts_of_who_was_there(case: Case, market: Venue) -> None:
    was_at(market, "14:00", "15:00", phone="+84922222222")

    typed_stay(case, market, "14:00", "15:00")

    assert {contact.phone for contact in contacts(case)} == {FIRST, "+84922222222"}


def test_the_venue_is_told_when_and_what_to_do(case: Case) -> None:
    stay = case.stays.get()

    actions.notify_venue(actor=health_of(case.commune), stay=stay, text="Khử khuẩn")

    notice = Notice.objects.get()
    assert (notice.venue, notice.from_at, notice.until_at) == (stay.venue, stay.from_at, stay.until_at)
    assert notice.told_at - timezone.now() < timedelta(seconds=5)
