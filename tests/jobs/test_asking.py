"""Asking for a job: a row at once, a message after the commit, and no harm from a broker that is away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from jobs.actions import ask_for
from jobs.models import Job
from tests.conftest import Cast
from thongnhat_portal.celery import app

pytestmark = pytest.mark.django_db

FORGET = "jobs.forget_old_jobs"


@pytest.fixture
def dead_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(app, "send_task", refuse)


def test_a_job_is_a_row_at_once(cast: Cast, sent: list[int]) -> None:
    officer = cast.people["officer"]

    ask_for(task=FORGET, arguments={"upload_id": 7}, requested_by=officer, commune=cast.commune)

    job = Job.objects.get()
    assert (job.task, job.arguments, job.state) == (FORGET, {"upload_id": 7}, "queued")
    assert (job.requested_by, job.commune, job.scheduled) == (officer, cast.commune, False)


def test_a_worker_is_told_after_the_commit_and_not_before(
    sent: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = ask_for(task=FORGET, arguments={}, requested_by=None)
        before = list(sent)

    job.refresh_from_db()
    assert before == []
    assert sent == [job.pk]
    assert job.sent_at


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_deed_is_rolled_back_was_never_asked_for(sent: list[int]) -> None:
    with transaction.atomic():
        ask_for(task=FORGET, arguments={}, requested_by=None)
        transaction.set_rollback(True)

    assert sent == []
    assert not Job.objects.exists()


@pytest.mark.usefixtures("dead_broker")
def test_a_dead_broker_leaves_the_job_waiting_to_be_sent(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = ask_for(task=FORGET, arguments={}, requested_by=None)

    job.refresh_from_db()
    assert (job.state, job.sent_at) == ("queued", None)
    assert list(Job.objects.waiting_to_be_sent()) == [job]


@pytest.mark.usefixtures("dead_broker")
@pytest.mark.django_db(transaction=True)
def test_a_page_that_starts_a_job_works_while_the_broker_is_dead(cast: Cast) -> None:
    file = SimpleUploadedFile("ho.csv", "Mã hộ;Thôn\n000001;Đồng Tiến\n".encode())

    response = cast.client("officer").post("/households/import/", {"file": file})

    assert response.status_code == 302
    assert cast.client("officer").get(response.headers["Location"]).status_code == 200
    assert Job.objects.get().state == "queued"


def test_a_real_broker_takes_the_message(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    begun = timezone.now()

    with django_capture_on_commit_callbacks(execute=True):
        job = ask_for(task=FORGET, arguments={}, requested_by=None)

    job.refresh_from_db()
    assert job.sent_at
    assert job.sent_at >= begun
