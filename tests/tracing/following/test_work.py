"""The day's list over all open cases, and what one nurse tells the next."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from tests.conftest import Cast
from tests.factories import CommuneFactory
from tests.tracing.rows import A_DAY, NAME, CaseFactory, ContactFactory, a_case, followed
from tracing.models import Case, Contact, HandOver

pytestmark = pytest.mark.django_db


def work(cast: Cast, day: object = "") -> Any:
    return cast.client("health").get(reverse("tracing:work"), {"ngay": str(day)} if day else {})


def listed(cast: Cast, day: object = "") -> list[list[Contact]]:
    return [section.rows for section in work(cast, day).context["sections"]]


def test_today_shows_what_is_overdue_due_ending_awaited_and_new(cast: Cast) -> None:
    case, today = a_case(cast), timezone.localdate()
    overdue = ContactFactory(case=case, next_on=today - A_DAY)
    due = ContactFactory(case=case, next_on=today, next_step="Gọi lại")
    ending = ContactFactory(case=case, state="quarantined", quarantine_from=today - 21 * A_DAY, quarantine_until=today)
    awaited, new = ContactFactory(case=case), ContactFactory(case=case, is_new=True)
    followed(awaited, "test", "waiting")

    assert listed(cast) == [[overdue], [due], [ending], [awaited], [new]]


def test_a_result_that_came_is_awaited_no_more(cast: Cast) -> None:
    contact = ContactFactory(case=a_case(cast))
    followed(contact, "test", "waiting", done_at=timezone.now() - A_DAY)
    followed(contact, "test", "negative")

    assert listed(cast)[3] == []


def test_another_day_shows_what_falls_on_it(cast: Cast) -> None:
    case, day = a_case(cast), timezone.localdate() + 3 * A_DAY
    due = ContactFactory(case=case, next_on=day)
    ending = ContactFactory(case=case, quarantine_from=day - A_DAY, quarantine_until=day)
    ContactFactory(case=case, next_on=day - A_DAY)

    assert listed(cast, day) == [[due], [ending]]


@pytest.mark.parametrize("day", ["x", "2021-13-40", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_shows_today(cast: Cast, day: str) -> None:
    assert work(cast, day).context["is_today"]


def test_closed_cases_finished_contacts_and_other_communes_are_left_out(cast: Cast) -> None:
    today = timezone.localdate()
    closed = a_case(cast, closed_at=timezone.now(), closed_by=cast.people["health"], forget_on=today)
    ContactFactory(case=closed, next_on=today)
    ContactFactory(case=a_case(cast), next_on=today, state="finished")
    ContactFactory(case=CaseFactory(commune=CommuneFactory()), next_on=today)

    assert not any(listed(cast))


def test_names_stay_masked_and_each_row_leads_to_its_contact(cast: Cast) -> None:
    contact = ContactFactory(case=a_case(cast), next_on=timezone.localdate())

    html = work(cast).content.decode()

    assert NAME not in html
    assert contact.get_absolute_url() in html


def test_cases_in_which_somebody_was_never_reached_are_told_with_their_number(cast: Cast) -> None:
    case = a_case(cast)
    for state in ("to_call", "to_call", "unreached", "reached"):
        ContactFactory(case=case, state=state)
    ContactFactory(case=a_case(cast), state="finished")

    assert [(one, one.to_call, one.unreached) for one in work(cast).context["to_call"]] == [(case, 2, 1)]


@pytest.mark.parametrize(("state", "count"), [("to_call", 2), ("unreached", 1)])
def test_the_number_told_is_the_number_the_link_leads_to(cast: Cast, state: str, count: int) -> None:
    case = a_case(cast)
    for one in ("to_call", "to_call", "unreached"):
        ContactFactory(case=case, state=one)
    address = f"{reverse('tracing:contacts', args=[case.pk])}?state={state}"

    page = work(cast).content.decode()

    assert re.search(rf'href="{re.escape(address)}">{count} ', page)
    assert len(cast.client("health").get(address).context["seen"]) == count


def test_a_flood_says_that_not_all_are_shown(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracing.following.working.lists.SHOWN_MOST", 2)
    case = a_case(cast)
    for _ in range(3):
        ContactFactory(case=case, is_new=True)

    section = work(cast).context["sections"][4]

    assert (len(section.rows), section.count) == (2, 3)


def hand_over(cast: Cast, case: Case, text: str) -> Any:
    return cast.client("health").post(reverse("tracing:hand_over", args=[case.pk]), {"text": text})


def test_a_hand_over_note_is_read_on_the_case_and_in_the_days_list(cast: Cast) -> None:
    case = a_case(cast)

    assert hand_over(cast, case, "Số 12 hẹn gọi lại 17 giờ").status_code == 302

    assert "Số 12 hẹn gọi lại" in work(cast).content.decode()
    page = cast.client("health").get(reverse("tracing:hand_over", args=[case.pk]))
    assert "Số 12 hẹn gọi lại" in page.content.decode()
    assert AuditEvent.objects.get().action == "case.hand_over"


def test_an_empty_note_and_one_on_a_closed_case_are_not_kept(cast: Cast) -> None:
    case = a_case(cast)
    assert hand_over(cast, case, " ").status_code == 422
    today = timezone.localdate()
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now(), closed_by=case.opened_by, forget_on=today)

    assert hand_over(cast, case, "Đã gõ").status_code == 422
    assert not HandOver.objects.exists()


def test_the_list_asks_as_much_for_ten_as_for_one(cast: Cast, django_assert_max_num_queries: Any) -> None:
    case, client, today = a_case(cast), cast.client("health"), timezone.localdate()
    for more in (1, 9):
        for _ in range(more):
            followed(ContactFactory(case=case, next_on=today, is_new=True), "test", "waiting")
            hand_over(cast, case, "Bàn giao")

        with django_assert_max_num_queries(15):
            client.get(reverse("tracing:work"))
