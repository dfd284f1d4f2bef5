"""A button tapped twice does its deed once: what the second tap finds under the lock is what the first one wrote."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from checkins.models import Notice
from tests.conftest import Cast
from tests.tracing.following.releasing import ask
from tests.tracing.rows import StayFactory, a_case, a_traced_case
from tracing.models import Case, Contact, FollowUp, Release, Stay

pytestmark = pytest.mark.django_db
NEW_CASE = {"kind": "confirmed", "authority_reference": "Phiếu số 7", "reason": "Dương tính", "phone": "0900000001"}
PLAN = {"state": "reached", "next_step": "Gọi lại", "next_on": ""}


def create(cast: Cast, **typed: str) -> Any:
    sent = NEW_CASE | {"onset_on": timezone.localdate().isoformat()} | typed
    return cast.client("health").post("/tracing/new/", sent)


def tell(cast: Cast, stay: Stay, text: str = "Khử khuẩn") -> Any:
    return cast.client("health").post(reverse("tracing:notice", args=[stay.case_id, stay.pk]), {"text": text})


def note(cast: Cast, contact: Contact, deed: str, **fields: str) -> Any:
    sent = {"deed": deed, **{f"{deed}-{name}": value for name, value in fields.items()}}
    return cast.client("health").post(contact.get_absolute_url(), sent)


def later() -> Any:
    return time_machine.travel(timezone.now() + timedelta(minutes=3), tick=False)


def test_a_case_sent_twice_is_opened_once_and_both_taps_lead_to_it(cast: Cast) -> None:
    first, second = create(cast), create(cast)

    assert first.url == second.url == Case.objects.get().get_absolute_url()
    assert AuditEvent.objects.filter(action="case.open").count() == 1


@pytest.mark.parametrize(
    "other", [{"kind": "suspected"}, {"authority_reference": "Số 8"}, {"reason": "Khác"}, {"phone": "0900000002"}]
)
def test_another_case_is_another(cast: Cast, other: dict[str, str]) -> None:
    create(cast)
    create(cast, **other)

    assert Case.objects.count() == 2


def test_the_same_case_sent_again_later_is_another(cast: Cast) -> None:
    create(cast)
    with later():
        create(cast)

    assert Case.objects.count() == 2


def test_a_venue_is_told_once(cast: Cast) -> None:
    _case, stay, _contact = a_traced_case(cast)

    for text in ("Khử khuẩn", "Khử khuẩn", "Khử khuẩn hai lần"):
        tell(cast, stay, text)

    assert Notice.objects.count() == 2
    assert AuditEvent.objects.filter(action="case.notice").count() == 2


def test_a_venue_may_be_told_again_later(cast: Cast) -> None:
    _case, stay, _contact = a_traced_case(cast)

    tell(cast, stay)
    with later():
        tell(cast, stay)

    assert Notice.objects.count() == 2


@pytest.mark.parametrize("name", ["add_stay", "place"])
def test_a_visit_is_added_once_unless_it_was_left_out(cast: Cast, name: str) -> None:
    case, stay, _contact = a_traced_case(cast)
    times = {"from_at": timezone.localtime(stay.from_at), "until_at": timezone.localtime(stay.until_at)}
    sent = {field: f"{at:%Y-%m-%dT%H:%M}" for field, at in times.items()} | {"venue": stay.venue_id, "add": "1"}

    cast.client("health").post(reverse(f"tracing:{name}", args=[case.pk]), sent)
    once = case.stays.count()
    case.stays.update(left_out_at=timezone.now(), left_out_by=cast.people["health"])
    cast.client("health").post(reverse(f"tracing:{name}", args=[case.pk]), sent)

    assert (once, case.stays.count()) == (1, 2)


def test_a_release_is_asked_for_once_while_it_waits(cast: Cast) -> None:
    case, *_ = a_traced_case(cast)

    first, second = ask(cast, case), ask(cast, case)

    assert first.url == second.url == Release.objects.get().get_absolute_url()
    assert AuditEvent.objects.filter(action="case.release_ask").count() == 1


@pytest.mark.parametrize("change", ["reason", "days", "stays", "decided"])
def test_another_request_is_another(cast: Cast, change: str) -> None:
    case, stay, _contact = a_traced_case(cast)
    ask(cast, case)
    StayFactory(case=case)
    if change == "decided":
        Release.objects.update(withdrawn_at=timezone.now(), withdrawn_by=cast.people["health"], why_not="Nhầm")

    other = {"reason": {"reason": "Khác"}, "days": {"days": 7}, "stays": {}, "decided": {}}[change]
    ask(cast, case, **({"stays": [stay.pk]} if change != "stays" else {}), **other)

    assert Release.objects.count() == 2


@pytest.mark.parametrize(
    ("deed", "fields"),
    [
        ("call", {"result": "no_answer", "note": "Máy bận"}),
        ("quarantine", {"first": "2021-07-10", "last": "2021-07-30", "note": ""}),
        ("test", {"day": "today", "result": "waiting", "note": ""}),
        ("note", {"note": "Sốt nhẹ"}),
        ("plan", PLAN),
    ],
)
def test_what_was_done_for_a_contact_is_written_down_once(cast: Cast, deed: str, fields: dict[str, str]) -> None:
    _case, _stay, contact = a_traced_case(cast)
    typed = {name: timezone.localdate().isoformat() if said == "today" else said for name, said in fields.items()}
    typed |= {"next_on": timezone.localdate().isoformat()} if deed == "plan" else {}

    assert [note(cast, contact, deed, **typed).status_code for _tap in range(2)] == [302, 302]

    assert FollowUp.objects.count() == 1


def test_calls_that_differ_or_come_later_are_several(cast: Cast) -> None:
    _case, _stay, contact = a_traced_case(cast)

    for result in ("no_answer", "wrong_number", "no_answer"):
        note(cast, contact, "call", result=result, note="")
    with later():
        note(cast, contact, "call", result="no_answer", note="")

    assert FollowUp.objects.count() == 4


def test_a_note_is_handed_over_once(cast: Cast) -> None:
    case = a_case(cast)

    for text in ("Gọi lại số 12", "Gọi lại số 12", "Gọi lại số 13"):
        cast.client("health").post(reverse("tracing:hand_over", args=[case.pk]), {"text": text})

    assert case.hand_overs.count() == 2
