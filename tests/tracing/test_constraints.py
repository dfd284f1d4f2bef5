"""What the database itself refuses, and what the querysets of releases say."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from time_machine import travel

from checkins.models import Notice
from tests.conftest import Cast
from tests.factories import at, enter
from tests.tracing.rows import DAY, a_case, a_contact, a_release, a_stay
from tests.villages.test_constraints import refused
from tracing.models import Case, Contact, Exposure, Release, ReleaseLine, Stay

BROKEN_CASES: list[tuple[str, dict[str, Any]]] = [
    ("case_kind_known", {"kind": "rumour"}),
    ("case_has_reference_and_reason", {"authority_reference": ""}),
    ("case_has_reference_and_reason", {"reason": ""}),
    ("case_window_runs_forward", {"infectious_until": at("2021-07-08", 0)}),
    ("case_minutes_in_range", {"least_minutes": 241}),
    ("case_minutes_in_range", {"lingering_minutes": 241}),
    ("case_closed_by_someone_with_its_day", {"closed_at": at(DAY)}),
    ("case_closed_by_someone_with_its_day", {"forget_on": date(2021, 8, 1)}),
]
BROKEN_STAYS: list[tuple[str, dict[str, Any]]] = [
    ("stay_runs_forward", {"until_at": at(DAY, 9)}),
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


@pytest.mark.parametrize(("name", "values"), BROKEN_CASES)
def test_a_case_that_cannot_be_is_refused(cast: Cast, name: str, values: dict[str, Any]) -> None:
    a_case(cast)

    refused(name, Case.objects.all(), **values)


@pytest.mark.parametrize(("name", "values"), BROKEN_STAYS)
def test_a_stay_that_cannot_be_is_refused(cast: Cast, name: str, values: dict[str, Any]) -> None:
    a_stay(a_case(cast), cast)

    refused(name, Stay.objects.all(), **values)


@pytest.mark.parametrize(("name", "values"), BROKEN_CONTACTS)
def test_a_contact_that_cannot_be_is_refused(cast: Cast, name: str, values: dict[str, Any]) -> None:
    a_contact(a_stay(a_case(cast), cast))

    refused(name, Contact.objects.all(), **values)


@pytest.mark.parametrize(("name", "values"), BROKEN_RELEASES)
def test_a_release_that_cannot_be_is_refused(cast: Cast, name: str, values: dict[str, Any]) -> None:
    a_release(a_stay(a_case(cast), cast))

    refused(name, Release.objects.all(), **values)


def test_a_release_is_not_signed_by_who_asked_for_it(cast: Cast) -> None:
    stay = a_stay(a_case(cast), cast)

    with pytest.raises(IntegrityError, match="release_signed_by_a_second_person"), transaction.atomic():
        a_release(stay, cast.people["health"])


def test_a_signature_has_its_last_day(cast: Cast) -> None:
    a_release(a_stay(a_case(cast), cast))
    signed = {"signed_by": cast.people["chair"], "signed_at": at(DAY)}

    refused("release_signed_by_someone_and_expires", Release.objects.all(), **signed)


def test_a_refusal_and_a_withdrawal_say_why(cast: Cast) -> None:
    a_release(a_stay(a_case(cast), cast))
    by = {"refused_by": cast.people["chair"], "refused_at": at(DAY)}

    refused("release_refused_by_someone_and_not_signed", Release.objects.all(), **by)
    withdrawn = {"withdrawn_by": cast.people["chair"], "withdrawn_at": at(DAY)}
    refused("release_withdrawn_by_someone", Release.objects.all(), **withdrawn)


def test_windows_of_exposures_lines_and_notices_run_forward(cast: Cast) -> None:
    stay = a_stay(a_case(cast), cast)
    a_contact(stay)
    a_release(stay)
    told = {"text": "Khử khuẩn", "told_by": cast.people["health"], "told_at": at(DAY)}
    Notice.objects.create(venue=stay.venue, from_at=at(DAY, 9), until_at=at(DAY, 10), **told)

    refused("exposure_runs_forward", Exposure.objects.all(), until_at=at(DAY, 8))
    refused("release_line_runs_forward", ReleaseLine.objects.all(), until_at=at(DAY, 8))
    refused("notice_runs_forward", Notice.objects.all(), until_at=at(DAY, 9))


def test_a_person_is_a_contact_once_a_case(cast: Cast) -> None:
    stay = a_stay(a_case(cast), cast)
    a_contact(stay)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_contact(stay)
    a_contact(a_stay(a_case(cast), cast))  # of another case, no matter


def test_a_check_in_is_one_stay_and_one_exposure_and_one_nameless_contact_of_a_case(cast: Cast) -> None:
    case = a_case(cast)
    stay = a_stay(case, cast)
    seen = enter(stay.venue, DAY)
    a_stay(case, cast, stay.venue, check_in=seen)
    a_contact(stay, seen, phone="", only_check_in=seen)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_stay(case, cast, stay.venue, check_in=seen)
    with pytest.raises(IntegrityError), transaction.atomic():
        a_contact(stay, seen, phone="+84912000009")
    with pytest.raises(IntegrityError), transaction.atomic():
        a_contact(a_stay(case, cast), phone="", only_check_in=seen)


def opened(at_hour: int = 12) -> list[bool]:
    with travel(at("2021-07-12", at_hour)):
        return [contact.is_open for contact in Contact.objects.strongest_first().marked_open()]


def test_a_contact_is_open_while_a_signed_release_lists_its_stay(cast: Cast) -> None:
    stay = a_stay(a_case(cast), cast)
    a_contact(stay)
    release = a_release(stay)

    assert opened() == [False]
    signed = {"signed_by": cast.people["chair"], "signed_at": at("2021-07-12", 9), "expires_at": at("2021-07-12", 13)}
    Release.objects.filter(pk=release.pk).update(**signed)
    assert opened() == [True]
    assert opened(13) == [False]
    Release.objects.update(withdrawn_by=cast.people["chair"], withdrawn_at=at("2021-07-12", 10), why_not="Nhầm")
    assert opened() == [False]


def test_a_release_opens_neither_another_stay_nor_a_wider_window_nor_a_shorter_time(cast: Cast) -> None:
    case = a_case(cast)
    stay, other = a_stay(case, cast), a_stay(case, cast)
    a_contact(other)
    late = a_contact(stay, phone="+84912000002")
    late.exposures.update(until_at=stay.until_at + timedelta(minutes=31))
    a_contact(stay, phone="+84912000003").exposures.update(minutes=14)

    a_release(stay, cast.people["chair"])

    assert opened() == [False, False, False]
