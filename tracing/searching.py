"""Where the infectious were, and who was near them. Both are questions to the database; nothing is written here.

A check-in ends with its check-out, for want of one after the venue's usual stay, and never later than 24 hours after
its beginning: so whoever was at a venue at a moment came in within the 24 hours before it, and the index of
(venue, entered_at) bounds what is read, however many check-ins there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from checkins.models import CheckIn, CheckInQuerySet
from checkins.models.checkin import LONGEST_STAY
from tracing.models import Case, Contact, Degree, Stay
from tracing.models.stay import StaySource
from vault.sealing import blind_indexes
from venues.models import Venue

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
    """Who was near the subject and near the chosen F1, in the order of time; doubtful check-ins are among them.

    The subject is not, neither by phone nor by a check-in that is a stay of theirs.
    """
    counted = {stay.pk: stay for stay in case.stays.counted().filter(_counts_in(case))}
    own = set(case.stays.of_subject().filter(check_in__isnull=False).values_list("check_in", flat=True))
    phones = {phone.phone for phone in case.phones.all()}
    near = CheckIn.objects.raw(*near_statement(case, list(counted))) if counted else []
    others = (check_in for check_in in near if check_in.pk not in own and check_in.phone not in phones)
    met = [_meeting(case, counted[check_in.stay_id], check_in) for check_in in others]  # type: ignore[attr-defined]
    return sorted(met, key=lambda meeting: (meeting.from_at, meeting.check_in, meeting.stay))


def _counts_in(case: Case) -> Q:
    """An F1's stays; the subject's that touch the infectious time as it is now."""
    return Q(of_contact__isnull=False) | Q(from_at__lt=case.infectious_until, until_at__gt=case.infectious_from)


def _meeting(case: Case, stay: Stay, check_in: CheckIn) -> Meeting:
    return Meeting(
        stay=stay.pk,
        of_contact=stay.of_contact_id,
        venue=stay.venue_id,
        check_in=check_in.pk,
        name=check_in.name,
        phone=check_in.phone,
        companions=check_in.companions,
        flags=check_in.flags,
        from_at=max(stay.from_at, check_in.entered_at),
        until_at=min(stay.until_at + case.lingering, end_of(check_in)),
    )


def near_statement(case: Case, stays: list[int]) -> tuple[str, list[int]]:
    """The check-ins near these stays (keys), all in one statement, with `stay_id`; and its parameters.

    least(out, stay's end + lingering margin) − greatest(in, stay's beginning) ≥ the case's least minutes; with 0,
    to touch is enough. Written out, for PostgreSQL estimates such bounds badly and would read all that a venue ever
    had: OFFSET 0 makes it ask the index for each stay by itself (2 ms instead of 190 at 2,000 check-ins a venue).
    """
    is_postgres = connection.vendor == "postgresql"
    least, greatest = ("LEAST", "GREATEST") if is_postgres else ("MIN", "MAX")
    air_until = _plus("s.until_at", case.lingering)
    bounds = f"""c.venue_id = s.venue_id
        AND c.entered_at >= {_plus("s.from_at", -LONGEST_STAY)} AND c.entered_at <= {air_until}"""
    fenced = f"CROSS JOIN LATERAL (SELECT * FROM checkins_checkin AS c WHERE {bounds} OFFSET 0) AS c"  # noqa: S608
    end = f"{least}(COALESCE(c.left_at, c.presumed_left_at), {_plus('c.entered_at', LONGEST_STAY)})"
    begin = f"{greatest}(s.from_at, c.entered_at)"
    statement = f"""
        SELECT c.id, c.venue_id, c.name, c.phone, c.companions, c.flags, c.entered_at, c.left_at,
            c.presumed_left_at, s.id AS stay_id
        FROM tracing_stay AS s {fenced if is_postgres else f"JOIN checkins_checkin AS c ON {bounds}"}
        WHERE s.id IN ({", ".join(["%s"] * len(stays))})
            AND {least}({end}, {air_until}) >= {_plus(begin, timedelta(minutes=case.least_minutes))}
    """  # noqa: S608 - made of the names above and of whole numbers
    return statement, stays


def _plus(moment: str, length: timedelta) -> str:
    """A moment some time later, in SQL; on SQLite by the function that Django's own expressions use."""
    if connection.vendor == "postgresql":
        return f"({moment} + interval '{int(length.total_seconds())} seconds')"
    return f"django_format_dtdelta('+', {moment}, {length // timedelta(microseconds=1)})"


def present(venue: Venue, from_at: datetime, until_at: datetime) -> CheckInQuerySet:
    """Who was at a venue at any moment of from–until, in the order of their coming."""
    came = CheckIn.objects.filter(venue=venue, entered_at__gte=from_at - LONGEST_STAY, entered_at__lte=until_at)
    left = Coalesce("left_at", "presumed_left_at")  # no later than a day after: so much the bound above sees to
    return came.annotate(out=left).filter(out__gte=from_at).order_by("entered_at", "pk")
