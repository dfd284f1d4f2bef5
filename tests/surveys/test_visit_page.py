"""The visit form at the door: what it stores, what it refuses, and that nothing typed is ever lost."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from surveys.forms import PHONES_MOST
from surveys.models import HomeVisit, SurveyedPhone
from tests.conftest import Cast
from tests.factories import HouseholdFactory
from tests.surveys.answers import address, answers, phone, send


def words(response: Any) -> str:
    return unescape(response.content.decode())


def errors(response: Any) -> dict[str, list[str | None]]:
    """Field → codes, of the visit and of its phones."""
    entry = response.context["entry"]
    found = {}
    for form in (entry.visit, *entry.phones):
        found |= {form.add_prefix(name): [e.code for e in faults] for name, faults in form.errors.as_data().items()}
    return found


def test_a_survey_with_three_kinds_of_phones_is_stored(cast: Cast) -> None:
    sent = answers(phone("installed", "Lê Thị Ân"), phone("just_now"), phone("not:too_old"), phone("basic"))

    response = send(cast, sent)

    assert response.url == "/households/"
    kept = HomeVisit.objects.get()
    assert (kept.members, kept.smartphones, kept.installed, kept.installed_on_the_spot) == (4, 3, 2, 1)
    assert (kept.household, kept.surveyor) == (cast.household, cast.people["surveyor"])
    assert sorted(kept.phones.values_list("kind", "reason")) == [
        ("basic", ""),
        ("smart", ""),
        ("smart", ""),
        ("smart", "too_old"),
    ]


@pytest.mark.parametrize("outcome", ["absent", "refused", "moved_away"])
def test_a_closed_door_keeps_neither_members_nor_phones(cast: Cast, outcome: str) -> None:
    send(cast, answers(phone("installed", "Ân"), outcome=outcome, note="đi vắng"))

    kept = HomeVisit.objects.get()
    assert (kept.outcome, kept.members, kept.smartphones, kept.note) == (outcome, 0, 0, "đi vắng")
    assert not SurveyedPhone.objects.exists()


@pytest.mark.parametrize("role", ["officer", "monitor", "village_head", "surveyor"])
def test_those_who_walk_may_record(cast: Cast, role: str) -> None:
    assert cast.client(role).get(address(cast.household)).status_code == 200
    assert send(cast, answers(), role).status_code == 302


@pytest.mark.parametrize(("role", "status"), [("chair", 403), ("stranger", 404), ("foreigner", 404), ("keeper", 404)])
def test_others_may_not_record(cast: Cast, role: str, status: int) -> None:
    assert cast.client(role).get(address(cast.household)).status_code == status
    assert send(cast, answers(), role).status_code == status
    assert not HomeVisit.objects.exists()


def test_a_surveyor_records_in_assigned_groups_only(cast: Cast) -> None:
    unassigned = HouseholdFactory(village=cast.village)

    response = cast.client("surveyor").post(address(unassigned), answers())

    assert response.status_code == 404


def test_a_household_that_left_the_register_is_not_visited(cast: Cast) -> None:
    cast.household.retired_at = timezone.now()
    cast.household.save()

    assert send(cast, answers()).status_code == 403


def test_the_form_opens_with_a_new_id_and_the_members_on_the_register(cast: Cast) -> None:
    client = cast.client("surveyor")

    entries = [client.get(address(cast.household)).context["entry"] for _ in range(2)]

    assert len({entry.visit["uuid"].value() for entry in entries}) == 2
    assert entries[0].visit["members"].value() == 4


@time_machine.travel("2021-07-02T05:00:00Z", tick=False)
def test_a_visit_without_a_time_was_just_now(cast: Cast) -> None:
    send(cast, answers())

    assert HomeVisit.objects.get().captured_at == timezone.now()


@time_machine.travel("2021-07-02T05:00:00Z", tick=False)
@pytest.mark.parametrize("typed", ["01/07/2021 14:30", "14:30 01/07/2021", "2021-07-01T14:30"])
def test_a_time_is_read_as_people_write_it(cast: Cast, typed: str) -> None:
    send(cast, answers(captured_at=typed))

    assert timezone.localtime(HomeVisit.objects.get().captured_at).isoformat() == "2021-07-01T14:30:00+07:00"


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"outcome": ""}, {"outcome": ["required"]}),
        ({"outcome": "lost"}, {"outcome": ["invalid_choice"]}),
        ({"members": ""}, {"members": [None]}),
        ({"members": "0"}, {"members": ["min_value"]}),
        ({"members": "99"}, {"members": ["max_value"]}),
        ({"members": "bốn"}, {"members": ["invalid"]}),
        ({"captured_at": "31/12/9999 23:59"}, {"captured_at": ["far"]}),
        ({"captured_at": "31/12/2019 12:00"}, {"captured_at": ["too_early"]}),
        ({"captured_at": "01/01/0001 00:00"}, {"captured_at": ["far"]}),
        ({"captured_at": "hôm qua"}, {"captured_at": ["invalid"]}),
        ({"note": "n" * 301}, {"note": ["max_length"]}),
        ({"uuid": "x"}, {"uuid": ["invalid"]}),
        ({"phone-1-number": "01234567", "phone-1-status": "basic"}, {"phone-1-number": ["invalid"]}),
        ({"phone-0-owner": "Ba 🙂", "phone-0-status": "basic"}, {"phone-0-owner": ["not_a_name"]}),
        ({"phone-0-owner": "Lê Thị Ân"}, {"phone-0-status": [None]}),
        ({"phone-2-number": "0912345678"}, {"phone-2-status": [None]}),
        ({"phone-2-status": "not:lazy"}, {"phone-2-status": ["invalid_choice"]}),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_stored(
    cast: Cast, given: dict[str, str], found: dict[str, list[str | None]]
) -> None:
    response = send(cast, answers() | given)

    assert (response.status_code, errors(response)) == (422, found)
    assert not HomeVisit.objects.exists()


def test_a_time_in_the_future_is_refused_but_not_a_clock_a_little_fast(cast: Cast) -> None:
    with time_machine.travel("2021-07-02T05:00:00Z", tick=False):
        late = send(cast, answers(captured_at="02/07/2021 12:03"))
        taken = send(cast, answers(captured_at="02/07/2021 12:02"))

    assert (errors(late), taken.status_code) == ({"captured_at": ["future"]}, 302)


def test_more_smartphone_owners_than_members_are_refused(cast: Cast) -> None:
    owners = [phone("installed", name) for name in ("An", "Ba", "Tư")]

    response = send(cast, answers(*owners, members="2"))

    assert (response.status_code, list(errors(response))) == (422, ["members"])


def test_two_phones_of_one_owner_and_basic_phones_need_no_more_members(cast: Cast) -> None:
    phones = [phone("installed", "An"), phone("not:full", "AN"), phone("basic", "Ba"), phone("basic")]

    assert send(cast, answers(*phones, members="1")).status_code == 302


def test_everything_typed_is_kept_when_one_phone_is_wrong(cast: Cast) -> None:
    sent = answers(
        phone("not:owner_away", "Lê Thị Ân", "0912 345 678"),
        phone("basic", "<b>Ba</b>", "12"),
        members="5",
        note="cổng sau",
        captured_at="01/07/2021 09:00",
    )

    response = send(cast, sent)

    page = words(response)
    assert response.status_code == 422
    for value in (sent["uuid"], "Lê Thị Ân", "0912 345 678", "<b>Ba</b>", "12", "5", "cổng sau", "01/07/2021 09:00"):
        assert f'value="{value}"' in page
    assert '<option value="not:owner_away" selected>' in page
    assert "<b>Ba</b>" not in response.content.decode()


def test_one_more_phone_adds_a_box_loses_nothing_and_stores_nothing(cast: Cast) -> None:
    sent = answers(phone("installed", "Lê Thị Ân", "0912 345 678"), outcome="", members="", more="1")

    response = send(cast, sent)

    page = words(response)
    assert (response.status_code, HomeVisit.objects.count()) == (200, 0)
    assert page.count('<fieldset class="phone">') == 4
    for value in (sent["uuid"], "Lê Thị Ân", "0912 345 678"):
        assert f'value="{value}"' in page
    assert "is-invalid" not in page
    assert "errorlist" not in page


def test_boxes_end_at_twenty(cast: Cast) -> None:
    response = send(cast, answers(*[phone("")] * PHONES_MOST, more="1"))

    assert words(response).count('<fieldset class="phone">') == PHONES_MOST


@pytest.mark.parametrize("total", ["21", "1000", "x", ""])
def test_a_number_of_boxes_that_no_page_has_is_refused(cast: Cast, total: str) -> None:
    response = send(cast, answers() | {"phone-TOTAL_FORMS": total})

    assert response.status_code == 422
    assert not HomeVisit.objects.exists()


def test_a_form_sent_twice_is_one_visit(cast: Cast) -> None:
    sent = answers(phone("installed"))

    with time_machine.travel(datetime.fromisoformat("2021-07-02T05:00:00Z")) as clock:
        first = send(cast, sent)
        clock.shift(timedelta(seconds=2))
        second = send(cast, sent)

    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert (HomeVisit.objects.count(), SurveyedPhone.objects.count()) == (1, 1)


def test_a_saved_form_edited_and_sent_again_keeps_the_answers_under_a_new_id(cast: Cast) -> None:
    sent = answers(phone("not:full", "Lê Thị Ân"))
    send(cast, sent)

    response = send(cast, sent | {"phone-0-status": "just_now", "note": "đã cài"})

    page = words(response)
    uuid = re.findall(r'name="uuid" value="([^"]+)"', page)
    assert (response.status_code, HomeVisit.objects.count()) == (409, 1)
    assert uuid != [sent["uuid"]]
    assert '<option value="just_now" selected>' in page
    assert 'value="đã cài"' in page


def test_what_was_in_conflict_is_a_newer_visit_once_saved_again(cast: Cast) -> None:
    sent = answers(phone("not:full"))
    send(cast, sent)
    edited = sent | {"phone-0-status": "just_now"}
    fresh = send(cast, edited).context["entry"].visit["uuid"].value()

    response = send(cast, edited | {"uuid": fresh})

    assert response.status_code == 302
    assert [visit.installed for visit in HomeVisit.objects.newest_first()] == [1, 0]
