"""The daily summary by mail: to whom, when, once, and what it says."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from accounts import audit
from accounts.models import AuditChain
from reports.mailing.sending import send_due_summaries
from reports.models import SentMail
from tests.conftest import Cast
from tests.factories import UserFactory
from tests.reports.mails import morning, planned, with_mail
from tests.villages.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server that hangs up on the officer's mail."""
    whole = EmailMessage.send

    def send(message: EmailMessage, fail_silently: bool = False) -> int:
        if message.to == ["officer@example.vn"]:
            raise SMTPServerDisconnected
        return whole(message, fail_silently)

    monkeypatch.setattr(EmailMessage, "send", send)


def receivers() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


def test_each_recipient_gets_a_mail_of_its_own_once_the_hour_has_come(cast: Cast) -> None:
    planned(cast)

    result = send_due_summaries(morning())

    assert result == {"sent": 2, "failed": 0}
    assert receivers() == ["chair@example.vn", "officer@example.vn"]


def test_before_the_hour_nothing_goes(cast: Cast) -> None:
    planned(cast)

    assert send_due_summaries(morning(hour=6, minute=59)) == {"sent": 0, "failed": 0}


def test_running_twice_sends_once(cast: Cast) -> None:
    planned(cast)

    for minutes in (0, 10, 60, 300):
        send_due_summaries(morning() + timedelta(minutes=minutes))

    assert len(mail.outbox) == 2
    assert SentMail.objects.exclude(sent_at=None).count() == 2


def test_a_machine_that_comes_back_in_the_evening_sends_the_same_days(cast: Cast) -> None:
    planned(cast)

    assert send_due_summaries(morning(hour=22))["sent"] == 2


def test_a_machine_that_was_off_for_days_sends_no_old_ones(cast: Cast) -> None:
    planned(cast)

    assert send_due_summaries(morning("2021-07-08"))["sent"] == 0


def test_it_says_the_figures_with_day_revision_and_the_head_of_the_audit_chain(cast: Cast) -> None:
    planned(cast)
    audit.record(actor=cast.people["chair"], action="test.deed")
    chain = AuditChain.objects.get(commune=cast.commune)

    send_due_summaries(morning())

    message = mail.outbox[0]
    assert message.subject == "[Xã Thống Nhất] Kết quả ngày 05/7/2021: 62,5\xa0%"
    for words in ("lần chốt 1", "5 người", "Đồng Tiến", "http://testserver/dashboard/?ngay=2021-07-05", chain.head):
        assert words in message.body
    assert chain.head


def test_it_names_nobody_but_its_reader(cast: Cast) -> None:
    planned(cast)

    send_due_summaries(morning())

    body = next(message.body for message in mail.outbox if message.to == ["chair@example.vn"])
    assert body.startswith(f"Kính gửi ông/bà {cast.people['chair'].full_name},")
    for name in ("Đỗ Thị Ánh", "Trịnh Thị Mẫu", "officer@example.vn"):
        assert name not in body


def test_one_failure_stops_nobody_else_and_is_told(cast: Cast, broken: None) -> None:
    planned(cast)

    assert send_due_summaries(morning()) == {"sent": 1, "failed": 1}
    assert receivers() == ["chair@example.vn"]


def test_what_failed_is_tried_again_an_hour_later_and_not_before(
    cast: Cast, broken: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(cast)
    send_due_summaries(morning())
    monkeypatch.undo()

    soon = send_due_summaries(morning() + timedelta(minutes=50))
    later = send_due_summaries(morning() + timedelta(minutes=61))

    assert (soon["sent"], later["sent"]) == (0, 1)
    assert receivers() == ["chair@example.vn", "officer@example.vn"]


def test_a_process_killed_while_sending_is_made_good_an_hour_later(cast: Cast) -> None:
    plan = planned(cast)
    chair = cast.people["chair"]
    SentMail.objects.create(commune=plan.commune, kind="summary", day="2021-07-05", user=chair, claimed_at=morning())

    early = send_due_summaries(morning() + timedelta(minutes=10))
    late = send_due_summaries(morning() + timedelta(minutes=70))

    assert (early["sent"], late["sent"]) == (1, 1)


def test_a_closed_account_and_one_without_address_get_none(cast: Cast) -> None:
    planned(cast)
    chair, officer = cast.people["chair"], cast.people["officer"]
    chair.is_active, officer.email = False, ""
    chair.save()
    officer.save()

    assert send_due_summaries(morning())["sent"] == 0


def test_no_address_stands_in_the_log(cast: Cast, broken: None, caplog: pytest.LogCaptureFixture) -> None:
    planned(cast)

    send_due_summaries(morning())

    assert [record.getMessage() for record in caplog.records] == ["mail not sent"]
    assert "@" not in "".join(str(vars(record)) for record in caplog.records if record.name.startswith("reports"))


def test_once_all_is_sent_ten_recipients_ask_no_more_than_one(cast: Cast) -> None:
    plan = planned(cast)
    plan.recipients.set([cast.people["chair"]])
    asked = []
    for count in (0, 9):
        more = UserFactory.create_batch(count, commune=cast.commune)
        with_mail(*more)
        plan.recipients.add(*more)
        assert send_due_summaries(morning())["sent"] == max(count, 1)
        asked.append(queries(lambda: send_due_summaries(morning(minute=15))))

    assert asked[0] == asked[1]


def test_once_all_is_sent_no_figures_are_read(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    planned(cast)
    send_due_summaries(morning())
    monkeypatch.delattr("reports.mailing.sending.progress")

    assert send_due_summaries(morning(minute=15)) == {"sent": 0, "failed": 0}
