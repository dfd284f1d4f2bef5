"""Scheduled mails. A row claims each before it goes, so that it goes once, whoever runs and however often."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from accounts.models import AuditChain, User
from reports.dashboard import progress
from reports.mailing import words
from reports.mailing.behind import Behind, behind, by_person
from reports.models import MailPlan, Reminder, SentMail
from thongnhat_portal.days import start_of

log = logging.getLogger(__name__)
TRY_AGAIN_AFTER = timedelta(hours=1)
REMINDERS_LATE_BY = 2  # days on which reminders still go out when the machine was off on their own


class MailFailed(Exception):
    """The mail server refused, or did not answer."""


def send(person: User, mail: words.Mail) -> None:
    """Raises MailFailed. The log says that it failed, never to whom."""
    try:
        EmailMessage(mail.subject, mail.body, to=[person.email]).send()
    except (SMTPException, OSError) as fault:
        log.warning("mail not sent", extra={"user": person.pk, "error": type(fault).__name__})
        raise MailFailed from fault


@dataclass
class Round:
    """The mails of one plan, of one kind, about one day."""

    plan: MailPlan
    kind: SentMail.Kind
    day: date
    now: datetime
    sent: int = 0
    failed: int = 0

    def send_once(self, person: User, mail: words.Mail) -> bool:
        """Claim, send, say that it is sent. One that fails keeps its claim, and is tried again an hour later."""
        row = self._claim(person)
        if row is None:
            return False
        try:
            send(person, mail)
        except MailFailed:
            self.failed += 1
            return False
        row.sent_at = timezone.now()
        row.save(update_fields=["sent_at"])
        self.sent += 1
        return True

    def waiting(self, people: Iterable[User]) -> list[User]:
        """Without those whom a claim would refuse. One query: most runs come when all is sent."""
        rows = SentMail.objects.filter(commune=self.plan.commune, kind=self.kind, day=self.day)
        settled = set(rows.exclude(self._stale()).values_list("user", flat=True))
        return [person for person in people if person.pk not in settled]

    def _claim(self, person: User) -> SentMail | None:
        """None when it was sent, or another process is at it. The constraint decides, not a look."""
        row, is_new = SentMail.objects.get_or_create(
            commune=self.plan.commune, kind=self.kind, day=self.day, user=person, defaults={"claimed_at": self.now}
        )
        stale = SentMail.objects.filter(self._stale(), pk=row.pk)
        return row if is_new or stale.update(claimed_at=self.now) else None

    def _stale(self) -> Q:
        """Claimed long ago and never sent."""
        return Q(sent_at=None, claimed_at__lt=self.now - TRY_AGAIN_AFTER)


def _total(rounds: Iterable[Round]) -> dict[str, int]:
    done = list(rounds)
    return {"sent": sum(one.sent for one in done), "failed": sum(one.failed for one in done)}


def send_due_summaries(now: datetime) -> dict[str, int]:
    """Of each commune whose hour has come, yesterday's figures to each recipient; never older ones."""
    yesterday = timezone.localdate(now) - timedelta(days=1)
    due = MailPlan.objects.filter(summary_at__lte=timezone.localtime(now).time()).select_related("commune")
    return _total(_send_summaries(Round(plan, SentMail.Kind.SUMMARY, yesterday, now)) for plan in due)


def _send_summaries(one: Round) -> Round:
    waiting = one.waiting(one.plan.recipients.filter(is_active=True).exclude(email=""))
    found = progress(one.plan.commune, one.day) if waiting else None
    if found and found.summary.day == one.day:  # else it is not closed yet, or nothing ran on it
        chain = AuditChain.objects.filter(commune=one.plan.commune).first()
        for person in waiting:
            one.send_once(person, words.summary(found, person, chain))
    return one


def send_due_reminders(now: datetime) -> dict[str, int]:
    """Once a week, on the chosen day or up to two days late, one mail to each who answers for a unit behind."""
    planned = MailPlan.objects.exclude(reminders_on=None).select_related("commune")
    days = [(plan, _reminder_day(plan, now)) for plan in planned]
    return _total(_send_reminders(Round(plan, SentMail.Kind.REMINDER, day, now)) for plan, day in days if day)


def _reminder_day(plan: MailPlan, now: datetime) -> date | None:
    """The last day for reminders if it is due; None before its hour, too late, or if the plan was made after it."""
    assert plan.reminders_on
    local = timezone.localtime(now)
    day = local.date() - timedelta(days=(local.isoweekday() - plan.reminders_on) % 7)
    due_at = start_of(day) + timedelta(hours=plan.reminders_at.hour, minutes=plan.reminders_at.minute)
    is_due = due_at <= local and (local.date() - day).days <= REMINDERS_LATE_BY and plan.changed_at <= due_at
    return day if is_due else None


def _send_reminders(one: Round) -> Round:
    noted, owed = _noted_since(one.plan, one.day), by_person(behind(one.plan.commune))
    for person in one.waiting(owed):
        units = owed[person]
        if one.send_once(person, words.reminder(units, person, one.plan.commune)):
            note([unit for unit in units if unit.key not in noted], sent_by=None)
            noted |= {unit.key for unit in units}
    return one


def _noted_since(plan: MailPlan, day: date) -> set[tuple[str, int]]:
    """Units that this round has reminded already: two heads of one village are one reminder."""
    rows = Reminder.objects.filter(
        commune=plan.commune, channel=Reminder.Channel.MAIL, sent_by=None, sent_at__gte=start_of(day)
    )
    return {
        ("village", row.village_id) if row.village_id else ("organisation", row.organisation_id or 0) for row in rows
    }


def note(
    units: list[Behind], *, sent_by: User | None, channel: Reminder.Channel = Reminder.Channel.MAIL
) -> list[Reminder]:
    """A row for each unit that was reminded."""
    now = timezone.now()
    return Reminder.objects.bulk_create(
        Reminder(
            commune=unit.unit.commune,
            cause=unit.cause,
            channel=channel,
            sent_by=sent_by,
            sent_at=now,
            **{unit.kind: unit.unit},
        )
        for unit in units
    )
