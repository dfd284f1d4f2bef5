"""Releases: two people, a password, a day after a reset, and a list that opens nothing else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import create_account, replace_password, reset_password, update_account
from accounts.models import AuditEvent, User
from tests.conftest import Cast
from tests.factories import PASSWORD, UserFactory
from tests.tracing_following.rows import (
    A_DAY,
    AN_HOUR,
    NAME,
    StayFactory,
    a_case,
    a_traced_case,
    a_venue,
    asked,
    near,
    signed,
)
from tracing.following.cases import Refusal
from tracing.following.releasing import actions
from tracing.models import Case, Release, ReleaseState

pytestmark = pytest.mark.django_db


def ask(cast: Cast, case: Case, **facts: Any) -> Any:
    stays = [stay.pk for stay in case.stays.counted()]
    sent = {"reason": "Gọi và cách ly F1", "days": 14, "stays": stays, **facts}
    return cast.client("health").post(reverse("tracing:ask_release", args=[case.pk]), sent)


def sign(client: Client, release: Release, password: str = PASSWORD) -> Any:
    return client.post(reverse("tracing:sign", args=[release.pk]), {"password": password})


def give(client: Client, deed: str, release: Release, why: str = "Chưa rõ lý do") -> Any:
    return client.post(reverse(f"tracing:{deed}", args=[release.pk]), {"why": why})


def is_open(case: Case) -> list[bool]:
    return [contact.is_open for contact in case.contacts.marked_open().order_by("pk")]  # type: ignore[attr-defined]


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


def test_the_chair_signs_with_the_password_and_the_list_is_open_for_its_days(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    release = asked(case, stay, days=3)

    response = sign(cast.client("chair"), release)

    release.refresh_from_db()
    assert response.status_code == 302
    assert (release.state, release.signed_by) == (ReleaseState.IN_FORCE, cast.people["chair"])
    assert release.expires_at - release.signed_at == 3 * A_DAY
    assert is_open(case) == [True]


def test_a_wrong_password_signs_nothing(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    release = asked(case, stay)

    response = sign(cast.client("chair"), release, "sai mat khau")

    assert response.status_code == 422
    assert is_open(case) == [False]


def test_guessing_the_password_at_the_signature_locks_as_at_the_sign_in(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    release, client = asked(case, stay), cast.client("chair")
    for _ in range(5):
        sign(client, release, "sai mat khau")

    response = sign(client, release)

    assert response.status_code == 422
    assert is_open(case) == [False]


def test_who_asked_never_signs_even_after_becoming_chair(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    release, health = asked(case, stay), cast.people["health"]
    health.role = "chair"
    health.save()

    response = sign(cast.client("health"), release)

    assert response.status_code == 409
    assert "second person" in str(response.context["refusal"]) or "người thứ hai" in str(response.context["refusal"])
    assert is_open(case) == [False]


def test_the_database_itself_refuses_a_signature_of_who_asked(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)

    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        signed(cast, case, stay, signed_by=case.opened_by)


def test_an_account_whose_password_was_reset_signs_again_only_after_a_day(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    release, chair = asked(case, stay), cast.people["chair"]
    chair.credentials_reset_at = timezone.now() - 23 * AN_HOUR
    chair.save()

    too_early = sign(cast.client("chair"), release)
    chair.credentials_reset_at = timezone.now() - 25 * AN_HOUR
    chair.save()

    assert too_early.status_code == 409
    assert timezone.localtime(chair.credentials_reset_at).strftime("%H:%M")[3:] in str(too_early.context["refusal"])
    assert sign(cast.client("chair"), release).status_code == 302


def test_an_account_made_a_moment_ago_does_not_sign_for_a_day_and_the_others_are_told(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    release = asked(case, stay)
    new = User(username="moi", role="chair", commune=cast.commune, full_name="Lý Văn Mới")
    create_account(actor=cast.people["admin"], account=new)

    assert sign(as_chair(new), release).status_code == 409
    assert "Lý Văn Mới" in cast.client("chair").get(reverse("tracing:releases")).content.decode()


def test_an_officer_whom_somebody_makes_chair_does_not_sign_for_a_day(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    release, promoted = asked(case, stay), UserFactory(role="officer", commune=cast.commune)
    promoted.role = "chair"

    update_account(actor=cast.people["admin"], account=promoted)

    assert sign(as_chair(promoted), release).status_code == 409


def as_chair(account: User) -> Client:
    """Signed in, the one-time password replaced."""
    replace_password(account=account, password=PASSWORD)
    client = Client()
    client.force_login(account)
    return client


def test_the_other_chairs_are_told_of_a_reset_and_when_the_account_signs_again(cast: Cast) -> None:
    vice = UserFactory(role="chair", commune=cast.commune, full_name="Lý Văn Phó", username="vice")
    reset_password(actor=cast.people["admin"], account=vice)

    html = cast.client("chair").get(reverse("tracing:releases")).content.decode()

    until = timezone.localtime(vice.credentials_reset_at + 24 * AN_HOUR)
    assert "Lý Văn Phó" in html
    assert until.strftime("%H:%M") in html


def test_refusing_asks_for_a_reason_and_ends_the_request(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    release, chair = asked(case, stay), cast.client("chair")

    assert give(chair, "refuse", release, why="").status_code == 422
    assert give(chair, "refuse", release).status_code == 302

    release.refresh_from_db()
    assert (release.state, release.why_not) == (ReleaseState.REFUSED, "Chưa rõ lý do")
    assert sign(chair, release).status_code == 409


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


def test_a_stale_page_is_told_what_the_other_decided(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    release = asked(case, stay)
    give(cast.client("chair"), "refuse", release)

    response = sign(cast.client("chair"), release)

    assert response.status_code == 409
    assert response.context["refusal"]
    assert is_open(case) == [False]


def test_a_closed_case_gets_no_release_and_no_signature(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    release = asked(case, stay)
    today = timezone.localdate()
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now(), closed_by=case.opened_by, forget_on=today)

    assert ask(cast, case).status_code == 422
    assert sign(cast.client("chair"), release).status_code == 409
    assert Release.objects.count() == 1
    assert is_open(case) == [False]


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


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one writer by itself")
@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_that_sign_and_refuse_at_once_one_wins(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    vice = UserFactory(role="chair", commune=cast.commune)
    release = asked(case, stay)

    def deed(signs: bool) -> str:
        try:
            if signs:
                actions.sign(actor=cast.people["chair"], release=release)
            else:
                actions.refuse(actor=vice, release=release, reason="Không cần")
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(deed, [True, False]))

    assert sorted(told) == ["NotWaiting", "done"]
