"""The end of a case: visits are held no more, and on the day its people are forgotten, with proof."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from checkins.actions import purge
from checkins.models import CheckIn, Hold
from jobs.schedule import SCHEDULE
from tests.conftest import Cast
from tests.tracing.rows import A_DAY, a_traced_case, asked, followed, signed
from tracing.models import (
    Case,
    Contact,
    Exposure,
    FollowUp,
    HandOver,
    Release,
    ReleaseState,
    Stay,
    SubjectPhone,
)
from tracing.tasks import forget_contacts

pytestmark = pytest.mark.django_db


def close(cast: Cast, case: Case, **facts: Any) -> Any:
    sent = {"reason": "Hết cách ly", "forget_on": timezone.localdate() + 30 * A_DAY, **facts}
    return cast.client("health").post(reverse("tracing:close", args=[case.pk]), sent)


def whole_case(cast: Cast) -> Case:
    """A case with something of everything."""
    case, stay, contact = a_traced_case(cast)
    health, now = cast.people["health"], timezone.now()
    SubjectPhone.objects.create(case=case, phone="+84912000111", added_by=health, added_at=now)
    HandOver.objects.create(case=case, text="Bàn giao", written_by=health, written_at=now)
    followed(contact, "note", note="Ghi chú")
    signed(cast, case, stay)
    for visit in CheckIn.objects.filter(venue=stay.venue):
        Hold.objects.create(check_in=visit, reference=case.hold_reference, placed_by=health)
    return case


def test_the_day_proposed_is_as_far_away_as_the_commune_keeps_check_ins(cast: Cast) -> None:
    case, *_ = a_traced_case(cast)
    cast.commune.retention_days = 25
    cast.commune.save()

    form = cast.client("health").get(reverse("tracing:close", args=[case.pk])).context["form"]

    assert form["forget_on"].value() == timezone.localdate() + 25 * A_DAY


def test_closing_lets_go_of_the_visits_and_the_purge_takes_them(cast: Cast) -> None:
    case, other = whole_case(cast), whole_case(cast)
    late = timezone.now() + timedelta(days=60)
    purge(commune=cast.commune, now=late)
    held_before = CheckIn.objects.count()

    assert close(cast, case).status_code == 302
    purge(commune=cast.commune, now=late)

    case.refresh_from_db()
    assert held_before == 2
    assert (case.is_open, case.closed_by) == (False, cast.people["health"])
    assert case.forget_on == timezone.localdate() + 30 * A_DAY
    assert [hold.reference for hold in Hold.objects.all()] == [other.hold_reference]
    assert CheckIn.objects.count() == 1
    assert Contact.objects.count() == 2


@pytest.mark.parametrize("days", [-1, 366, "x"])
def test_a_day_in_the_past_or_over_a_year_away_is_handed_back(cast: Cast, days: Any) -> None:
    case, *_ = a_traced_case(cast)
    day = days if days == "x" else timezone.localdate() + days * A_DAY

    response = close(cast, case, forget_on=day)

    assert response.status_code == 422
    assert "Hết cách ly" in response.content.decode()
    case.refresh_from_db()
    assert case.is_open


def test_requests_that_wait_are_withdrawn_with_the_case(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    asked(case, stay)

    close(cast, case)

    assert Release.objects.get().state == ReleaseState.WITHDRAWN


def test_a_case_is_closed_once(cast: Cast) -> None:
    case, *_ = a_traced_case(cast)
    close(cast, case)

    assert close(cast, case).status_code == 422
    assert AuditEvent.objects.filter(action="case.close").count() == 1


def test_on_the_day_the_people_of_the_case_are_removed_with_proof(cast: Cast) -> None:
    case, other = whole_case(cast), whole_case(cast)
    close(cast, case, forget_on=timezone.localdate())

    assert forget_contacts() == {"cases": 1, "contacts": 1}

    for model in (Contact, Stay, SubjectPhone, HandOver):
        assert [row.case for row in model.objects.all()] == [other]
    assert (Exposure.objects.count(), FollowUp.objects.count()) == (1, 1)
    event = AuditEvent.objects.get(action="case.forget")
    removed = {"contacts": 1, "exposures": 1, "follow_ups": 1, "stays": 1, "phones": 1, "hand_overs": 1}
    assert (event.object_id, event.facts) == (str(case.pk), removed)
    assert Case.objects.filter(pk=case.pk).exists()


def test_before_the_day_nothing_is_removed_and_on_it_only_once(cast: Cast) -> None:
    case = whole_case(cast)
    close(cast, case, forget_on=timezone.localdate() + A_DAY)
    assert forget_contacts() == {"cases": 0, "contacts": 0}

    Case.objects.update(forget_on=timezone.localdate())
    forget_contacts()
    forget_contacts()

    assert AuditEvent.objects.filter(action="case.forget").count() == 1


def test_it_is_done_every_day_by_itself() -> None:
    assert "tracing.forget_contacts" in [entry.task for entry in SCHEDULE]


def test_the_pages_of_a_forgotten_case_still_open(cast: Cast) -> None:
    case = whole_case(cast)
    close(cast, case, forget_on=timezone.localdate())
    forget_contacts()
    release = Release.objects.get()

    addresses = [reverse(f"tracing:{name}", args=[case.pk]) for name in ("contacts", "hand_over", "close")]

    for address in [*addresses, release.get_absolute_url()]:
        assert cast.client("health").get(address).status_code == 200
