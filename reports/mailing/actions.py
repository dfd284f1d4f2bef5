"""What the officer and the chair do with mails: plan them, try them, remind one unit now, note a letter."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from organisations.models import Organisation
from reports.mailing import words
from reports.mailing.behind import Behind, behind, letters_of_today
from reports.mailing.sending import MailFailed, note, send
from reports.models import MailPlan, Reminder
from villages.models import Village

AGAIN_AFTER = timedelta(hours=1)


class NotReminded(Exception):
    """Nothing was sent; `code` says why: fine (neither behind nor silent), no_mail, recently, letter_today, failed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def save_plan(*, actor: User, plan: MailPlan, recipients: list[User]) -> None:
    plan.changed_by = actor
    plan.save()
    plan.recipients.set(recipients)
    audit.record(actor=actor, action="mails.plan", target=plan, commune=plan.commune, recipients=len(recipients))


def send_test(*, actor: User) -> None:
    """To oneself. Raises MailFailed."""
    assert actor.commune
    send(actor, words.test(actor, actor.commune))


def remind_now(*, actor: User, unit: Village | Organisation) -> int:
    """Mail all who answer for a unit; how many. Raises NotReminded, with nothing noted."""
    found = _behind(unit)
    if found is None:
        raise NotReminded("fine")
    if not found.reachable:
        raise NotReminded("no_mail")
    recently = Reminder.objects.filter(**{found.kind: unit}, channel=Reminder.Channel.MAIL)
    if recently.filter(sent_at__gt=timezone.now() - AGAIN_AFTER).exists():
        raise NotReminded("recently")
    sent = sum(_was_sent(person, found) for person in found.reachable)
    if not sent:
        raise NotReminded("failed")
    _note(actor, found, Reminder.Channel.MAIL)
    return sent


def _was_sent(person: User, found: Behind) -> bool:
    try:
        send(person, words.reminder([found], person, found.unit.commune))
    except MailFailed:
        return False
    return True


def letter_made(*, actor: User, unit: Village | Organisation) -> None:
    """A letter went out on paper, one a day. Raises NotReminded, also for a unit that is neither behind nor silent."""
    found = _behind(unit)
    if found is None:
        raise NotReminded("fine")
    if found.key in letters_of_today(unit.commune):
        raise NotReminded("letter_today")
    _note(actor, found, Reminder.Channel.LETTER)


def _behind(unit: Village | Organisation) -> Behind | None:
    return next((found for found in behind(unit.commune) if found.unit == unit), None)


@transaction.atomic
def _note(actor: User, found: Behind, channel: Reminder.Channel) -> None:
    (row,) = note([found], sent_by=actor, channel=channel)
    audit.record(
        actor=actor,
        action="reminder.note",
        target=row,
        commune=row.commune,
        channel=channel.value,
        cause=found.cause.value,
        unit_kind=found.kind,
        unit=found.unit.pk,
    )
