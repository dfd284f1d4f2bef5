"""The audit as people read it: who sees which events, in words, filtered, and as a file."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts import audit
from accounts.audit_words import GROUPS, SENTENCES
from accounts.models import AuditEvent, User
from tests.conftest import Cast
from tests.factories import PASSWORD, CommuneFactory, UserFactory
from tests.tracing.rows import A_DAY, a_case, a_traced_case
from tracing.models import Case

pytestmark = pytest.mark.django_db
ACTION = re.compile(r"""(?:action=|action = |_record\w*\([^"]*|_search\([^"]*|store\([^"]*)"([a-z]+\.[a-z_]+)\"""")
APPS = [app for app in settings.INSTALLED_APPS if (Path(settings.BASE_DIR) / app).is_dir()]


def told(cast: Cast, role: str, **asked_for: Any) -> list[str]:
    return [one.event.action for one in cast.client(role).get("/audit/", asked_for).context["told"]]


def note(actor: User, action: str, case: Case | None = None, **facts: Any) -> AuditEvent:
    return audit.record(actor=actor, action=action, target=case, commune=actor.commune, **facts)


def test_newest_stand_first_in_words_with_who_on_what_and_why(cast: Cast) -> None:
    case = a_case(cast, code="2021-042")
    note(cast.people["health"], "case.look", case, reason="Gọi F1", shown=12)
    note(cast.people["health"], "case.close", case)

    page = cast.client("chair").get("/audit/")

    newest, look = page.context["told"]
    assert (newest.event.action, look.what) == ("case.close", str(SENTENCES["case.look"]))
    assert "2021-042" in look.on
    assert look.who == cast.people["health"].full_name
    assert "Gọi F1" in page.content.decode()
    assert "12" in look.facts


def test_the_health_station_sees_the_events_of_its_own_cases_only(cast: Cast) -> None:
    case = a_case(cast)
    note(cast.people["health"], "case.look", case)
    note(cast.people["officer"], "target.set")
    stranger = UserFactory(role="health", commune=CommuneFactory())
    note(stranger, "case.close", Case(pk=99))

    assert told(cast, "health") == ["case.look"]
    assert told(cast, "chair") == ["target.set", "case.look"]
    assert told(cast, "admin") == ["case.close", "target.set", "case.look"]


@pytest.mark.parametrize(
    ("asked_for", "found"),
    [
        ({"case": "2021-042"}, ["case.look"]),
        ({"case": "2021-999"}, []),
        ({"actor": "OFFICER"}, ["target.set"]),
        ({"actor": "nobody"}, []),
        ({"action": "case."}, ["case.look"]),
        ({"action": "x"}, []),
        ({"first": timezone.localdate() + A_DAY}, []),
        ({"first": timezone.localdate(), "last": timezone.localdate()}, ["target.set", "case.look"]),
        ({"last": timezone.localdate() - A_DAY}, []),
        ({"last": "2199-12-31"}, ["target.set", "case.look"]),
        ({"first": "x"}, []),
        ({}, ["target.set", "case.look"]),
    ],
)
def test_events_are_filtered_by_case_person_kind_and_days(
    cast: Cast, asked_for: dict[str, Any], found: list[str]
) -> None:
    note(cast.people["health"], "case.look", a_case(cast, code="2021-042"))
    note(cast.people["officer"], "target.set")

    assert told(cast, "chair", **asked_for) == found


def test_the_case_of_another_commune_with_the_same_code_is_not_shown(cast: Cast) -> None:
    note(cast.people["health"], "case.look", a_case(cast, code="2021-001"))
    other = UserFactory(role="health", commune=CommuneFactory())
    note(other, "case.look", Case(pk=99))

    assert len(told(cast, "chair", case="2021-001")) == 1


def test_an_action_without_words_is_shown_by_its_code(cast: Cast) -> None:
    note(cast.people["officer"], "test.deed")

    assert "test.deed" in cast.client("chair").get("/audit/").content.decode()


def test_the_file_holds_what_the_filter_finds_and_taking_it_is_an_event(cast: Cast) -> None:
    note(cast.people["officer"], "target.set", reason="=1+1")
    note(cast.people["officer"], "venue.approve")

    content = cast.client("chair").get("/audit/events.xlsx", {"action": "target."}).content

    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert "=1+1" in rows[1]
    assert AuditEvent.objects.order_by("-pk").first().facts == {"rows": 1}  # type: ignore[union-attr]


def test_many_events_are_parted_into_pages(cast: Cast) -> None:
    for _ in range(51):
        note(cast.people["officer"], "target.set")

    assert len(told(cast, "chair")) == 50
    assert len(told(cast, "chair", page=2)) == 1


def test_the_page_asks_as_much_for_ten_as_for_one(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = cast.client("chair")
    for more in (1, 9):
        for _ in range(more):
            note(UserFactory(role="health", commune=cast.commune), "case.look", a_case(cast))
            audit.record(actor=cast.people["officer"], action="account.create", target=UserFactory())

        with django_assert_max_num_queries(9):
            client.get("/audit/")


def test_every_action_that_the_apps_record_has_a_sentence_and_a_group() -> None:
    files = [path for app in APPS for path in (Path(settings.BASE_DIR) / app).rglob("*.py")]
    recorded = {action for path in files for action in ACTION.findall(path.read_text(encoding="utf-8"))}

    assert len(recorded) > 40
    assert recorded - set(SENTENCES) == set()
    assert {f"{action.split('.')[0]}." for action in SENTENCES} == set(GROUPS)


def test_after_a_whole_journey_every_chain_is_sound(cast: Cast) -> None:
    case, _stay, contact = a_traced_case(cast)
    health, chair = cast.client("health"), cast.client("chair")
    stays = [stay.pk for stay in case.stays.all()]
    health.post(reverse("tracing:ask_release", args=[case.pk]), {"reason": "Gọi", "days": 14, "stays": stays})
    release = case.releases.get()
    chair.post(reverse("tracing:sign", args=[release.pk]), {"password": PASSWORD})
    health.get(reverse("tracing:contacts", args=[case.pk]))
    health.post(contact.get_absolute_url(), {"deed": "call", "call-result": "reached"})
    health.post(reverse("tracing:contacts_xlsx", args=[case.pk]), {"reason": "Lấy mẫu", "rows": 1})
    health.post(reverse("tracing:withdraw", args=[release.pk]), {"why": "Xong"})
    health.post(reverse("tracing:close", args=[case.pk]), {"reason": "Xong", "forget_on": timezone.localdate()})

    call_command("verify_audit")

    deeds = ["release_ask", "release_sign", "look", "look", "export", "release_withdraw", "close"]
    done = [action for action in told(cast, "chair", case=case.code)[::-1] if action != "case.follow_call"]
    assert done == [f"case.{deed}" for deed in deeds]
