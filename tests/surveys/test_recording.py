"""Recording a visit: once for an id, people instead of devices, nothing ever overwritten."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections

from accounts.models import User
from surveys.actions import VisitConflict, record_visit
from surveys.drafts import PhoneSeen, VisitDraft, count_people
from surveys.models import HomeVisit, Outcome, PhoneKind, SurveyedPhone
from tests.conftest import Cast
from tests.factories import HouseholdFactory, UserFactory, at, smart, visit
from villages.models import Household

BASIC = PhoneSeen(kind=PhoneKind.BASIC, owner="Lê Thị Ân")


def draft(*phones: PhoneSeen, **given: object) -> VisitDraft:
    facts = {"uuid": uuid4(), "captured_at": at("2021-07-01"), "outcome": Outcome.COMPLETED, "members": 4}
    return VisitDraft(**facts | {"phones": phones} | given)  # type: ignore[arg-type]


def record(cast: Cast, sent: VisitDraft, household: Household | None = None) -> HomeVisit:
    return record_visit(surveyor=cast.people["surveyor"], household=household or cast.household, draft=sent)


def test_a_visit_is_stored_with_its_phones(cast: Cast) -> None:
    seen = replace(smart(installed=True, owner="Lê Thị Ân", on_the_spot=True), number="+84912345678")

    stored = record(cast, draft(seen, smart(installed=False), BASIC, note="chó dữ"))

    assert (stored.members, stored.smartphones, stored.installed, stored.installed_on_the_spot) == (4, 2, 1, 1)
    assert (stored.village, stored.surveyor, stored.note) == (cast.village, cast.people["surveyor"], "chó dữ")
    kept = [(p.kind, p.owner, p.number, p.installed, p.reason) for p in stored.phones.all()]
    assert kept[0] == ("smart", "Lê Thị Ân", "+84912345678", True, "")
    assert kept[1:] == [("smart", "", "", False, "full"), ("basic", "Lê Thị Ân", "", False, "")]


def test_a_number_is_sealed_and_found_by_its_index(cast: Cast) -> None:
    record(cast, draft(replace(BASIC, number="+84912345678")))

    with connection.cursor() as cursor:
        cursor.execute("SELECT number, number_index FROM surveys_surveyedphone")
        assert not any("912345678" in str(column) for column in cursor.fetchone())


def test_the_same_visit_sent_again_is_the_first_one(cast: Cast) -> None:
    sent = draft(smart(installed=True))

    first, second = record(cast, sent), record(cast, replace(sent))

    assert first == second
    assert (HomeVisit.objects.count(), SurveyedPhone.objects.count()) == (1, 1)


def test_the_same_moment_in_another_time_zone_is_the_same_visit(cast: Cast) -> None:
    sent = draft()

    record(cast, sent)
    record(cast, replace(sent, captured_at=sent.captured_at.astimezone(UTC)))

    assert HomeVisit.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"members": 5},
        {"note": "x"},
        {"phones": [BASIC]},
        {"outcome": Outcome.ABSENT, "members": 0},
        {"captured_at": at("2021-07-02")},
    ],
)
def test_an_id_used_for_other_answers_is_a_conflict_and_the_first_stays(cast: Cast, other: dict[str, object]) -> None:
    sent = draft()
    record(cast, sent)

    with pytest.raises(VisitConflict):
        record(cast, replace(sent, **other))  # type: ignore[arg-type]

    assert (HomeVisit.objects.get().members, SurveyedPhone.objects.count()) == (4, 0)


def test_an_id_used_at_another_door_is_a_conflict(cast: Cast) -> None:
    sent = draft()
    record(cast, sent)

    with pytest.raises(VisitConflict):
        record(cast, sent, household=HouseholdFactory(village=cast.village))


def test_a_moment_that_is_our_own_clock_is_no_other_answer(cast: Cast) -> None:
    sent = draft(is_just_now=True)

    first = record(cast, sent)
    second = record(cast, replace(sent, captured_at=sent.captured_at + timedelta(seconds=3)))

    assert (second, second.captured_at) == (first, sent.captured_at)


def test_what_the_database_refuses_for_another_reason_is_not_taken_for_a_conflict(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        record(cast, draft(members=0))

    assert not HomeVisit.objects.exists()


def test_a_phone_that_is_refused_takes_its_visit_with_it(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        record(cast, draft(replace(BASIC, installed=True)))

    assert not HomeVisit.objects.exists()


@pytest.mark.parametrize(
    ("owners", "people"),
    [
        ([], 0),
        (["Lê Thị Ân", "Lê Thị Ân"], 1),
        (["Lê Thị Ân", "LE THI AN", "lê  thị ân"], 1),
        (["Lê Thị Ân", "Lê Văn Ân"], 2),
        (["", ""], 2),
        (["Lê Thị Ân", "", "Lê Thị Ân", ""], 3),
    ],
)
def test_people_are_counted_not_devices(owners: list[str], people: int) -> None:
    assert count_people([smart(installed=True, owner=owner) for owner in owners]) == people


def test_an_owner_of_two_phones_has_bluezone_once_one_of_them_has(cast: Cast) -> None:
    stored = record(cast, draft(smart(installed=True, owner="Ân"), smart(installed=False, owner="Ân"), BASIC))

    assert (stored.smartphones, stored.installed) == (1, 1)


def test_a_visit_counts_in_the_village_of_that_day(cast: Cast) -> None:
    stored = record(cast, draft())
    cast.household.village = cast.stranger.headed_villages.get()
    cast.household.group = None
    cast.household.save()

    stored.refresh_from_db()
    assert stored.village == cast.village


def test_a_visit_is_never_deleted(cast: Cast) -> None:
    stored = visit(cast.household, "2021-07-01", installed=1)

    with pytest.raises(TypeError):
        stored.delete()
    with pytest.raises(TypeError):
        HomeVisit.objects.all().delete()

    assert (HomeVisit.objects.count(), SurveyedPhone.objects.count()) == (1, 1)


def test_a_correction_is_a_newer_visit(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", installed=1)
    visit(cast.household, "2021-07-02", installed=3)

    newest_first = HomeVisit.objects.newest_first().values_list("installed", flat=True)

    assert list(newest_first) == [3, 1]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's database in memory has one writer by nature")
@pytest.mark.django_db(transaction=True)
def test_one_visit_sent_by_two_workers_at_once_is_one_visit() -> None:
    household, surveyor, sent, start = HouseholdFactory(), UserFactory(), draft(smart(installed=True)), Barrier(2)

    with ThreadPoolExecutor(2) as pool:
        stored = list(pool.map(lambda _: _record_at(start, surveyor, household, sent), range(2)))

    assert stored[0] == stored[1]
    assert (HomeVisit.objects.count(), SurveyedPhone.objects.count()) == (1, 1)


def _record_at(start: Barrier, surveyor: User, household: Household, sent: VisitDraft) -> HomeVisit:
    start.wait(timeout=20)
    try:
        return record_visit(surveyor=surveyor, household=household, draft=sent)
    finally:
        connections.close_all()


def test_the_same_answers_by_another_surveyor_are_a_conflict(cast: Cast) -> None:
    sent = draft()
    record(cast, sent)

    with pytest.raises(VisitConflict):
        record_visit(surveyor=cast.people["monitor"], household=cast.household, draft=sent)
