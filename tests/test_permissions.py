"""One table: every address × every role → what a GET answers (for addresses that take POST only, what a POST answers).

`stranger` is the head of the next village, `foreigner` the officer of the next commune, `-` nobody signed in.
Objects are those of the cast: its village, group, household; the account is the keeper's.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jobs.models import Job
from tests.conftest import Cast
from tests.permissions import api, checkins, portal, register, reports, surveys, tracing_following, venues
from tests.permissions.register import waiting_import
from tests.permissions.roles import ALL, LOGIN, Rows

APPS = (api, checkins, portal, register, reports, surveys, tracing_following, venues)


def table(cast: Cast) -> Rows:
    return {name: row for app in APPS for name, row in app.rows(cast).items()}


def all_names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            yield from all_names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)


def test_every_address_stands_in_the_table(cast: Cast) -> None:
    assert set(table(cast)) == set(all_names(get_resolver()))


@pytest.mark.parametrize("role", ALL)
def test_every_address_answers_every_role_as_the_table_says(cast: Cast, role: str) -> None:
    client = Client() if role == "-" else cast.client(role)
    wrong = {}

    for name, (method, arguments, answers) in table(cast).items():
        expected = next((answer for answer, roles in answers.items() if role in roles), LOGIN)
        got = getattr(client, method)(reverse(name, args=arguments)).status_code
        if name == "logout" and role != "-":
            client = cast.client(role)
        if got != expected:
            wrong[name] = (got, expected)

    assert not wrong


def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page(cast: Cast) -> None:
    response = Client().get(reverse("households:detail", args=[cast.household.pk]))

    assert response.url.startswith("/login/?next=")


def test_an_account_without_commune_finds_no_household_anywhere(cast: Cast) -> None:
    for role in ("admin", "supervisor"):
        client = cast.client(role)

        assert client.get(reverse("households:detail", args=[cast.household.pk])).status_code == 404
        assert client.get(reverse("villages:detail", args=[cast.village.pk])).status_code == 404


def test_the_job_of_an_import_is_not_asked_for_by_a_stranger(cast: Cast) -> None:
    ready = waiting_import(cast, "ready")

    cast.client("foreigner").post(reverse("households:import_store", args=[ready.pk]))

    assert not Job.objects.exists()
