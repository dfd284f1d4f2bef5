"""Where the infectious were, and who was near them. Both are questions to the database; nothing is written here.

A check-in ends with its check-out, for want of one after the venue's usual stay, and never later than 24 hours after
its beginning: so whoever was at a venue at a moment came in within the 24 hours before it, and the index of
(venue, entered_at) bounds what is read, however many check-ins there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import DateTimeField, ExpressionWrapper, F, Min, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone

from checkins.models import CheckIn, CheckInQuerySet
from tracing.models import Case, Contact, Degree, Stay
from tracing.models.stay import StaySource
from vault.sealing import blind_indexes
from venues.models import Venue
from venues.models.venue import STAY_MOST

LONGEST_STAY = timedelta(minutes=STAY_MOST)
SHORTEST_STAY = timedelta(minutes=1)  # who checks out at once was there all the same

# Who: by phone in clear; of who gave none, every check-in (its key) is somebody else.
Person = str | int


@dataclass(frozen=True)
class Trail:
    """Whose check-ins are followed, the subject's (no contact) or a chosen F1's, and in which time."""

    of_contact: Contact | None
    since: datetime
    until: datetime

    def window(self, check_in: CheckIn) -> tuple[datetime, datetime] | None:
        """From–until of the stay that a check-in is; None where it lies outside the time.

        An F1 infects nobody before they were exposed; the subject's stay counts whole, for its time is an estimate.
        """
        begin, end = check_in.entered_at, max(end_of(check_in), check_in.entered_at + SHORTEST_STAY)
        if begin >= self.until or end <= self.since:
            return None
        return (max(begin, self.since) if self.of_contact else begin), end


class Meeting(NamedTuple):
    """One check-in that overlaps one stay, from–until. Name and phone in clear; the phone may be empty."""

    stay: int
    of_contact: int | None
    venue: int
    check_in: int
    name: str
    phone: str
    companions: int
    flags: int
    from_at: datetime
    until_at: datetime

    @property
    def person(self) -> Person:
        return self.phone or self.check_in


def end_of(check_in: CheckIn) -> datetime:
    return min(check_in.left_at or check_in.presumed_left_at, check_in.entered_at + LONGEST_STAY)


def person_of(contact: Contact) -> Person | None:
    """None: gave no phone, and the only check-in is gone."""
    return contact.phone or contact.only_check_in_id


def indexes_of(phones: Iterable[str]) -> list[str]:
    """Under every key of the ring, so that a rotation hides nobody."""
    return [index for phone in phones for index in blind_indexes("checkins", phone)]


def trails(case: Case, *, chosen: Contact | None = None) -> dict[Person, Trail]:
    """Those of the subject's phones; of the F1 whose contacts were asked for before, and of the one chosen now."""
    asked_for = Q(pk__in=case.stays.filter(of_contact__isnull=False).values("of_contact"))
    if chosen:
        asked_for |= Q(pk=chosen.pk)
    exposed = case.contacts.filter(asked_for, degree=Degree.F1).defer("name")
    since = dict(exposed.order_by().annotate(first=Min("exposures__from_at")).values_list("pk", "first"))
    known = {person: contact for contact in exposed if since[contact.pk] and (person := person_of(contact))}
    followed = {person: Trail(contact, since[contact.pk], timezone.now()) for person, contact in known.items()}
    subject = Trail(None, case.infectious_from, case.infectious_until)
    return followed | {phone.phone: subject for phone in case.phones.all()}


def stays_along(case: Case, followed: Mapping[Person, Trail]) -> list[Stay]:
    """Their check-ins in the commune's venues, as stays not stored yet. One query, however many are followed."""
    if not followed:
        return []
    phones, alone = [p for p in followed if isinstance(p, str)], [p for p in followed if isinstance(p, int)]
    check_ins = CheckIn.objects.filter(
        Q(phone_index__in=indexes_of(phones)) | Q(pk__in=alone),
        venue__commune=case.commune_id,
        entered_at__gte=min(trail.since for trail in followed.values()) - LONGEST_STAY,
        entered_at__lt=max(trail.until for trail in followed.values()),
    )
    made = (_stay(case, check_in, followed[check_in.phone or check_in.pk]) for check_in in check_ins.defer("health"))
    return [stay for stay in made if stay]


def _stay(case: Case, check_in: CheckIn, trail: Trail) -> Stay | None:
    window = trail.window(check_in)
    if window is None:
        return None
    return Stay(
        case=case,
        of_contact=trail.of_contact,
        venue_id=check_in.venue_id,
        check_in=check_in,
        source=StaySource.SCANNED,
        from_at=window[0],
        until_at=window[1],
        is_presumed=check_in.left_at is None,
        is_doubtful=check_in.flags > 0,
    )


def meetings(case: Case) -> list[Meeting]:
    return [Meeting(*row) for row in near(case)]


def near(case: Case) -> QuerySet[Stay, tuple[Any, ...]]:
    """Who was near the subject and near the chosen F1, in the order of Meeting: every stay of the case in one query.

    least(out, stay's end + lingering margin) − greatest(in, stay's beginning) ≥ the case's least minutes; with 0,
    to touch is enough. Doubtful check-ins count; the subject's own, by phone or as a stay, do not.
    """
    counted = case.stays.counted().filter(_counts_in(case), venue__commune=case.commune_id)
    bounded = counted.filter(
        venue__check_ins__entered_at__gte=_moment(F("from_at") - LONGEST_STAY),
        venue__check_ins__entered_at__lte=_moment(F("until_at") + case.lingering),
    )
    overlapping = bounded.annotate(
        met=F("venue__check_ins__pk"),
        met_index=F("venue__check_ins__phone_index"),
        met_from=Greatest("from_at", "venue__check_ins__entered_at"),
        met_until=Least(_moment(F("until_at") + case.lingering), _end("venue__check_ins__")),
    ).filter(met_until__gte=_moment(F("met_from") + timedelta(minutes=case.least_minutes)))
    own = case.stays.of_subject().filter(check_in__isnull=False).values("check_in")
    others = overlapping.exclude(met__in=own).exclude(met_index__in=indexes_of(_phones(case)))
    who = (f"venue__check_ins__{field}" for field in ("name", "phone", "companions", "flags"))
    return others.order_by("met_from", "met").values_list(
        "pk", "of_contact", "venue", "met", *who, "met_from", "met_until"
    )


def _counts_in(case: Case) -> Q:
    """An F1's stays; the subject's that touch the infectious time as it is now."""
    return Q(of_contact__isnull=False) | Q(from_at__lt=case.infectious_until, until_at__gt=case.infectious_from)


def _phones(case: Case) -> list[str]:
    return [phone.phone for phone in case.phones.all()]


def _end(prefix: str = "") -> Least:
    """`end_of`, as the database reckons it."""
    left = Coalesce(f"{prefix}left_at", f"{prefix}presumed_left_at")
    return Least(left, _moment(F(f"{prefix}entered_at") + LONGEST_STAY))


def _moment(expression: Combinable) -> Combinable:
    return ExpressionWrapper(expression, output_field=DateTimeField())


def present(venue: Venue, from_at: datetime, until_at: datetime) -> CheckInQuerySet:
    """Who was at a venue at any moment of from–until, in the order of their coming."""
    came = CheckIn.objects.filter(venue=venue, entered_at__gte=from_at - LONGEST_STAY, entered_at__lte=until_at)
    return came.annotate(out=_end()).filter(out__gte=from_at).order_by("entered_at", "pk")
