"""A plan to test with, and moments of the campaign."""

from datetime import datetime, time

from accounts.models import User
from reports.models import MailPlan
from tests.conftest import Cast
from tests.factories import at
from tests.reports.documents import campaign


def with_mail(*people: User) -> None:
    for person in people:
        person.email = f"{person.username}@example.vn"
        person.save()


def planned(cast: Cast, **facts: object) -> MailPlan:
    """Summaries at 7:00 to the chair and the officer, reminders on Mondays; set before the campaign."""
    with_mail(cast.people["chair"], cast.people["officer"], cast.people["village_head"])
    made = {"summary_at": time(7), "reminders_on": 1, "reminders_at": time(7), **facts}
    plan: MailPlan = MailPlan.objects.create(commune=campaign(cast).commune, **made)
    plan.recipients.set([cast.people["chair"], cast.people["officer"]])
    MailPlan.objects.update(changed_at=at("2021-06-20"))
    return plan


def morning(day: str = "2021-07-06", hour: int = 7, minute: int = 5) -> datetime:
    """The campaign's last closed day is 5 July 2021, a Monday."""
    return at(day, hour, minute)
