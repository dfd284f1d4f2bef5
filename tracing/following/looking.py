"""The one door through which names and phones of contacts pass in clear.

Pages and files are given `Seen`, never a contact's own name or phone. In clear only to the health station, and only
where a release in force opens the contact; every call leaves an audit event, and each visit read tells its visitor so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from checkins.models import Disclosure
from thongnhat_portal.days import start_of
from tracing.models import Case, Contact, ContactQuerySet
from tracing.permissions import can_trace


@dataclass(frozen=True)
class Seen:
    """A contact as this person may see it. `phone` is E.164 in clear (`is_open`), else masked."""

    contact: Contact
    name: str
    phone: str
    is_open: bool
    open_until: datetime | None


@transaction.atomic
def look(*, user: User, case: Case, contacts: ContactQuerySet, at: str, reason: str = "") -> list[Seen]:
    """The contacts of one case, in the order given; `at`: which page or file, for the audit."""
    seen = [_seen(row, may_open=can_trace(user)) for row in contacts.filter(case=case).marked_open()]
    opened = [one.contact.pk for one in seen if one.is_open]
    if opened:
        _disclose(user, case, opened)
    audit.record(
        actor=user,
        action="case.look",
        target=case,
        commune=case.commune,
        reason=reason,
        at=at,
        shown=len(seen),
        in_clear=len(opened),
        releases=_releases(case) if opened else "",
    )
    return seen


def _seen(contact: Any, *, may_open: bool) -> Seen:
    if may_open and contact.is_open:
        return Seen(contact, contact.name, contact.phone, is_open=True, open_until=contact.open_until)
    return Seen(contact, contact.masked_name, contact.masked_phone, is_open=False, open_until=contact.open_until)


def _disclose(user: User, case: Case, opened: Iterable[int]) -> None:
    """The visits by which these people were found, told to whoever made them: once a reader a day a case."""
    now = timezone.now()
    told = Disclosure.objects.filter(
        read_by=user, reference=case.hold_reference, at__gte=start_of(timezone.localdate(now))
    )
    visits = _visits_of(opened) - set(told.values_list("check_in", flat=True))
    Disclosure.objects.bulk_create(
        Disclosure(check_in_id=visit, read_by=user, at=now, reference=case.hold_reference) for visit in sorted(visits)
    )


def _visits_of(opened: Iterable[int]) -> set[int]:
    contacts = Contact.objects.filter(pk__in=opened)
    by_exposure = contacts.filter(exposures__check_in__isnull=False).values_list("exposures__check_in", flat=True)
    alone = contacts.filter(only_check_in__isnull=False).values_list("only_check_in", flat=True)
    return {visit for visit in (*by_exposure, *alone) if visit is not None}


def _releases(case: Case) -> str:
    """Keys of the releases in force, as "3,5"."""
    return ",".join(map(str, case.releases.in_force(timezone.now()).order_by("pk").values_list("pk", flat=True)))
