"""Running a job: once, however often it is told; how it ended stands in its row."""

import logging
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from jobs.actions import claim, perform, report_progress
from jobs.models import Job
from thongnhat_portal.logs import JsonFormatter

pytestmark = pytest.mark.django_db

SECRET = "Nguyễn Thị Bí Mật 0912345678"


@pytest.fixture
def job() -> Job:
    return Job.objects.create(task="test.work", arguments={"rows": 3})


def fail(rows: int) -> None:
    raise ValueError(SECRET)


def test_a_job_gets_its_arguments_and_keeps_its_result(job: Job, work: dict[str, Any]) -> None:
    work["test.work"] = lambda rows: {"counted": rows}

    perform(job.pk)

    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == ("done", {"counted": 3}, 1)
    assert job.is_over
    assert job.started_at <= job.finished_at


def test_a_job_told_twice_runs_once(job: Job, work: dict[str, Any]) -> None:
    runs = []
    work["test.work"] = lambda rows: runs.append(rows)

    perform(job.pk)
    perform(job.pk)

    assert runs == [3]


def test_two_workers_cannot_take_the_same_job(job: Job) -> None:
    first, second = claim(job.pk), claim(job.pk)

    assert first == job
    assert second is None


def test_a_result_that_is_no_count_is_not_kept(job: Job, work: dict[str, Any]) -> None:
    work["test.work"] = lambda rows: SECRET

    perform(job.pk)

    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {})


def test_a_job_that_fails_says_only_which_kind_of_error(job: Job, work: dict[str, Any]) -> None:
    work["test.work"] = fail

    perform(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error, job.result) == ("failed", "ValueError", {})


def test_the_log_of_a_failure_names_job_and_place_but_never_the_message(
    job: Job, work: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    work["test.work"] = fail

    perform(job.pk)

    record = caplog.records[-1]
    line = JsonFormatter().format(record)
    assert (record.levelno, record.getMessage()) == (logging.ERROR, "job failed")
    assert all(fact in line for fact in (f'"job": {job.pk}', "ValueError", "test_performing.py"))
    assert SECRET not in line


def test_a_task_that_nobody_knows_fails_and_says_so(job: Job) -> None:
    perform(job.pk)

    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "NotRegistered")


def test_progress_moves_the_bar_and_shows_a_sign_of_life(
    job: Job, work: dict[str, Any], clock: time_machine.Traveller
) -> None:
    seen = []

    def step(rows: int) -> None:
        clock.shift(60)
        report_progress(2, rows)
        seen.append(Job.objects.get(pk=job.pk))

    work["test.work"] = step

    perform(job.pk)

    assert (seen[0].progress, seen[0].total, seen[0].heartbeat_at) == (2, 3, timezone.now())


def test_progress_outside_a_job_is_nobodys(job: Job) -> None:
    report_progress(1, 2)

    job.refresh_from_db()
    assert job.total == 0


def test_progress_after_a_job_is_no_longer_its_own(job: Job, work: dict[str, Any]) -> None:
    work["test.work"] = lambda rows: None
    perform(job.pk)

    report_progress(1, 2)

    job.refresh_from_db()
    assert job.total == 0


def test_the_database_refuses_an_unknown_state() -> None:
    with pytest.raises(IntegrityError, match="job_state_known"):
        Job.objects.create(task="test.work", state="asleep")


@pytest.mark.parametrize("missing", ["started_at", "heartbeat_at"])
def test_the_database_refuses_a_running_job_without_its_times(missing: str) -> None:
    times = {"started_at": timezone.now(), "heartbeat_at": timezone.now(), missing: None}

    with pytest.raises(IntegrityError, match="job_running_has_times"):
        Job.objects.create(task="test.work", state="running", **times)


def test_a_scheduled_task_has_one_row() -> None:
    Job.objects.create(task="test.work", scheduled=True)

    with pytest.raises(IntegrityError):
        Job.objects.create(task="test.work", scheduled=True)


def test_a_task_asked_for_may_have_many_rows() -> None:
    Job.objects.create(task="test.work", scheduled=True)

    Job.objects.create(task="test.work")
    Job.objects.create(task="test.work")

    assert Job.objects.count() == 3
