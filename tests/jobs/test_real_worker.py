"""One journey through real processes: a database file, the filesystem broker, a Celery worker."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IN_TIME = 60
WORKER = ["--concurrency", "1", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
WORKER += ["--include", "tests.jobs.hungry"]
ASK = "from jobs.actions import ask_for; ask_for(task={!r}, arguments={{}}, requested_by=None)"
NEWEST = "SELECT state, error, result FROM jobs_job WHERE task = ? ORDER BY id DESC"
PERFORM = "from jobs.actions import Job, perform; perform(Job.objects.create(task={!r}).pk)"


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a fresh embedded installation."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    place = {"VAR_DIR": str(tmp_path_factory.mktemp("var")), "DJANGO_SETTINGS_MODULE": "thongnhat_portal.settings"}
    environment = inherited | place
    manage(environment, "prepare")
    return environment


def manage(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=IN_TIME)


@pytest.fixture(scope="module")
def log(embedded: dict[str, str]) -> Path:
    return Path(embedded["VAR_DIR"]) / "worker.log"


@pytest.fixture(scope="module")
def worker(embedded: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "celery", "--app", "thongnhat_portal", "worker", *WORKER]
    with (
        log.open("wb") as errors,
        subprocess.Popen(command, cwd=ROOT, env=embedded, stdout=subprocess.DEVNULL, stderr=errors) as process,
    ):
        yield process
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def ended(environment: dict[str, str], worker: subprocess.Popen[bytes], task: str) -> tuple[str, str]:
    """(state, error) of the job once it is over; the clock and a dead worker both end the waiting."""
    deadline = time.monotonic() + IN_TIME
    while time.monotonic() < deadline and worker.poll() is None:
        state, error, _result = row_of(environment, task)
        if state in ("done", "failed"):
            return state, error
        with suppress(subprocess.TimeoutExpired):
            worker.wait(timeout=0.1)
    return "not over", ""


def row_of(environment: dict[str, str], task: str) -> tuple[str, str, str]:
    with closing(sqlite3.connect(Path(environment["VAR_DIR"]) / "portal.sqlite3")) as database:
        row = database.execute(NEWEST, [task])
        found: tuple[str, str, str] = row.fetchone()
    return found


def test_a_job_asked_for_by_one_process_is_done_by_another(
    embedded: dict[str, str], worker: subprocess.Popen[bytes]
) -> None:
    manage(embedded, "shell", "-c", ASK.format("jobs.forget_old_jobs"))

    assert ended(embedded, worker, "jobs.forget_old_jobs") == ("done", "")


def test_a_process_that_is_no_worker_can_perform_a_job_too(
    embedded: dict[str, str], worker: subprocess.Popen[bytes]
) -> None:
    manage(embedded, "shell", "-c", PERFORM.format("accounts.forget_sign_in_traces"))

    assert ended(embedded, worker, "accounts.forget_sign_in_traces") == ("done", "")


def test_the_worker_logs_a_failure_as_json_and_without_the_message(
    embedded: dict[str, str], worker: subprocess.Popen[bytes], log: Path
) -> None:
    manage(embedded, "shell", "-c", ASK.format("nobody.knows"))
    outcome = ended(embedded, worker, "nobody.knows")

    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    assert outcome == ("failed", "NotRegistered")
    assert [(line["message"], line["exception"]) for line in lines] == [("job failed", "NotRegistered")]


def process_of(environment: dict[str, str], worker: subprocess.Popen[bytes], task: str) -> int:
    """Which process did the task."""
    manage(environment, "shell", "-c", ASK.format(task))
    assert ended(environment, worker, task) == ("done", "")
    return int(json.loads(row_of(environment, task)[2])["process"])


def test_a_process_that_held_much_memory_ends_and_another_goes_on(
    embedded: dict[str, str], worker: subprocess.Popen[bytes]
) -> None:
    first = process_of(embedded, worker, "tests.hold_little")

    assert process_of(embedded, worker, "tests.hold_much") == first
    assert process_of(embedded, worker, "tests.hold_little") != first
