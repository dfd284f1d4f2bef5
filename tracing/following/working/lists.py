"""The work of a day over all open cases. Names stay masked here: they open on the contact's own page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from tracing.models import Case, Contact, ContactQuerySet, FollowUp, FollowUpState

SHOWN_MOST = 100
OVER = (FollowUpState.FINISHED,)


@dataclass(frozen=True)
class Section:
    """A part of the day's list; `count` may be more than the rows shown."""

    heading: str
    empty: str
    rows: list[Contact]
    count: int


def sections(user: User, day: date) -> list[Section]:
    """What is due on the day; today also what is overdue. Two queries a section."""
    mine = Contact.objects.filter(case__in=Case.objects.visible_to(user).open()).select_related("case")
    going = mine.exclude(state__in=OVER)
    due = going.filter(next_on=day)
    ending = going.filter(quarantine_until=day)
    if day == timezone.localdate():
        overdue = going.filter(next_on__lt=day).order_by("next_on", "pk")
        lapsed = going.filter(quarantine_until__lte=day, state=FollowUpState.QUARANTINED)
        return [
            _section(_("Overdue"), _("Nothing is overdue."), overdue),
            _section(_("Due today"), _("Nothing is planned for today."), due),
            _section(_("Quarantine ends"), _("No quarantine ends today."), lapsed),
            _section(_("Test results awaited"), _("No result is awaited."), awaiting_result(going)),
            _section(_("New contacts"), _("Nobody was found since the lists were made."), going.filter(is_new=True)),
        ]
    return [
        _section(_("Due on this day"), _("Nothing is planned for this day."), due),
        _section(_("Quarantine ends"), _("No quarantine ends on this day."), ending),
    ]


def _section(heading: str, empty: str, contacts: ContactQuerySet) -> Section:
    return Section(heading, empty, list(contacts[:SHOWN_MOST]), contacts.count())


def awaiting_result(contacts: ContactQuerySet) -> Any:
    """Those whose newest test has no result yet."""
    tests = FollowUp.objects.filter(contact=OuterRef("pk"), kind=FollowUp.Kind.TEST).order_by("-done_at", "-pk")
    newest = contacts.annotate(newest_test=Subquery(tests.values("result")[:1]))
    return newest.filter(newest_test=FollowUp.Result.WAITING)


def to_call(user: User) -> Iterable[Case]:
    """Open cases in which somebody was never reached: how many are `to_call`, how many called in vain (`unreached`)."""
    cases = (
        Case.objects.visible_to(user)
        .open()
        .annotate(
            to_call=Count("contacts", filter=Q(contacts__state=FollowUpState.TO_CALL)),
            unreached=Count("contacts", filter=Q(contacts__state=FollowUpState.UNREACHED)),
        )
    )
    return cases.filter(Q(to_call__gt=0) | Q(unreached__gt=0)).order_by("-opened_at", "-pk")
