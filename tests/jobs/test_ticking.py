"""The tick: queues what is due, wakes what stands still, sends what waits; twice is harmless."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from jobs import actions
from jobs.actions import claim, perform, tick
from jobs.models import Job
from jobs.schedule import SCHEDULE, TICK, Daily, Every
from jobs.tasks import forget_old_jobs
from tests.jobs.conftest import NOON
from thongnhat_portal.celery import app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sent")]

FORGET = "jobs.forget_old_jobs"


@pytest.fixture
def nothing_scheduled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SCHEDULE", ())


@pytest.fixture
def every_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SCHEDULE", (Every(FORGET, timedelta(minutes=10)),))


@pytest.fixture
def daily_at_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SCHEDULE", (Daily(FORGET, time(3, 10)),))


def run_what_was_sent(sent: list[int]) -> int:
    """Be the worker; how many jobs there were."""
    jobs = [sent.pop() for _ in list(sent)]
    for job in jobs:
        perform(job)
    return len(jobs)


def running(*, since: timedelta, attempts: int = 1) -> Job:
    then = timezone.now() - since
    return Job.objects.create(
        task=FORGET, state="running", attempts=attempts, queued_at=then, started_at=then, heartbeat_at=then
    )


def test_the_first_tick_of_an_installation_queues_the_whole_schedule(sent: list[int]) -> None:
    result = tick()

    queued = Job.objects.filter(scheduled=True, state="queued")
    assert {job.task for job in queued} == {entry.task for entry in SCHEDULE}
    assert sorted(sent) == sorted(job.pk for job in queued)
    assert result == {"queued": len(SCHEDULE), "woken": 0, "sent": len(SCHEDULE)}


@pytest.mark.usefixtures("every_ten_minutes")
def test_what_repeats_every_ten_minutes_runs_again_after_ten_and_not_before(
    sent: list[int], clock: time_machine.Traveller
) -> None:
    runs = []

    for _minute in range(21):
        tick()
        runs.append(run_what_was_sent(sent))
        clock.shift(timedelta(minutes=1))

    assert [minute for minute, ran in enumerate(runs) if ran] == [0, 10, 20]


@pytest.mark.usefixtures("daily_at_three")
def test_what_is_daily_runs_at_its_hour_of_the_commune(sent: list[int], clock: time_machine.Traveller) -> None:
    tick()
    run_what_was_sent(sent)
    ran = []

    for _quarter in range(4 * 48):
        clock.shift(timedelta(minutes=15))
        tick()
        ran += [f"{timezone.localtime():%d %H:%M}"] * run_what_was_sent(sent)

    assert ran == ["02 03:15", "03 03:15"]


@pytest.mark.usefixtures("daily_at_three")
def test_after_days_without_power_what_is_daily_runs_once(sent: list[int], clock: time_machine.Traveller) -> None:
    tick()
    run_what_was_sent(sent)
    clock.shift(timedelta(days=5))
    runs = []

    for _again in range(3):
        tick()
        runs.append(run_what_was_sent(sent))
        clock.shift(timedelta(minutes=1))

    assert runs == [1, 0, 0]


@pytest.mark.parametrize(
    ("last", "following"),
    [("2021-07-01 02:00", "2021-07-01 03:10"), ("2021-07-01 03:10", "2021-07-02 03:10")],
)
def test_the_next_daily_run_is_the_first_after_the_last(last: str, following: str) -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    entry = Daily(FORGET, time(3, 10))

    found = entry.next_run(datetime.fromisoformat(last).replace(tzinfo=zone).astimezone(ZoneInfo("UTC")))

    assert found == datetime.fromisoformat(following).replace(tzinfo=zone)


@pytest.mark.usefixtures("every_ten_minutes")
def test_two_ticks_at_once_queue_and_send_a_job_once(sent: list[int], clock: time_machine.Traveller) -> None:
    first, second = tick(), tick()

    assert (first["queued"], second["queued"]) == (1, 0)
    assert len(sent) == 1
    assert Job.objects.filter(scheduled=True).count() == 2  # the task and the tick


@pytest.mark.usefixtures("every_ten_minutes")
def test_what_still_runs_is_not_queued_again(sent: list[int], clock: time_machine.Traveller) -> None:
    tick()
    claim(sent.pop())
    clock.shift(timedelta(minutes=9))
    Job.objects.filter(task=FORGET).update(heartbeat_at=timezone.now())
    clock.shift(timedelta(minutes=2))

    tick()

    assert sent == []
    assert Job.objects.get(task=FORGET).state == "running"


@pytest.mark.usefixtures("every_ten_minutes")
def test_a_scheduled_task_that_failed_is_tried_again_at_its_next_time(
    sent: list[int], clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick()
    with monkeypatch.context() as broken:
        broken.setattr("jobs.tasks.KEPT", None)
        run_what_was_sent(sent)
    failed = Job.objects.get(task=FORGET).state
    clock.shift(timedelta(minutes=10))

    tick()
    run_what_was_sent(sent)

    job = Job.objects.get(task=FORGET)
    assert failed == "failed"
    assert (job.state, job.error, job.attempts) == ("done", "", 1)


@pytest.mark.usefixtures("nothing_scheduled")
def test_a_message_that_was_lost_is_sent_again_after_a_minute(sent: list[int], clock: time_machine.Traveller) -> None:
    job = Job.objects.create(task=FORGET, sent_at=timezone.now())

    clock.shift(timedelta(seconds=60))
    tick()
    not_yet = list(sent)
    clock.shift(timedelta(seconds=1))
    tick()

    assert not_yet == []
    assert sent == [job.pk]


@pytest.mark.usefixtures("nothing_scheduled")
def test_a_job_that_could_not_be_sent_goes_with_the_next_tick(sent: list[int]) -> None:
    job = Job.objects.create(task=FORGET, sent_at=None)

    tick()

    job.refresh_from_db()
    assert sent == [job.pk]
    assert job.sent_at


@pytest.mark.usefixtures("nothing_scheduled")
def test_a_dead_broker_does_not_stop_the_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    Job.objects.create(task=FORGET)
    Job.objects.create(task=FORGET)

    def refuse(*args: object, **options: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(app, "send_task", refuse)

    assert tick() == {"queued": 0, "woken": 0, "sent": 0}


@pytest.mark.usefixtures("nothing_scheduled", "clock")
def test_a_job_without_a_sign_of_life_for_ten_minutes_is_sent_again(sent: list[int]) -> None:
    alive = running(since=timedelta(minutes=10))
    dead = running(since=timedelta(minutes=10, seconds=1))

    result = tick()

    alive.refresh_from_db()
    dead.refresh_from_db()
    assert (alive.state, dead.state, result["woken"]) == ("running", "queued", 1)
    assert sent == [dead.pk]


@pytest.mark.usefixtures("nothing_scheduled", "clock")
def test_a_job_that_stood_still_five_times_has_failed(sent: list[int]) -> None:
    fourth = running(since=timedelta(hours=1), attempts=4)
    fifth = running(since=timedelta(hours=1), attempts=5)

    tick()

    fourth.refresh_from_db()
    fifth.refresh_from_db()
    assert (fourth.state, fifth.state, fifth.error) == ("queued", "failed", "StoodStill")
    assert fifth.finished_at
    assert sent == [fourth.pk]


@pytest.mark.usefixtures("nothing_scheduled")
def test_what_kills_every_worker_is_given_up_after_five_attempts(
    sent: list[int], clock: time_machine.Traveller
) -> None:
    job = Job.objects.create(task=FORGET)
    claims = 0

    for _try in range(8):
        tick()
        claims += sum(bool(claim(sent.pop())) for _ in list(sent))
        clock.shift(timedelta(minutes=11))

    job.refresh_from_db()
    assert (claims, job.state) == (5, "failed")


@pytest.mark.usefixtures("nothing_scheduled")
def test_a_tick_leaves_its_own_trace(clock: time_machine.Traveller) -> None:
    tick()
    clock.shift(timedelta(minutes=3))

    trace = Job.objects.get(task=TICK)
    assert (trace.state, trace.finished_at) == ("done", NOON)
    assert Job.objects.ticked_within(timedelta(minutes=3))
    assert not Job.objects.ticked_within(timedelta(minutes=2, seconds=59))


@pytest.mark.usefixtures("clock")
def test_jobs_that_ended_ninety_days_ago_are_forgotten_and_the_schedules_rows_stay() -> None:
    over, kept = timezone.now() - timedelta(days=90, seconds=1), timezone.now() - timedelta(days=90)
    Job.objects.create(task="old", state="done", finished_at=over)
    Job.objects.create(task="young", state="failed", finished_at=kept)
    Job.objects.create(task="waiting", queued_at=over)
    Job.objects.create(task="scheduled", scheduled=True, state="done", finished_at=over)

    assert forget_old_jobs() == {"removed": 1}
    assert {job.task for job in Job.objects.all()} == {"young", "waiting", "scheduled"}
