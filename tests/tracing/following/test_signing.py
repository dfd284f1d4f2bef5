"""Signing a release, or refusing it: two people, a password, a day after a reset."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import create_account, replace_password, reset_password, update_account
from accounts.models import User
from tests.conftest import Cast
from tests.factories import PASSWORD, UserFactory
from tests.tracing.following.releasing import ask, give, is_open, sign
from tests.tracing.rows import A_DAY, AN_HOUR, a_traced_case, asked
from tracing.case import Refusal
from tracing.following.releasing import actions
from tracing.models import Case, Release, ReleaseState

pytestmark = pytest.mark.django_db


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
