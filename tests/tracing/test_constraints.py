"""What the database itself refuses, and what the querysets of releases say."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from time_machine import travel

from checkins.models import Notice
from tests.conftest import Cast
from tests.factories import at, enter
from tests.tracing.rows import PHONE, StayFactory, a_case, a_traced_case, asked, near, signed
from tests.villages.test_constraints import refused
from tracing.models import Case, Contact, Exposure, Release, ReleaseLine, Stay

DAY = "2021-07-10"  # on which the stay is, from noon to one

BROKEN_CASES: list[tuple[str, dict[str, Any]]] = [
    ("case_kind_known", {"kind": "rumour"}),
    ("case_has_reference_and_reason", {"authority_reference": ""}),
    ("case_has_reference_and_reason", {"reason": ""}),
    ("case_window_runs_forward", {"infectious_until": at("2021-07-02", 8)}),
    ("case_minutes_in_range", {"least_minutes": 241}),
    ("case_minutes_in_range", {"lingering_minutes": 241}),
    ("case_closed_by_someone_with_its_day", {"closed_at": at(DAY)}),
    ("case_closed_by_someone_with_its_day", {"forget_on": date(2021, 8, 1)}),
]
BROKEN_STAYS: list[tuple[str, dict[str, Any]]] = [
    ("stay_runs_forward", {"until_at": at(DAY, 12)}),
    ("stay_source_known", {"source": "guessed"}),
    ("stay_left_out_by_someone", {"left_out_at": at(DAY)}),
]
BROKEN_CONTACTS: list[tuple[str, dict[str, Any]]] = [
    ("contact_degree_known", {"degree": 3}),
    ("contact_state_known", {"state": "lost"}),
    ("contact_quarantine_runs_forward", {"quarantine_from": date(2021, 7, 12), "quarantine_until": date(2021, 7, 11)}),
    ("contact_quarantine_runs_forward", {"quarantine_from": date(2021, 7, 12)}),
]
BROKEN_RELEASES: list[tuple[str, dict[str, Any]]] = [
    ("release_has_reason", {"reason": ""}),
    ("release_signed_by_someone_and_expires", {"signed_at": at(DAY)}),
    ("release_signed_by_someone_and_expires", {"expires_at": at(DAY)}),
    ("release_refused_by_someone_and_not_signed", {"refused_at": at(DAY)}),
    ("release_withdrawn_by_someone", {"withdrawn_at": at(DAY)}),
]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Two days after the stay, at eight."""
    with travel(at("2021-07-12", 8), tick=False):
        yield


@pytest.mark.parametrize(("name", "values"), BROKEN_CASES)
def test_a_case_that_cannot_be_is_refused(cast: Cast, name: str, values: dict[str, Any]) -> None:
    a_case(cast)

    refused(name, Case.objects.all(), **values)


@pytest.mark.parametrize(("name", "values"), BROKEN_STAYS)
def test_a_stay_that_cannot_be_is_refused(cast: Cast, name: str, values: dict[str, Any]) -> None:
    StayFactory(case=a_case(cast))

    refused(name, Stay.objects.all(), **values)


@pytest.mark.parametrize(("name", "values"), BROKEN_CONTACTS)
def test_a_contact_that_cannot_be_is_refused(cast: Cast, name: str, values: dict[str, Any]) -> None:
    a_traced_case(cast)

    refused(name, Contact.objects.all(), **values)


@pytest.mark.parametrize(("name", "values"), BROKEN_RELEASES)
def test_a_release_that_cannot_be_is_refused(cast: Cast, name: str, values: dict[str, Any]) -> None:
    asked(a_case(cast))

    refused(name, Release.objects.all(), **values)


def test_a_release_is_not_signed_by_who_asked_for_it(cast: Cast) -> None:
    case = a_case(cast)

    with pytest.raises(IntegrityError, match="release_signed_by_a_second_person"), transaction.atomic():
        signed(cast, case, signed_by=case.opened_by)


def test_a_signature_has_its_last_day(cast: Cast) -> None:
    asked(a_case(cast))
    endless = {"signed_by": cast.people["chair"], "signed_at": at(DAY)}

    refused("release_signed_by_someone_and_expires", Release.objects.all(), **endless)


def test_a_refusal_and_a_withdrawal_say_why(cast: Cast) -> None:
    asked(a_case(cast))
    by = {"refused_by": cast.people["chair"], "refused_at": at(DAY)}

    refused("release_refused_by_someone_and_not_signed", Release.objects.all(), **by)
    withdrawn = {"withdrawn_by": cast.people["chair"], "withdrawn_at": at(DAY)}
    refused("release_withdrawn_by_someone", Release.objects.all(), **withdrawn)


def test_windows_of_exposures_lines_and_notices_run_forward(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    asked(case, stay)
    told = {"text": "Khử khuẩn", "told_by": cast.people["health"], "told_at": at(DAY)}
    Notice.objects.create(venue=stay.venue, from_at=at(DAY, 9), until_at=at(DAY, 10), **told)

    refused("exposure_runs_forward", Exposure.objects.all(), until_at=at(DAY, 11))
    refused("release_line_runs_forward", ReleaseLine.objects.all(), until_at=at(DAY, 12))
    refused("notice_runs_forward", Notice.objects.all(), until_at=at(DAY, 9))


def test_a_person_is_a_contact_once_a_case(cast: Cast) -> None:
    _case, stay, _contact = a_traced_case(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        near(stay, phone=PHONE)
    a_traced_case(cast)  # of another case, no matter


def test_a_check_in_is_one_stay_and_one_exposure_and_one_nameless_contact_of_a_case(cast: Cast) -> None:
    stay = StayFactory(case=a_case(cast))
    other, seen = StayFactory(case=stay.case), enter(stay.venue, DAY)
    StayFactory(case=stay.case, venue=stay.venue, check_in=seen)
    near(stay, check_in=seen, phone="", only_check_in=seen)

    with pytest.raises(IntegrityError), transaction.atomic():
        StayFactory(case=stay.case, venue=stay.venue, check_in=seen)
    with pytest.raises(IntegrityError), transaction.atomic():
        near(stay, check_in=seen)
    with pytest.raises(IntegrityError), transaction.atomic():
        near(other, phone="", only_check_in=seen)


def opened(at_hour: int = 12) -> list[bool]:
    with travel(at("2021-07-12", at_hour)):
        return [contact.is_open for contact in Contact.objects.strongest_first().marked_open()]


def test_a_contact_is_open_while_a_signed_release_lists_its_stay(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    release = asked(case, stay)

    assert opened() == [False]
    sealed = {"signed_by": cast.people["chair"], "signed_at": at("2021-07-12", 9), "expires_at": at("2021-07-12", 13)}
    Release.objects.filter(pk=release.pk).update(**sealed)
    assert opened() == [True]
    assert opened(13) == [False]
    Release.objects.update(withdrawn_by=cast.people["chair"], withdrawn_at=at("2021-07-12", 10), why_not="Nhầm")
    assert opened() == [False]


def test_a_release_opens_neither_another_stay_nor_a_wider_window_nor_a_shorter_time(cast: Cast) -> None:
    case = a_case(cast)
    stay, other = StayFactory(case=case), StayFactory(case=case)
    near(other)
    near(stay).exposures.update(until_at=stay.until_at + timedelta(minutes=31))
    near(stay).exposures.update(minutes=14)

    signed(cast, case, stay)

    assert opened() == [False, False, False]
