"""A case of an invented subject, and people at venues, for tests."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.models import Commune, Role, User
from checkins.models import CheckIn
from tests.factories import UserFactory, VenueFactory, VillageFactory, at
from tracing.cases import actions
from tracing.models import Case, Contact
from venues.models import Venue

DAY = "2021-07-10"
SUBJECT = "+84900000001"
REASON = {"kind": "confirmed", "authority_reference": "Phiếu xét nghiệm mẫu", "reason": "Có kết quả dương tính"}


def a_venue(commune: Commune, **facts: Any) -> Venue:
    venue: Venue = VenueFactory(village=VillageFactory(commune=commune), **facts)
    return venue


def health_of(commune: Commune) -> User:
    return User.objects.filter(commune=commune, role=Role.HEALTH).first() or UserFactory(
        commune=commune, role=Role.HEALTH
    )


def moment(clock: str, day: str = DAY) -> datetime:
    """ "09:30" of the day; a leading + counts as the day after."""
    hour, minute = clock.lstrip("+").split(":")
    return at(day, int(hour), int(minute)) + timedelta(days=clock.startswith("+"))


def was_at(venue: Venue, came: str, left: str = "", phone: str = "+84911111111", **facts: Any) -> CheckIn:
    """Somebody's visit on the day; without an end nobody checked out."""
    entered = facts.pop("entered_at", None) or moment(came)
    made = {"name": "Trần Thị Mẫu", "left_at": moment(left) if left else None, "body_hash": "0", **facts}
    made.setdefault("presumed_left_at", entered + timedelta(minutes=venue.usual_stay))
    return CheckIn.objects.create(
        venue=venue, phone=phone, entered_at=entered, public_id=uuid4(), token=uuid4(), **made
    )


def opened(commune: Commune, *phones: str, **facts: Any) -> Case:
    """An open case, infectious from the 8th to the end of the 12th, its contacts looked for. By default no margin."""
    made = {"lingering_minutes": 0, "infectious_from": at("2021-07-08", 0), "infectious_until": at("2021-07-13", 0)}
    made["authority_reference"] = f"Phiếu xét nghiệm mẫu {Case.objects.count()}"
    case = Case(**(REASON | made | facts))
    actions.open_case(actor=health_of(commune), case=case, phones=list(phones or [SUBJECT]))
    case.refresh_from_db()
    return case


def trace(case: Case) -> list[Contact]:
    actions.trace(actor=health_of(case.commune), case=case)
    return contacts(case)


def contacts(case: Case) -> list[Contact]:
    return list(case.contacts.strongest_first())


def minutes(case: Case) -> list[int]:
    return [contact.minutes for contact in contacts(case)]


def typed_stay(case: Case, venue: Venue, came: str, left: str) -> None:
    actions.add_stay(actor=health_of(case.commune), case=case, venue=venue, from_at=moment(came), until_at=moment(left))


def days_ago(days: int, hour: int = 9) -> datetime:
    return at(timezone.localdate() - timedelta(days=days), hour)
