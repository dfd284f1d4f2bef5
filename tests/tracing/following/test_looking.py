"""Identities pass through one door: masked without a release, written down, and told to whoever made the visit."""

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEvent, Role
from checkins.models import Disclosure
from tests.conftest import Cast
from tests.permissions.roles import ALL
from tests.permissions.tracing_following import rows
from tests.tracing.rows import (
    NAME,
    PHONE,
    StayFactory,
    a_traced_case,
    a_venue,
    asked,
    near,
    signed,
)
from tracing.following.looking import look
from tracing.models import Case, Contact, Release, Stay

pytestmark = pytest.mark.django_db


def seen_by(cast: Cast, case: Case, role: str = "health") -> Any:
    return look(user=cast.people[role], case=case, contacts=Contact.objects.strongest_first(), at="list")


def test_without_a_release_the_health_station_sees_masked_contacts(cast: Cast) -> None:
    case, *_ = a_traced_case(cast)

    (one,) = seen_by(cast, case)

    assert (one.name, one.phone, one.is_open) == ("Đặng Thị Ngọc ***", "098****321", False)
    assert not Disclosure.objects.exists()


def test_a_release_in_force_opens_to_the_health_station_what_it_lists_and_nothing_else(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    near(StayFactory(case=case, venue=a_venue(cast)), minutes=20)
    release = signed(cast, case, stay)

    opened, masked = seen_by(cast, case)

    assert (opened.name, opened.phone, opened.open_until) == (NAME, PHONE, release.expires_at)
    assert (masked.name, masked.is_open) == ("Đặng Thị Ngọc ***", False)


def test_the_chair_sees_masked_contacts_release_or_not(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    signed(cast, case, stay)

    (one,) = seen_by(cast, case, "chair")

    assert (one.name, one.is_open) == ("Đặng Thị Ngọc ***", False)
    assert not Disclosure.objects.exists()


def test_another_case_is_never_looked_at(cast: Cast) -> None:
    case, *_ = a_traced_case(cast)
    a_traced_case(cast)

    assert len(seen_by(cast, case)) == 1


def test_every_look_is_written_down_with_case_counts_and_releases(cast: Cast) -> None:
    case, stay, _contact = a_traced_case(cast)
    near(StayFactory(case=case, venue=a_venue(cast)))
    release = signed(cast, case, stay)

    seen_by(cast, case)

    event = AuditEvent.objects.get()
    assert (event.action, event.object_type, event.object_id) == ("case.look", "tracing.case", str(case.pk))
    assert event.facts == {"at": "list", "shown": 2, "in_clear": 1, "releases": str(release.pk)}


def test_each_visit_read_is_told_to_its_visitor_once_a_day(cast: Cast) -> None:
    case, stay, contact = a_traced_case(cast)
    signed(cast, case, stay)

    for _ in range(2):
        seen_by(cast, case)

    told = Disclosure.objects.get()
    assert told.check_in == contact.exposures.get().check_in
    assert (told.read_by, told.reference) == (cast.people["health"], case.hold_reference)
    assert told.check_in.readings == [(str(Role.HEALTH.label), timezone.localdate())]


def test_the_visit_of_who_gave_no_phone_is_told_too(cast: Cast) -> None:
    case, stay, contact = a_traced_case(cast)
    exposure = contact.exposures.get()
    Contact.objects.filter(pk=contact.pk).update(only_check_in=exposure.check_in)
    signed(cast, case, stay)

    seen_by(cast, case)

    assert Disclosure.objects.get().check_in == exposure.check_in


def test_looking_asks_as_much_for_ten_as_for_one(cast: Cast, django_assert_max_num_queries: Any) -> None:
    case, stay, _contact = a_traced_case(cast)
    signed(cast, case, stay)

    for rows_more in (9, 0):
        Disclosure.objects.all().delete()
        with django_assert_max_num_queries(14):
            seen_by(cast, case)
        for _ in range(rows_more):
            near(stay)


@pytest.fixture
def no_typesetting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDF is what its template is given: nothing else can stand in it."""
    given = "tracing.following.out.printing.typeset"
    monkeypatch.setattr(given, lambda template, inputs, **kwargs: "".join(inputs.values()).encode())


def told_to(cast: Cast, role: str) -> set[str]:
    """Names of the pages and files of tracing in which this role can read the contact's given name or phone."""
    client, told = cast.client(role), set()
    for name, (_method, arguments, _answers) in rows(cast).items():
        address = reverse(name, args=arguments)
        answers = [client.get(address), client.post(address, {"reason": "Gọi F1", "rows": "1"})]
        if any(is_told(answer.content) for answer in answers):
            told.add(name)
    return told


def is_told(content: bytes) -> bool:
    text = content.decode(errors="replace")
    if content.startswith(b"PK"):
        sheet = load_workbook(BytesIO(content)).active
        text = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    elif content.startswith(b"{"):
        text = content.decode("unicode_escape")
    return "Trâm" in text or "987654321" in text.replace(" ", "")


@pytest.mark.usefixtures("no_typesetting")
@pytest.mark.parametrize("role", [role for role in ALL if role != "-"])
def test_without_a_release_nobody_reads_a_name_or_phone_on_any_page_or_file(
    cast: Cast, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.permissions.tracing_following.signed", asked_only)

    assert told_to(cast, role) == set()


@pytest.mark.usefixtures("no_typesetting")
@pytest.mark.parametrize("role", [role for role in ALL if role != "-"])
def test_with_a_release_the_health_station_alone_reads_names_and_phones(cast: Cast, role: str) -> None:
    told = {"tracing:contacts", "tracing:contact", "tracing:contacts_xlsx", "tracing:contacts_pdf"}

    assert told_to(cast, role) == (told if role == "health" else set())


def asked_only(cast: Cast, case: Case, stay: Stay) -> Release:
    return asked(case, stay)
