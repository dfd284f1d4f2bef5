"""Asking for a release: which stays, in which windows, for how long."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import Cast
from tests.tracing.following.releasing import ask
from tests.tracing.rows import StayFactory, a_case, a_traced_case, a_venue, signed
from tracing.models import Case, Release, ReleaseState

pytestmark = pytest.mark.django_db


def test_asking_freezes_the_windows_with_the_lingering_margin_and_the_least_minutes(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast, lingering_minutes=20, least_minutes=10)

    response = ask(cast, case)

    release = Release.objects.get()
    line = release.lines.get()
    assert response.url == release.get_absolute_url()
    assert (line.from_at, line.until_at) == (stay.from_at, stay.until_at + timedelta(minutes=20))
    assert (release.least_minutes, release.days, release.asked_by) == (10, 14, cast.people["health"])
    assert release.state == ReleaseState.WAITING


def test_ticked_by_default_is_every_counted_stay_that_no_release_in_force_covers(cast: Cast) -> None:
    case, covered, _contact = a_traced_case(cast)
    signed(cast, case, covered)
    fresh = StayFactory(case=case, venue=a_venue(cast))
    StayFactory(case=case, left_out_at=timezone.now(), left_out_by=cast.people["health"])

    form = cast.client("health").get(reverse("tracing:ask_release", args=[case.pk])).context["form"]

    assert [(row.stay, ticked) for row, ticked in form.boxes()] == [(covered, False), (fresh, True)]


@pytest.mark.parametrize("change", [{"lingering_minutes": 60}, {"least_minutes": 5}])
def test_a_stay_is_covered_no_more_once_the_window_is_widened(cast: Cast, change: dict[str, int]) -> None:
    case, stay, _contact = a_traced_case(cast)
    signed(cast, case, stay)
    Case.objects.filter(pk=case.pk).update(**change)

    form = cast.client("health").get(reverse("tracing:ask_release", args=[case.pk])).context["form"]

    assert [ticked for _row, ticked in form.boxes()] == [True]


@pytest.mark.parametrize(
    "fault", [{"reason": ""}, {"days": 0}, {"days": 31}, {"days": "x"}, {"stays": []}, {"stays": [0]}, {"stays": ["x"]}]
)
def test_a_faulty_request_is_handed_back_with_what_was_typed(cast: Cast, fault: dict[str, Any]) -> None:
    case, *_ = a_traced_case(cast)

    response = ask(cast, case, **{"reason": "Gọi hết F1", **fault})

    assert response.status_code == 422
    assert fault.get("reason") == "" or "Gọi hết F1" in response.content.decode()
    assert not Release.objects.exists()


def test_a_stay_of_another_case_cannot_be_listed(cast: Cast) -> None:
    case, *_ = a_traced_case(cast)
    other = StayFactory(case=a_case(cast))

    assert ask(cast, case, stays=[other.pk]).status_code == 422


def test_renewing_asks_again_for_the_same_stays(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    StayFactory(case=case)
    old = signed(cast, case, stay, days=5)
    client, address = cast.client("health"), reverse("tracing:ask_release", args=[case.pk])

    form = client.get(address, {"renews": old.pk}).context["form"]
    client.post(address, {"renews": old.pk, "reason": form["reason"].value(), "days": 5, "stays": [stay.pk]})

    new = old.renewals.get()
    assert [row.stay for row, ticked in form.boxes() if ticked] == [stay]
    assert (form["reason"].value(), form["days"].value()) == (old.reason, 5)
    assert [line.stay for line in new.lines.all()] == [stay]
