"""Releases: a list that opens nothing else, until it ends; who sees it, and what is written down."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from tests.conftest import Cast
from tests.tracing.following.releasing import ask, give, is_open, sign
from tests.tracing.rows import A_DAY, AN_HOUR, NAME, StayFactory, a_traced_case, a_venue, asked, near, signed
from tracing.following.releasing import actions
from tracing.models import Case, Release, ReleaseState

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["health", "chair"])
def test_either_side_withdraws_at_any_time_and_the_list_is_masked_at_once(cast: Cast, role: str) -> None:
    case, stay, _contact = a_traced_case(cast)
    release = signed(cast, case, stay)

    assert give(cast.client(role), "withdraw", release).status_code == 302

    release.refresh_from_db()
    assert release.state == ReleaseState.WITHDRAWN
    assert is_open(case) == [False]
    assert give(cast.client(role), "withdraw", release).status_code == 409


def test_it_is_over_when_it_expires(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    release = signed(cast, case, stay)
    past = {"signed_at": timezone.now() - 2 * A_DAY, "expires_at": timezone.now() - A_DAY}
    Release.objects.filter(pk=release.pk).update(**past)

    assert is_open(case) == [False]
    release.refresh_from_db()
    assert release.state == ReleaseState.EXPIRED


def test_a_stay_added_later_stays_masked_until_its_own_release(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    signed(cast, case, stay)

    later = StayFactory(case=case, venue=a_venue(cast))
    near(later)

    assert is_open(case) == [True, False]
    signed(cast, case, later)
    assert is_open(case) == [True, True]


def test_a_place_looked_at_later_stays_masked_until_its_own_release(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    signed(cast, case, stay)

    near(StayFactory(case=case, venue=stay.venue, source="place", from_at=stay.from_at - 4 * AN_HOUR))

    assert is_open(case) == [True, False]


def test_who_is_found_by_a_widened_window_stays_masked(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    signed(cast, case, stay)

    Case.objects.filter(pk=case.pk).update(lingering_minutes=120)
    near(stay, from_at=stay.until_at + AN_HOUR)

    assert is_open(case) == [True, False]


def test_who_is_found_by_fewer_minutes_stays_masked(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast, least_minutes=15)
    signed(cast, case, stay)

    Case.objects.filter(pk=case.pk).update(least_minutes=5)
    near(stay, minutes=10)

    assert is_open(case) == [True, False]


def test_a_contact_is_not_opened_by_the_exposures_of_others(cast: Cast) -> None:
    case, stay, contact = a_traced_case(cast, least_minutes=15)
    near(stay, minutes=10)
    other = StayFactory(case=case, venue=a_venue(cast))
    near(other, contact=contact)
    signed(cast, case, stay)

    assert is_open(case) == [True, False]
    assert Release.objects.counted().get().opens == 1


def test_the_chair_sees_what_is_listed_and_never_a_name(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    near(stay)
    release = asked(case, stay)

    response = cast.client("chair").get(release.get_absolute_url())

    html = response.content.decode()
    assert "Chợ Thống Nhất" in html
    assert response.context["release"].opens == 2
    assert NAME not in html


def test_waiting_ones_stand_first_then_those_in_force_then_the_past(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    past, in_force, waiting = asked(case, stay), signed(cast, case, stay), asked(case, stay)
    actions.refuse(actor=cast.people["chair"], release=past, reason="Thiếu căn cứ")

    context = cast.client("chair").get(reverse("tracing:releases")).context

    assert [list(context[name]) for name in ("waiting", "in_force", "page")] == [[waiting], [in_force], [past]]


def test_every_deed_is_written_down_with_the_case(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    ask(cast, case)
    release = Release.objects.get()
    sign(cast.client("chair"), release)
    give(cast.client("health"), "withdraw", release)
    give(cast.client("chair"), "refuse", asked(case, stay))

    events = AuditEvent.objects.filter(object_type="tracing.case", object_id=str(case.pk))

    deeds = ["release_ask", "release_sign", "release_withdraw", "release_refuse"]
    assert [event.action for event in events] == [f"case.{deed}" for deed in deeds]
    assert events[0].reason == "Gọi và cách ly F1"
    assert events[1].facts["release"] == release.pk


def test_the_pages_ask_as_much_for_ten_as_for_one(cast: Cast, django_assert_max_num_queries: Any) -> None:
    case, stay, _contact = a_traced_case(cast)
    releases, client = [asked(case, stay), signed(cast, case, stay)], cast.client("chair")
    pages = [reverse("tracing:releases"), releases[0].get_absolute_url()]
    asking, health = reverse("tracing:ask_release", args=[case.pk]), cast.client("health")

    for _ in range(2):
        for page in pages:
            with django_assert_max_num_queries(12):
                assert client.get(page).status_code == 200
        with django_assert_max_num_queries(9):
            assert health.get(asking).status_code == 200
        for _ in range(9):
            more = StayFactory(case=case, venue=a_venue(cast))
            near(more)
            asked(case, more)
            signed(cast, case, more)
