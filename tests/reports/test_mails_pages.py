"""The plan of mails: chosen by officer or chair, said whether mail is set up, tried on oneself."""

import os
import subprocess
import sys
from pathlib import Path
from smtplib import SMTPException

import pytest
from django.conf import settings as portal_settings
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import AuditEvent
from organisations.models import Organisation
from reports.models import MailPlan
from tests.conftest import Cast
from tests.factories import HouseholdFactory, UserFactory, VillageFactory, visit
from tests.pages import numbers
from tests.reports.documents import campaign
from tests.reports.mails import with_mail

pytestmark = pytest.mark.django_db


def typed(**changes: object) -> dict[str, object]:
    form = {"summary_at": "07:15", "recipients": [], "reminders_on": "1", "reminders_at": "07:00", "silent_days": "3"}
    return {**form, **changes}


def test_the_plan_is_kept_and_shown_again(cast: Cast) -> None:
    with_mail(cast.people["chair"])

    cast.client("officer").post("/mails/", typed(recipients=[cast.people["chair"].pk]))

    plan = MailPlan.objects.get()
    assert (str(plan.summary_at), plan.reminders_on, plan.changed_by) == ("07:15:00", 1, cast.people["officer"])
    assert list(plan.recipients.all()) == [cast.people["chair"]]
    assert 'value="07:15"' in cast.client("chair").get("/mails/").content.decode()
    assert AuditEvent.objects.get(action="mails.plan").facts == {"recipients": 1}


def test_who_has_no_address_cannot_be_chosen(cast: Cast) -> None:
    response = cast.client("officer").post("/mails/", typed(recipients=[cast.people["chair"].pk]))

    assert response.status_code == 422
    assert not MailPlan.objects.exists()


def test_another_communes_account_cannot_be_chosen(cast: Cast) -> None:
    with_mail(cast.foreigner)

    assert cast.client("officer").post("/mails/", typed(recipients=[cast.foreigner.pk])).status_code == 422


@pytest.mark.parametrize("fault", [{"summary_at": "25:00"}, {"reminders_on": "8"}, {"silent_days": "0"}])
def test_what_cannot_be_planned_is_told_beside_its_field(cast: Cast, fault: dict[str, object]) -> None:
    response = cast.client("officer").post("/mails/", typed(**fault))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(fault)


def test_the_page_says_whether_mail_is_set_up(cast: Cast, settings: Settings) -> None:
    without = cast.client("officer").get("/mails/").content.decode()
    settings.MAIL_IS_SET_UP, settings.EMAIL_HOST = True, "mail.example.vn"

    assert "EMAIL_URL" in without
    assert "mail.example.vn" in cast.client("officer").get("/mails/").content.decode()


def test_a_test_mail_goes_to_oneself_alone(cast: Cast) -> None:
    with_mail(cast.people["chair"], cast.people["officer"])

    cast.client("officer").post("/mails/test/")

    assert [message.to for message in mail.outbox] == [["officer@example.vn"]]


def test_without_an_address_of_ones_own_the_page_says_so(cast: Cast) -> None:
    response = cast.client("officer").post("/mails/test/", follow=True)

    assert mail.outbox == []
    assert "is-error" in response.content.decode()


def test_a_mail_server_that_refuses_is_told_without_its_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_message: EmailMessage) -> None:
        raise SMTPException("550 officer@example.vn")

    monkeypatch.setattr(EmailMessage, "send", refuse)
    with_mail(cast.people["officer"])

    html = cast.client("officer").post("/mails/test/", follow=True).content.decode()

    assert "SMTPException" in html
    assert "550" not in numbers(html)


@pytest.mark.parametrize("rows", [1, 10])
def test_the_queries_of_the_pages_do_not_grow(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for n in range(rows):
        village = VillageFactory(commune=cast.commune)
        village.heads.add(UserFactory(commune=cast.commune, role="village_head", email=f"{n}@example.vn"))
        visit(HouseholdFactory(village=village), "2021-07-01", smartphones=3)
        Organisation.objects.create(commune=cast.commune, name=f"Trường {n}", kind="school")
    client = campaign(cast).client("officer")

    with django_assert_max_num_queries(18):
        html = client.get("/mails/behind/").content.decode()
    with django_assert_max_num_queries(9):
        client.get("/mails/")
    assert html.count("/remind/") >= rows


def start(var: Path, code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", f"from thongnhat_portal.settings import *; {code}"]
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(var), **variables}
    return subprocess.run(
        command, cwd=portal_settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )


def test_without_a_mail_server_mails_become_files(tmp_path: Path) -> None:
    done = start(tmp_path, "print(MAIL_IS_SET_UP, EMAIL_BACKEND.split('.')[-2], EMAIL_FILE_PATH)", EMAIL_URL="")

    assert done.stdout.split() == ["False", "filebased", str(tmp_path / "mails")]


def test_a_mail_server_is_set_by_its_address_and_password(tmp_path: Path) -> None:
    code = "print(EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS)"

    done = start(tmp_path, code, EMAIL_URL="submission://u@mail.example.vn", EMAIL_PASSWORD="p/w@")

    assert done.stdout.split() == ["mail.example.vn", "587", "u", "p/w@", "True"]


@pytest.mark.parametrize("address", ["nonsense", "mail.example.vn", "submission://"])
def test_a_malformed_address_of_the_mail_server_stops_the_start(tmp_path: Path, address: str) -> None:
    done = start(tmp_path, "", EMAIL_URL=address)

    assert done.returncode == 1
    assert "EMAIL_URL" in done.stderr
