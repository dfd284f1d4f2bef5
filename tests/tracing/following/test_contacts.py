"""The list of contacts and the page of one: what is shown, what is written down, and that nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from tests.conftest import Cast
from tests.tracing.rows import (
    A_DAY,
    NAME,
    ContactFactory,
    StayFactory,
    a_case,
    a_traced_case,
    near,
    signed,
)
from tracing.models import Case, Contact, FollowUp, FollowUpState

pytestmark = pytest.mark.django_db


def address(case: Case) -> str:
    return reverse("tracing:contacts", args=[case.pk])


def write(cast: Cast, contact: Contact, deed: str, **fields: Any) -> Any:
    sent = {"deed": deed, **{f"{deed}-{name}": value for name, value in fields.items()}}
    return cast.client("health").post(contact.get_absolute_url(), sent)


def closed(case: Case) -> None:
    day = timezone.localdate() + 30 * A_DAY
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now(), closed_by=case.opened_by, forget_on=day)


def test_f1_stand_before_f2_and_the_strongest_first(cast: Cast) -> None:
    case = a_case(cast)
    stay = StayFactory(case=case)
    secondary, weak, strong = near(stay, degree=2, minutes=500), near(stay, minutes=20), near(stay, minutes=90)

    seen = cast.client("health").get(address(case)).context["seen"]

    assert [one.contact for one in seen] == [strong, weak, secondary]


def test_a_row_tells_minutes_places_companions_doubt_and_newness(cast: Cast) -> None:
    case = a_case(cast)
    contact = near(StayFactory(case=case), minutes=55, places=1, companions=3, is_new=True)
    contact.exposures.update(is_doubtful=True)

    response = cast.client("health").get(address(case))

    (one,) = response.context["seen"]
    assert (one.contact.minutes, one.contact.companions, one.contact.is_new) == (55, 3, True)
    assert one.contact.is_doubtful
    assert "55" in response.content.decode()


def test_who_was_surely_there_at_another_time_bears_no_doubt(cast: Cast) -> None:
    case = a_case(cast)
    contact = near(StayFactory(case=case))
    contact.exposures.update(is_doubtful=True)
    near(StayFactory(case=case), contact=contact)

    (one,) = cast.client("health").get(address(case)).context["seen"]

    assert not one.contact.is_doubtful


@pytest.mark.parametrize(
    ("query", "found"),
    [("degree=2", 1), ("degree=1", 2), ("state=reached", 1), ("new=on", 1), ("degree=9", 0), ("state=x", 0), ("", 3)],
)
def test_the_list_is_filtered_by_degree_state_and_newness(cast: Cast, query: str, found: int) -> None:
    case = a_case(cast)
    for facts in ({"degree": 2}, {"state": "reached"}, {"is_new": True}):
        ContactFactory(case=case, **facts)

    assert len(cast.client("health").get(f"{address(case)}?{query}").context["seen"]) == found


def test_the_counts_are_those_of_the_whole_case(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    ContactFactory(case=case, degree=2, is_new=True)
    signed(cast, case, stay)

    counts = cast.client("health").get(address(case) + "?degree=2").context["counts"]

    assert counts == {"all": 2, "f1": 1, "f2": 1, "new": 1, "open": 1}


def test_opening_a_contact_makes_it_new_no_more(cast: Cast) -> None:
    _case, _stay, contact = a_traced_case(cast)
    Contact.objects.update(is_new=True)

    cast.client("health").get(contact.get_absolute_url())

    assert not Contact.objects.get().is_new


def test_a_contact_of_another_case_is_not_found_under_this_one(cast: Cast) -> None:
    case, *_ = a_traced_case(cast)
    _case, _stay, other = a_traced_case(cast)

    assert cast.client("health").get(reverse("tracing:contact", args=[case.pk, other.pk])).status_code == 404


def test_the_page_has_a_script_to_read_out_that_names_nobody_else(cast: Cast) -> None:
    case, stay, contact = a_traced_case(cast)
    Contact.objects.update(companions=2)
    signed(cast, case, stay)

    html = cast.client("health").get(contact.get_absolute_url()).content.decode()

    script = html.split('class="mt-3 script"')[1].split("</ol>")[0]
    assert NAME in script
    assert cast.people["health"].full_name in script
    assert stay.venue.name not in script


@pytest.mark.parametrize(
    ("result", "state"),
    [
        ("reached", FollowUpState.REACHED),
        ("no_answer", FollowUpState.UNREACHED),
        ("wrong_number", FollowUpState.UNREACHED),
    ],
)
def test_a_call_moves_the_state_and_stands_in_the_history(cast: Cast, result: str, state: str) -> None:
    _case, _stay, contact = a_traced_case(cast)

    write(cast, contact, "call", result=result, note="Hẹn gọi lại")

    contact.refresh_from_db()
    entry = FollowUp.objects.get()
    assert contact.state == state
    assert (entry.kind, entry.result, entry.note, entry.done_by) == (
        "call",
        result,
        "Hẹn gọi lại",
        cast.people["health"],
    )


def test_a_call_to_somebody_in_quarantine_leaves_the_state(cast: Cast) -> None:
    _case, _stay, contact = a_traced_case(cast)
    Contact.objects.update(state="quarantined")

    write(cast, contact, "call", result="no_answer")

    contact.refresh_from_db()
    assert contact.state == FollowUpState.QUARANTINED


def test_the_quarantine_proposed_ends_so_many_days_after_the_last_time_together(cast: Cast) -> None:
    _case, _stay, contact = a_traced_case(cast, quarantine_days=14)

    form = cast.client("health").get(contact.get_absolute_url()).context["forms"]["quarantine"]

    last = timezone.localdate(contact.last_exposed_at) + 14 * A_DAY
    assert (form["first"].value(), form["last"].value()) == (timezone.localdate(), last)


def test_a_quarantine_is_kept_with_its_days_and_given_anew_it_counts_anew(cast: Cast) -> None:
    _case, _stay, contact = a_traced_case(cast)
    today = timezone.localdate()

    write(cast, contact, "quarantine", first=today, last=today + 21 * A_DAY)
    write(cast, contact, "quarantine", first=today, last=today + 14 * A_DAY, note="Tại nhà")

    contact.refresh_from_db()
    assert (contact.quarantine_until, contact.state) == (today + 14 * A_DAY, FollowUpState.QUARANTINED)
    assert FollowUp.objects.filter(kind="quarantine").count() == 2
    assert cast.client("health").get(contact.get_absolute_url()).context["days_left"] == 14


def test_a_positive_test_says_to_open_a_case_and_a_mistyped_one_is_set_right_by_a_newer_entry(cast: Cast) -> None:
    _case, _stay, contact = a_traced_case(cast)
    today = timezone.localdate()

    write(cast, contact, "test", day=today, result="positive")
    html = cast.client("health").get(contact.get_absolute_url()).content.decode()
    write(cast, contact, "test", day=today, result="negative")

    contact.refresh_from_db()
    assert reverse("tracing:create") in html
    assert contact.state == FollowUpState.REACHED
    assert [entry.result for entry in contact.follow_ups.all()] == ["negative", "positive"]


def test_the_next_step_is_planned_for_a_day(cast: Cast) -> None:
    _case, _stay, contact = a_traced_case(cast)
    tomorrow = timezone.localdate() + A_DAY

    write(cast, contact, "plan", state="reached", next_step="Gọi lại", next_on=tomorrow)

    contact.refresh_from_db()
    assert (contact.state, contact.next_step, contact.next_on) == ("reached", "Gọi lại", tomorrow)
    assert "Gọi lại" in FollowUp.objects.get().note


TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("deed", "fields"),
    [
        ("call", {"note": "Đã gõ"}),
        ("call", {"result": "waiting", "note": "Đã gõ"}),
        ("quarantine", {"first": TODAY, "last": TODAY - timedelta(days=1), "note": "Đã gõ"}),
        ("quarantine", {"first": TODAY, "last": TODAY + timedelta(days=400), "note": "Đã gõ"}),
        ("test", {"day": TODAY + timedelta(days=1), "result": "waiting", "note": "Đã gõ"}),
        ("test", {"day": "x", "result": "waiting", "note": "Đã gõ"}),
        ("plan", {"state": "reached", "next_step": "Đã gõ"}),
        ("plan", {"state": "x", "next_step": "Đã gõ", "next_on": TODAY}),
        ("plan", {"state": "reached", "next_step": "Đã gõ", "next_on": "9999-12-31"}),
    ],
)
def test_a_faulty_form_is_handed_back_with_what_was_typed(cast: Cast, deed: str, fields: dict[str, Any]) -> None:
    _case, _stay, contact = a_traced_case(cast)

    response = write(cast, contact, deed, **fields)

    assert response.status_code == 422
    assert "Đã gõ" in response.content.decode()
    assert not FollowUp.objects.exists()


def test_an_unknown_deed_does_nothing(cast: Cast) -> None:
    _case, _stay, contact = a_traced_case(cast)

    assert write(cast, contact, "erase").status_code == 302
    assert not FollowUp.objects.exists()


def test_a_closed_case_takes_nothing_and_hands_back_what_was_typed(cast: Cast) -> None:
    case, _stay, contact = a_traced_case(cast)
    closed(case)

    response = write(cast, contact, "note", note="Đã gõ")

    assert response.status_code == 422
    assert not FollowUp.objects.exists()


def test_every_entry_is_written_down_without_a_name(cast: Cast) -> None:
    case, _stay, contact = a_traced_case(cast)

    write(cast, contact, "call", result="reached", note=NAME)

    event = AuditEvent.objects.get(action="case.follow_call")
    assert (event.object_id, event.facts) == (str(case.pk), {"contact": contact.pk, "result": "reached"})


def test_notes_are_shown_only_while_a_release_opens_the_contact(cast: Cast) -> None:
    case, stay, contact = a_traced_case(cast)
    write(cast, contact, "note", note="Nhà có người già")
    masked = cast.client("health").get(contact.get_absolute_url()).content.decode()

    signed(cast, case, stay)

    assert "Nhà có người già" not in masked
    assert "Nhà có người già" in cast.client("health").get(contact.get_absolute_url()).content.decode()


def test_the_pages_ask_as_much_for_ten_as_for_one(cast: Cast, django_assert_max_num_queries: Any) -> None:
    case, stay, contact = a_traced_case(cast)
    signed(cast, case, stay)
    client = cast.client("health")

    for more in (9, 0):
        client.get(address(case))  # the visits are told now
        with django_assert_max_num_queries(26):
            client.get(address(case))
        with django_assert_max_num_queries(26):
            client.get(contact.get_absolute_url())
        for _ in range(more):
            near(stay)
            near(StayFactory(case=case), contact=contact)
            write(cast, contact, "note", note="Ghi chú")
