"""Closing days: frozen summaries, a new revision when late visits come, nothing when nothing changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Commune, User
from checkins.examining import examine
from reports.closing import Book
from reports.models import DailySummary, Target
from surveys.changes import changes
from surveys.models import HomeVisit
from thongnhat_portal.days import start_of

BATCH = 500


@dataclass(frozen=True)
class Closed:
    """What closing did: days closed for the first time, and closed days that got a new revision."""

    days: list[date] = field(default_factory=list)
    revised: list[date] = field(default_factory=list)


def close_days(*, commune: Commune, until: date) -> Closed:
    """Close every day up to and with `until` that is due, and revise the closed days that late visits change.

    A day is due if a target was running on it or anything happened on it. Twice in a row changes nothing. Doubts are
    looked for first: what a day froze is not counted again.
    """
    examine(commune=commune, before=start_of(until + timedelta(days=1)))
    return _close_examined_days(commune, until)


@transaction.atomic
def _close_examined_days(commune: Commune, until: date) -> Closed:
    Commune.objects.select_for_update().get(pk=commune.pk)
    now = timezone.now()
    visits = HomeVisit.objects.filter(village__commune=commune)
    new_visits = visits.take_for_summary(before=until + timedelta(days=1), at=now)
    book = Book(commune, changes(new_visits, now), set(_target_days(commune, until)), until)
    closed, written = Closed(), []
    for day, summaries in book.revisions(now):
        written += summaries
        (closed.days if day in book.days_to_close else closed.revised).append(day)
    DailySummary.objects.bulk_create(written, batch_size=BATCH)
    return closed


def _target_days(commune: Commune, until: date) -> Iterator[date]:
    """Of the commune's own targets; a village's lies within them and closes no day by itself."""
    for target in Target.objects.of_commune(commune).filter(starts_on__lte=until):
        length = (min(target.due_on, until) - target.starts_on).days
        yield from (target.starts_on + timedelta(days=n) for n in range(length + 1))


@transaction.atomic
def set_target(*, actor: User | None, target: Target) -> None:
    """A new target is a new row: what was asked before stays readable."""
    target.set_by = actor
    target.save()
    audit.record(
        actor=actor,
        action="target.set",
        target=target,
        commune=target.commune,
        percent=str(target.percent),
        due_on=target.due_on.isoformat(),
    )


@transaction.atomic
def set_village_targets(*, actor: User, commune: Commune, targets: Sequence[Target]) -> None:
    """What each of several villages has to reach (chỉ tiêu giao), together or not at all. New rows, as ever."""
    for target in targets:
        target.set_by = actor
        target.save()
    audit.record(
        actor=actor,
        action="target.set_villages",
        commune=commune,
        villages=len(targets),
        following=sum(target.follows_commune for target in targets),
    )
