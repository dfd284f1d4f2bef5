"""The page of jobs: what is repeated, what people asked for, what stands still."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from jobs.models import Job
from jobs.schedule import SCHEDULE, Entry
from jobs.words import ASKED_FOR, COUNTED
from organisations.roster.kind import ROSTERS
from tests.conftest import Cast
from tests.factories import UserFactory
from venues.importing.kind import VENUES
from villages.importing.kind import HOUSEHOLDS

pytestmark = pytest.mark.django_db

CLOSE = "reports.close_due_days"


def shown(cast: Cast, role: str = "admin") -> str:
    return cast.client(role).get("/jobs/").content.decode()


def row(html: str, task: str) -> str:
    """The row of a task, without tags and with single blanks."""
    found = next(part for part in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if f">{task}</code>" in part)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


SEEING = (Role.ADMIN, Role.CHAIR, Role.OFFICER)


@pytest.mark.parametrize("role", [role for role in Role if role not in SEEING])
def test_the_page_is_for_those_who_answer_for_the_work(cast: Cast, role: Role) -> None:
    assert cast.client(role).get("/jobs/").status_code == 403


def test_before_the_first_tick_everything_was_never_run(cast: Cast) -> None:
    html = shown(cast)

    for entry in SCHEDULE:
        assert row(html, entry.task).endswith(f" {entry.task} Chưa chạy lần nào – Trong lượt tới")


@pytest.mark.usefixtures("clock")
def test_a_repeated_job_shows_last_run_next_run_and_result(cast: Cast) -> None:
    now = timezone.now()
    Job.objects.create(
        task=CLOSE, scheduled=True, state="done", started_at=now, finished_at=now, result={"closed": 2, "revised": 0}
    )

    shown_row = row(shown(cast), CLOSE)

    assert "12:00 01/07/2021 12:10 01/07/2021" in shown_row
    assert shown_row.endswith(": 2, ngày chỉnh lại: 0")


@pytest.mark.usefixtures("clock")
def test_what_stands_still_is_red(cast: Cast) -> None:
    then = timezone.now() - timedelta(minutes=11)
    Job.objects.create(task=CLOSE, scheduled=True, state="running", started_at=then, heartbeat_at=then)

    html = shown(cast)

    assert re.search(
        rf"<code class=\"of\">{CLOSE}</code></td>\s*<td[^>]*>\s*<span class=\"tag behind\">Bị ngừng</span>", html
    )


def test_what_failed_shows_the_kind_of_error(cast: Cast) -> None:
    Job.objects.create(task="test.work", state="failed", error="IntegrityError", requested_by=cast.people["officer"])

    assert "officer" in row(shown(cast), "test.work")
    assert "IntegrityError" in row(shown(cast), "test.work")


def test_an_admin_of_one_commune_sees_the_jobs_of_that_one(cast: Cast) -> None:
    cast.people["bound"] = UserFactory(username="bound", role=Role.ADMIN, commune=cast.commune)
    Job.objects.create(task="test.own", commune=cast.commune)
    Job.objects.create(task="test.foreign", commune=cast.foreigner.commune)

    html = shown(cast, "bound")

    assert "test.own" in html
    assert "test.foreign" not in html


def test_everybody_else_sees_the_jobs_they_asked_for(cast: Cast) -> None:
    own = Job.objects.create(task="test.own", commune=cast.commune, requested_by=cast.people["officer"])
    Job.objects.create(task="test.other", commune=cast.commune, requested_by=cast.people["chair"])

    assert list(Job.objects.visible_to(cast.people["officer"])) == [own]


def test_the_page_asks_the_database_as_often_for_ten_jobs_as_for_one(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = cast.client("admin")
    Job.objects.create(task="test.work", requested_by=UserFactory())
    with django_assert_num_queries(4):
        client.get("/jobs/")
    for _ in range(9):
        Job.objects.create(task="test.work", requested_by=UserFactory())

    with django_assert_num_queries(4):
        client.get("/jobs/")


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("entry", SCHEDULE, ids=lambda entry: entry.task)
def test_every_scheduled_job_has_a_name_in_both_languages_and_a_next_run(cast: Cast, entry: Entry) -> None:
    Job.objects.create(task=entry.task, scheduled=True, state="done", started_at=timezone.now())

    with override("vi"):
        vietnamese = str(entry.label)
    with override("en"):
        english = str(entry.label)

    assert english
    assert vietnamese != english
    assert f"{vietnamese} {entry.task}" in row(shown(cast), entry.task)
    assert entry.next_run(timezone.now()) > timezone.now()


@pytest.mark.parametrize("role", ["chair", "officer"])
def test_chair_and_officer_see_what_runs_by_itself_and_only_their_own_besides(cast: Cast, role: str) -> None:
    Job.objects.create(task="test.own", commune=cast.commune, requested_by=cast.people[role])
    Job.objects.create(task="test.other", commune=cast.commune, requested_by=cast.people["admin"])

    html = shown(cast, role)

    assert CLOSE in html
    assert "test.own" in html
    assert "test.other" not in html


def test_every_count_of_a_scheduled_job_has_a_word() -> None:
    with override("vi"):
        words = {name: str(word) for name, word in COUNTED.items()}

    assert {
        "closed",
        "revised",
        "sent",
        "failed",
        "removed",
        "held",
        "visits",
        "doubts",
        "cases",
        "contacts",
        "faulty",
    } <= set(words)
    assert all(word != name for name, word in words.items())


def test_what_people_ask_for_has_a_name(cast: Cast) -> None:
    kinds = (HOUSEHOLDS, VENUES, ROSTERS)
    names = {name for kind in kinds for name in kind.tasks.values()} | {"venues.print_posters"}
    for name in names:
        Job.objects.create(task=name, commune=cast.commune)

    html = shown(cast)

    assert names == set(ASKED_FOR)
    assert all(row(html, name).startswith(f"{ASKED_FOR[name]} {name} ") for name in names)
