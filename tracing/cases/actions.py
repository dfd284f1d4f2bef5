"""Deeds on a case. Each locks it first, refuses a closed one, and leaves an audit event of keys and counts.

What changes where the infectious were looks for the contacts at once, in the same transaction: the list never lags
behind the stays it follows from.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import Commune, User
from checkins.models import CheckIn, Notice
from thongnhat_portal.days import TAPPED_TWICE
from tracing.case import Refusal, locked
from tracing.contacts import Found, search
from tracing.models import Case, Contact, Degree, Stay, SubjectPhone
from tracing.models.case import PARTICULARS
from tracing.models.stay import StaySource
from tracing.searching import present
from venues.models import Venue


class NotAnF1(Refusal):
    sentence = gettext_lazy("Contacts are looked for of close contacts (F1) only.")


@transaction.atomic
def open_case(*, actor: User, case: Case, phones: list[str]) -> tuple[Case, Found | None]:
    """A new case, cleaned by its form, with the subject's phones (E.164); its contacts are looked for at once.

    Sent twice it is one: then the first is answered, and nothing is looked for.
    """
    assert actor.commune is not None
    Commune.objects.select_for_update().get(pk=actor.commune.pk)
    if twin := _twin(actor, case, phones):
        return twin, None
    case.commune, case.opened_by, case.opened_at = actor.commune, actor, timezone.now()
    case.code = _next_code(actor.commune)
    case.save()
    _store_phones(actor, case, phones)
    found = search(case, actor)
    _record(actor, "case.open", case, found, kind=case.kind, phones=len(phones))
    return case, found


def _twin(actor: User, case: Case, phones: list[str]) -> Case | None:
    """The same case, opened by the same person a moment ago."""
    recent = Case.objects.open().filter(opened_by=actor, opened_at__gt=timezone.now() - TAPPED_TWICE)
    same = recent.filter(kind=case.kind, authority_reference=case.authority_reference, reason=case.reason)
    return next((one for one in same if {known.phone for known in one.phones.all()} == set(phones)), None)


def _next_code(commune: Commune) -> str:
    """As 2021-007. Counted under the lock of the commune; cases are never deleted."""
    year = timezone.localdate().year
    codes = Case.objects.filter(commune=commune, code__startswith=f"{year}-").values_list("code", flat=True)
    return f"{year}-{max((int(code.rpartition('-')[2]) for code in codes), default=0) + 1:03d}"


@transaction.atomic
def edit_case(*, actor: User, case: Case) -> Found:
    """New particulars. Another time or measure makes another list."""
    locked(case)
    case.save(update_fields=PARTICULARS)
    return _search(actor, "case.edit", case)


@transaction.atomic
def add_phone(*, actor: User, case: Case, phone: str) -> Found:
    """A further phone of the subject (E.164); one that is known already changes nothing."""
    held = locked(case)
    known = {known.phone for known in held.phones.all()}
    _store_phones(actor, held, [phone] if phone not in known else [])
    return _search(actor, "case.phone", held)


@transaction.atomic
def add_stay(
    *, actor: User, case: Case, venue: Venue, from_at: datetime, until_at: datetime, source: str = StaySource.TYPED
) -> Found:
    """The subject was there, says somebody who knows, though nobody scanned; or whoever was there is looked for.

    A visit that counts already is not added again: then contacts are looked for, no more.
    """
    held = locked(case)
    if held.stays.of_subject().counted().filter(venue=venue, from_at=from_at, until_at=until_at).exists():
        return _search(actor, "case.trace", held)
    stay = Stay(case=held, venue=venue, from_at=from_at, until_at=until_at, source=source)
    stay.found_by, stay.found_at = actor, timezone.now()
    stay.save()
    return _search(actor, "case.stay", held, stay=stay.pk, venue=venue.pk, source=source)


@transaction.atomic
def leave_out(*, actor: User, stay: Stay) -> Found:
    """Its contacts are no contacts, unless they were near elsewhere too."""
    held = locked(stay.case)
    held.stays.filter(pk=stay.pk, left_out_at=None).update(left_out_by=actor, left_out_at=timezone.now())
    return _search(actor, "case.leave_out", held, stay=stay.pk)


@transaction.atomic
def take_back(*, actor: User, stay: Stay) -> Found:
    """It counts again."""
    held = locked(stay.case)
    held.stays.filter(pk=stay.pk).update(left_out_by=None, left_out_at=None)
    return _search(actor, "case.take_back", held, stay=stay.pk)


@transaction.atomic
def trace(*, actor: User, case: Case) -> Found:
    """Look again: check-ins written on paper or kept by a desk without signal arrive late."""
    return _search(actor, "case.trace", locked(case))


@transaction.atomic
def trace_secondary(*, actor: User, contact: Contact) -> Found:
    """The F2 of a chosen F1: who was near them since they were exposed. Raises NotAnF1."""
    held = locked(contact.case)
    chosen = held.contacts.filter(pk=contact.pk, degree=Degree.F1).first()
    if chosen is None:
        raise NotAnF1
    found = search(held, actor, chosen=chosen)
    _record(actor, "case.trace_secondary", held, found, contact=contact.pk)
    return found


@transaction.atomic
def look_at_place(
    *, actor: User, case: Case, venue: Venue, from_at: datetime, until_at: datetime
) -> tuple[int, list[CheckIn]]:
    """How many people were at a venue in a time, and their check-ins, which a page shows masked. Audited."""
    held = locked(case)
    check_ins = list(present(venue, from_at, until_at).defer("health"))
    people = sum(check_in.companions + 1 for check_in in check_ins)
    audit.record(
        actor=actor,
        action="case.place",
        target=held,
        commune=held.commune,
        venue=venue.pk,
        from_at=from_at.isoformat(),
        until_at=until_at.isoformat(),
        people=people,
    )
    return people, check_ins


@transaction.atomic
def notify_venue(*, actor: User, stay: Stay, text: str) -> Notice:
    """Tell keepers and village head that somebody infectious was there, when, and what to do; never who.

    Sent twice it is one.
    """
    held, now = locked(stay.case), timezone.now()
    told = {"venue": stay.venue, "from_at": stay.from_at, "until_at": stay.until_at, "text": text}
    if twin := Notice.objects.filter(**told, told_at__gt=now - TAPPED_TWICE).first():
        return twin
    notice = Notice.objects.create(told_by=actor, told_at=now, **told)
    audit.record(actor=actor, action="case.notice", target=held, commune=held.commune, stay=stay.pk, notice=notice.pk)
    return notice


def _store_phones(actor: User, case: Case, phones: list[str]) -> None:
    now = timezone.now()
    SubjectPhone.objects.bulk_create(
        SubjectPhone(case=case, phone=phone, added_by=actor, added_at=now) for phone in dict.fromkeys(phones)
    )


def _search(actor: User, action: str, case: Case, **facts: str | int) -> Found:
    found = search(case, actor)
    _record(actor, action, case, found, **facts)
    return found


def _record(actor: User, action: str, case: Case, found: Found, **facts: str | int) -> None:
    facts |= {"stays": found.stays, "contacts": found.contacts, "new": found.new, "gone": found.gone}
    audit.record(actor=actor, action=action, target=case, commune=case.commune, reason="", **facts)
