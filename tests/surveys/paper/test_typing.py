"""The typing page: what it stores, what it refuses, once however often it is sent, nothing typed ever lost."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.models import AuditEvent
from surveys.models import HomeVisit, Provenance, SurveyedPhone
from surveys.paper.lists import ROWS
from tests.conftest import Cast
from tests.factories import HouseholdFactory, UserFactory, at
from tests.surveys.paper.pages import address, codes, completed, errors, neighbours, opened, row
from tests.villages.queries import queries, queries_of
from villages.models import Household

NOW = datetime.fromisoformat("2021-07-02T16:00:00+07:00")


@pytest.fixture(autouse=True)
def _afternoon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def send(cast: Cast, typed: dict[str, str], role: str = "officer", **asked: Any) -> Any:
    """Opened, filled in, sent."""
    client, page = cast.client(role), address(cast, **asked)
    return client.post(page, opened(client, page) | typed)


def test_a_row_is_stored_as_a_visit_on_paper(cast: Cast) -> None:
    surveyor = cast.people["surveyor"]
    typed = completed(0, installed=2, just_now=1, without=1, reason="full", basic=1, note="chó dữ")

    response = send(cast, typed | {"surveyor": surveyor.pk, "day": "01/07/2021"})

    assert response.status_code == 302
    kept = HomeVisit.objects.get()
    assert (kept.members, kept.smartphones, kept.installed, kept.installed_on_the_spot) == (4, 3, 2, 1)
    assert (kept.household, kept.surveyor, kept.note) == (cast.household, surveyor, "chó dữ")
    assert (kept.provenance, kept.captured_at) == (Provenance.PAPER, at("2021-07-01", 12))
    assert sorted(kept.phones.values_list("kind", "installed", "reason", "owner")) == [
        ("basic", False, "", ""),
        ("smart", False, "full", ""),
        ("smart", True, "", ""),
        ("smart", True, "", ""),
    ]


@pytest.mark.parametrize("outcome", ["absent", "refused", "moved_away"])
def test_a_closed_door_keeps_its_note_and_no_members(cast: Cast, outcome: str) -> None:
    send(cast, row(0, outcome=outcome, note="khóa cổng"))

    kept = HomeVisit.objects.get()
    assert (kept.outcome, kept.members, kept.note, kept.phones.count()) == (outcome, 0, "khóa cổng", 0)


def test_only_rows_with_an_outcome_are_stored(cast: Cast) -> None:
    second = neighbours(cast, 2)[0]

    response = send(cast, completed(1) | row(0, members=7))

    assert response.status_code == 302
    assert HomeVisit.objects.get().household == second


@pytest.mark.parametrize("role", ["officer", "village_head", "monitor", "surveyor"])
def test_those_who_walk_may_type_and_went_themselves_unless_they_say_so(cast: Cast, role: str) -> None:
    assert send(cast, completed(0), role).status_code == 302

    assert HomeVisit.objects.get().surveyor == cast.people[role]


@pytest.mark.parametrize(("role", "status"), [("chair", 403), ("keeper", 403), ("stranger", 404), ("foreigner", 404)])
def test_others_may_not_type(cast: Cast, role: str, status: int) -> None:
    typed = opened(cast.client("officer"), address(cast)) | completed(0)

    client = cast.client(role)

    assert client.get(address(cast)).status_code == status
    assert client.post(address(cast), typed).status_code == status
    assert not HomeVisit.objects.exists()


def test_a_household_out_of_sight_is_not_found_whatever_is_sent(cast: Cast) -> None:
    beside = HouseholdFactory(village=cast.village, code="beside")

    for key in (beside.pk, "x", "", "9" * 18, "9" * 50, f"0{cast.household.pk}"):
        assert send(cast, completed(0, household=key), "surveyor").status_code == 404

    assert not HomeVisit.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (row(0, installed=1), "outcome"),
        (row(0, note="x"), "outcome"),
        (row(0, outcome="lost"), "outcome"),
        (row(0, outcome="absent", basic=1), "outcome"),
        (completed(0) | row(0, members=""), "members"),
        (completed(0) | row(0, members=41), "members"),
        (completed(0, installed=3, without=2, reason="full"), "members"),
        (completed(0, installed="ba"), "installed"),
        (completed(0, installed=-1), "installed"),
        (completed(0, installed=1, just_now=2), "just_now"),
        (completed(0, without=1), "reason"),
        (completed(0, reason="full"), "without"),
        (completed(0, without=1, reason="lazy"), "reason"),
        (completed(0, basic=18, installed=3), "basic"),
        (completed(0, note="n" * 301), "note"),
        (completed(0, uuid="x"), "uuid"),
    ],
)
def test_what_is_wrong_is_told_beside_its_cell_and_no_row_is_stored(
    cast: Cast, typed: dict[str, str], field: str
) -> None:
    neighbours(cast, 1)

    response = send(cast, typed | completed(1))

    assert (response.status_code, list(errors(response))) == (422, [f"row-0-{field}"])
    assert not HomeVisit.objects.exists()


@pytest.mark.parametrize("day", ["03/07/2021", "31/12/2019", "01/01/0001", "31/12/9999", "hôm qua", ""])
def test_a_day_that_cannot_be_is_refused(cast: Cast, day: str) -> None:
    response = send(cast, completed(0) | {"day": day})

    assert (response.status_code, list(errors(response))) == (422, ["day"])
    assert not HomeVisit.objects.exists()


def test_everything_wrong_is_told_at_once_and_everything_typed_is_kept(cast: Cast) -> None:
    neighbours(cast, 2)
    typed = completed(0, installed="3", just_now="5") | row(1, note="<b>chó</b>") | completed(2, basic="2")

    response = send(cast, typed | {"day": "03/07/2021"})

    page = unescape(response.content.decode())
    assert list(errors(response)) == ["day", "row-0-just_now", "row-1-outcome"]
    assert page.count('<option value="completed" selected>') == 2
    for name, value in {
        "row-0-just_now": "5",
        "row-1-note": "<b>chó</b>",
        "row-2-basic": "2",
        "day": "03/07/2021",
    }.items():
        assert re.search(rf'name="{name}" value="{value}"', page)
    assert "<b>chó</b>" not in response.content.decode()


def test_a_page_without_any_outcome_says_so(cast: Cast) -> None:
    response = send(cast, {})

    assert response.status_code == 422
    assert response.context["fault"]


def test_a_household_that_left_the_register_meanwhile_is_told_and_its_row_kept(cast: Cast) -> None:
    neighbours(cast, 1)
    client, page = cast.client("officer"), address(cast)
    typed = opened(client, page) | completed(0, note="gặp bà")
    Household.objects.filter(pk=cast.household.pk).update(retired_at=timezone.now())

    response = client.post(page, typed)

    assert (response.status_code, list(errors(response))) == (422, ["row-0-outcome"])
    assert 'value="gặp bà"' in unescape(response.content.decode())


def test_a_page_sent_twice_is_stored_once(cast: Cast) -> None:
    neighbours(cast, 2)
    client, page = cast.client("officer"), address(cast)
    typed = opened(client, page) | completed(0, installed=1) | row(2, outcome="absent")

    answers = [client.post(page, typed).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert (HomeVisit.objects.count(), SurveyedPhone.objects.count()) == (2, 1)
    assert AuditEvent.objects.filter(action="paper.type").count() == 1


@pytest.mark.parametrize("seconds", [1, 3600, 5 * 3600, 24 * 3600])
def test_a_page_of_this_morning_sent_again_later_is_stored_once(cast: Cast, seconds: int) -> None:
    with time_machine.travel(NOW.replace(hour=11, minute=59, second=59), tick=False) as clock:
        client, page = cast.client("officer"), address(cast)
        typed = opened(client, page) | completed(0)
        first = client.post(page, typed)
        clock.shift(timedelta(seconds=seconds))
        second = client.post(page, typed)

    assert (first.status_code, second.status_code) == (302, 302)
    assert HomeVisit.objects.get().captured_at == NOW.replace(hour=11, minute=59, second=59)


@pytest.mark.parametrize(
    ("opened_at", "day", "captured_at"),
    [
        ("2021-07-02T09:30:00+07:00", "02/07/2021", at("2021-07-02", 9, 30)),
        ("2021-07-02T15:00:00+07:00", "02/07/2021", at("2021-07-02", 12)),
        ("2021-07-01T09:30:00+07:00", "02/07/2021", at("2021-07-02", 0)),
        ("2021-07-02T09:30:00+07:00", "30/06/2021", at("2021-06-30", 12)),
        ("2031-07-02T09:30:00+07:00", "02/07/2021", at("2021-07-02", 12)),
    ],
)
def test_a_visit_was_at_noon_or_this_morning_never_in_the_future(
    cast: Cast, opened_at: str, day: str, captured_at: datetime
) -> None:
    send(cast, completed(0) | {"opened_at": opened_at, "day": day})

    assert HomeVisit.objects.get().captured_at == captured_at


def test_a_row_sent_again_with_other_answers_says_so_and_stores_nothing_else(cast: Cast) -> None:
    neighbours(cast, 1)
    client, page = cast.client("officer"), address(cast)
    typed = opened(client, page)
    client.post(page, typed | completed(0))

    response = client.post(page, typed | completed(0, installed=2) | completed(1))

    assert (response.status_code, list(errors(response))) == (409, ["row-0-outcome"])
    assert 'name="row-0-installed" value="2"' in response.content.decode()
    assert [visit.installed for visit in HomeVisit.objects.all()] == [0]


def test_what_was_in_conflict_is_a_newer_visit_once_saved_again(cast: Cast) -> None:
    neighbours(cast, 1)
    client, page = cast.client("officer"), address(cast)
    typed = opened(client, page) | completed(0) | completed(1)
    client.post(page, typed)
    edited = typed | row(0, installed=2)
    fresh = client.post(page, edited).context["entry"].rows[0]["uuid"].value()

    response = client.post(page, edited | row(0, uuid=fresh))

    assert response.status_code == 302
    assert [visit.installed for visit in cast.household.visits.newest_first()] == [2, 0]
    assert HomeVisit.objects.count() == 3


def test_who_went_is_of_the_place(cast: Cast) -> None:
    people = cast.people
    elsewhere = UserFactory(commune=cast.commune, role="surveyor")

    for role, known in {
        "officer": {"officer", "village_head", "surveyor", "monitor"},
        "surveyor": {"village_head", "surveyor", "monitor"},
    }.items():
        trip = cast.client(role).get(address(cast)).context["entry"].trip
        assert {person.username for person in trip.fields["surveyor"].queryset} == known

    for person in (elsewhere, cast.foreigner, cast.stranger, people["chair"]):
        response = send(cast, completed(0) | {"surveyor": person.pk})
        assert list(errors(response)) == ["surveyor"]


def test_what_was_typed_is_audited_by_counts_and_keys(cast: Cast) -> None:
    send(cast, completed(0) | {"surveyor": cast.people["surveyor"].pk})

    event = AuditEvent.objects.get(action="paper.type")
    assert (event.actor, event.object_id) == (cast.people["officer"], str(cast.village.pk))
    assert event.facts == {"visits": 1, "surveyor": cast.people["surveyor"].pk}


def test_after_saving_the_next_page_is_one_key_away_with_the_same_day_and_surveyor(cast: Cast) -> None:
    neighbours(cast, ROWS)
    client, surveyor = cast.client("officer"), cast.people["surveyor"]
    page = address(cast)

    saved = client.post(page, opened(client, page) | completed(0) | {"day": "01/07/2021", "surveyor": surveyor.pk})
    shown = client.get(saved.url)
    (following,) = re.findall(r'<a class="btn btn-primary" href="([^"]+)" autofocus>', shown.content.decode())
    second = client.get(f"/paper/type/{unescape(following)}")

    assert [str(message) for message in shown.context["messages"]]
    assert codes(second) == ["100011"]
    assert opened(client, f"/paper/type/{unescape(following)}")["surveyor"] == str(surveyor.pk)
    assert 'value="01/07/2021"' in second.content.decode()


def test_pages_keep_their_rows_while_they_are_typed_in(cast: Cast) -> None:
    neighbours(cast, ROWS)
    client, page = cast.client("officer"), address(cast, which="left")
    typed = opened(client, page)
    for number in range(ROWS):
        typed |= completed(number)
    shown = client.get(page).context["entry"]

    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        client.post("/paper/type/" + shown.here, typed)
        second = client.get("/paper/type/" + shown.after)
    with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
        anew = client.get(page)

    assert codes(second) == codes(anew) == ["100011"]
    assert len(second.context["entry"].paper_list.pages) == 2


def jump(cast: Cast, code: str, **typed: Any) -> Any:
    client, page = cast.client("officer"), address(cast)
    sent = opened(client, page) | {"code": code} | typed
    del sent["save"]
    return client.post(page, sent)


def test_a_code_on_this_page_is_a_jump_to_its_row_without_losing_anything(cast: Cast) -> None:
    neighbours(cast, 2)

    response = jump(cast, " 100001 ", **row(0, installed="x"))

    page = response.content.decode()
    assert response.status_code == 200
    assert re.findall(r"<select [^>]*autofocus", page) == re.findall(
        r'<select name="row-2-outcome"[^>]*autofocus', page
    )
    assert 'name="row-0-installed" value="x"' in page
    assert "errorlist" not in page


def test_a_code_on_another_page_is_a_jump_to_that_page(cast: Cast) -> None:
    neighbours(cast, ROWS + 1)

    response = jump(cast, "100012")

    assert response.status_code == 302
    assert response.url.endswith("#id_row-1-outcome")
    assert codes(cast.client("officer").get(response.url))[1] == "100012"


def test_a_page_with_something_typed_is_not_left_by_a_jump(cast: Cast) -> None:
    neighbours(cast, ROWS + 1)

    response = jump(cast, "100012", **row(0, note="chó dữ"))

    assert (response.status_code, response.context["missed_page"].number) == (422, 2)
    assert 'value="chó dữ"' in unescape(response.content.decode())


@pytest.mark.parametrize("code", ["000009", "", "<b>", "%", "0" * 300])
def test_a_code_nobody_has_says_so(cast: Cast, code: str) -> None:
    HouseholdFactory(code="000009")

    response = jump(cast, code)

    page = response.content.decode()
    assert response.status_code == 422
    assert re.findall(r"<(\w+) [^>]*autofocus", page) == (["input"] if code else ["select"])
    assert not HomeVisit.objects.exists()


def test_a_household_that_is_not_on_the_list_is_linked(cast: Cast) -> None:
    next_door: Any = HouseholdFactory(village=cast.stranger.headed_villages.get(), code="next")

    response = jump(cast, "NEXT")

    assert response.status_code == 422
    assert f'href="{next_door.get_absolute_url()}"' in response.content.decode()


def test_a_name_is_escaped(cast: Cast) -> None:
    Household.objects.update(head_name="<script>alert(1)</script>")

    assert "<script>alert" not in cast.client("officer").get(address(cast)).content.decode()


def test_the_queries_of_the_page_do_not_grow_with_its_rows(cast: Cast) -> None:
    client, page = cast.client("officer"), address(cast)
    before = queries_of(client, page)

    neighbours(cast, 11)

    assert queries_of(client, page) == before


def test_each_row_costs_the_same_few_queries(cast: Cast) -> None:
    neighbours(cast, 11)
    client, page = cast.client("officer"), address(cast)
    costs = []
    for rows in (1, 1, 2, 12):
        typed = opened(client, page)
        for number in range(rows):
            typed |= completed(number, installed=1, basic=1)
        costs.append(queries(lambda typed=typed: client.post(page, typed)))  # type: ignore[misc]

    _, one, two, twelve = costs  # the first one ever begins the chain of audit events
    assert twelve - one == 11 * (two - one)
    assert two - one <= 5
