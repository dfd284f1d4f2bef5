"""Cases, stays, contacts and releases made by hand, as the search and the pages make them. People are invented."""

from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils import timezone

from accounts.models import Role
from checkins.models import CheckIn
from tests.conftest import Cast
from tests.factories import UserFactory, VenueFactory, enter
from tracing.models import Case, CaseKind, Contact, Degree, Exposure, FollowUp, Release, ReleaseLine, Stay
from venues.models import Venue

NAME, PHONE = "Đặng Thị Ngọc Trâm", "+84987654321"
SHOWN_PHONE = "0987 654 321"
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


def noon_ago(days: int = 2) -> datetime:
    """Noon of a day in the past, in the commune."""
    return timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) - days * A_DAY


class CaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Case

    code = factory.Sequence(lambda n: f"2021-{n:03d}")
    kind = CaseKind.CONFIRMED
    authority_reference = "KQ 15/TTYT"
    reason = "Xét nghiệm dương tính"
    infectious_from = factory.LazyFunction(lambda: timezone.now() - 10 * A_DAY)
    infectious_until = factory.LazyFunction(lambda: timezone.now() + A_DAY)
    opened_by = factory.LazyAttribute(lambda case: UserFactory(role=Role.HEALTH, commune=case.commune))
    opened_at = factory.LazyFunction(timezone.now)


class StayFactory(factory.django.DjangoModelFactory):
    """An hour from noon, two days ago, at a venue of the case's commune."""

    class Meta:
        model = Stay

    venue = factory.LazyAttribute(lambda stay: VenueFactory(village__commune=stay.case.commune))
    source = "typed"
    from_at = factory.LazyFunction(noon_ago)
    until_at = factory.LazyAttribute(lambda stay: stay.from_at + AN_HOUR)
    found_by = factory.LazyAttribute(lambda stay: stay.case.opened_by)
    found_at = factory.LazyFunction(timezone.now)


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    degree = Degree.F1
    name = NAME
    phone = factory.Sequence(lambda n: f"+8498{n:07d}")
    minutes = 40
    places = 1
    last_exposed_at = factory.LazyFunction(lambda: noon_ago() + AN_HOUR)
    found_at = factory.LazyFunction(timezone.now)


def a_case(cast: Cast, **facts: Any) -> Case:
    made: Case = CaseFactory(commune=cast.commune, opened_by=cast.people["health"], **facts)
    return made


def near(stay: Stay, *, contact: Contact | None = None, check_in: CheckIn | None = None, **facts: Any) -> Contact:
    """A contact of the stay: there from its beginning, for 40 minutes, by a visit of its own, unless told otherwise."""
    minutes = facts.pop("minutes", 40)
    from_at = facts.pop("from_at", stay.from_at)
    who = contact or ContactFactory(case=stay.case, minutes=minutes, **facts)
    visit = check_in or enter(stay.venue, timezone.localdate(from_at), 12, name=who.name, phone=who.phone)
    until_at = from_at + timedelta(minutes=minutes)
    Exposure.objects.create(contact=who, stay=stay, check_in=visit, from_at=from_at, until_at=until_at, minutes=minutes)
    return who


def a_traced_case(cast: Cast, **facts: Any) -> tuple[Case, Stay, Contact]:
    """A case with one stay and one F1: `NAME`, `PHONE`."""
    case = a_case(cast, **facts)
    stay = StayFactory(case=case, venue=VenueFactory(village=cast.village, name="Chợ Thống Nhất"))
    return case, stay, near(stay, phone=PHONE)


def asked(case: Case, *stays: Stay, **facts: Any) -> Release:
    """A release that waits, for these stays."""
    made = {"reason": "Gọi F1", "least_minutes": case.least_minutes, "asked_at": timezone.now(), **facts}
    release = Release.objects.create(case=case, asked_by=case.opened_by, **made)
    for stay in stays:
        until_at = stay.until_at + case.lingering
        ReleaseLine.objects.create(release=release, stay=stay, from_at=stay.from_at, until_at=until_at)
    return release


def signed(cast: Cast, case: Case, *stays: Stay, **facts: Any) -> Release:
    """A release in force since now, for these stays."""
    now = timezone.now()
    facts.setdefault("signed_by", cast.people["chair"])
    return asked(case, *stays, signed_at=now, expires_at=now + 14 * A_DAY, **facts)


def followed(contact: Contact, kind: str, result: str = "", **facts: Any) -> FollowUp:
    made = {"day": timezone.localdate(), "done_at": timezone.now(), "done_by": contact.case.opened_by, **facts}
    return FollowUp.objects.create(contact=contact, kind=kind, result=result, **made)


def a_venue(cast: Cast, name: str = "Quán Mẫu") -> Venue:
    made: Venue = VenueFactory(village=cast.village, name=name)
    return made
