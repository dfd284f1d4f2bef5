"""Rows of tracing, made by hand."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from checkins.models import CheckIn
from tests.conftest import Cast
from tests.factories import VenueFactory, at
from tracing.models import Case, Contact, Release, Stay
from venues.models import Venue

DAY = "2021-07-10"


def a_case(cast: Cast, **facts: Any) -> Case:
    """Open, confirmed, infectious from the 8th to the 12th of July."""
    made: dict[str, Any] = {
        "code": f"2021-{Case.objects.count() + 1:03d}",
        "kind": "confirmed",
        "authority_reference": "Phiếu xét nghiệm 000",
        "reason": "Kết quả dương tính",
        "infectious_from": at("2021-07-08", 0),
        "infectious_until": at("2021-07-12", 23),
        "opened_by": cast.people["health"],
        "opened_at": at("2021-07-12", 8),
    }
    case: Case = Case.objects.create(commune=cast.commune, **made | facts)
    return case


def a_stay(case: Case, cast: Cast, venue: Venue | None = None, **facts: Any) -> Stay:
    """From nine to ten on the 10th of July, typed by hand."""
    made: dict[str, Any] = {
        "source": "typed",
        "from_at": at(DAY, 9),
        "until_at": at(DAY, 10),
        "found_by": cast.people["health"],
        "found_at": case.opened_at,
    }
    stay: Stay = Stay.objects.create(case=case, venue=venue or VenueFactory(village=cast.village), **made | facts)
    return stay


def a_contact(stay: Stay, check_in: CheckIn | None = None, **facts: Any) -> Contact:
    """Half an hour at that stay, from a quarter past."""
    made: dict[str, Any] = {"degree": 1, "name": "Lê Thị Mẫu", "phone": "+84912000001", "minutes": 30, "places": 1}
    from_at = stay.from_at + timedelta(minutes=15)
    until_at = from_at + timedelta(minutes=30)
    contact: Contact = Contact.objects.create(
        case=stay.case, last_exposed_at=until_at, found_at=stay.found_at, **made | facts
    )
    contact.exposures.create(stay=stay, check_in=check_in, from_at=from_at, until_at=until_at, minutes=30)
    return contact


def a_release(stay: Stay, signer: User | None = None, **facts: Any) -> Release:
    """Of that one stay with half an hour's margin; signed if there is a signer."""
    case = stay.case
    asked_at = case.opened_at + timedelta(hours=1)
    made: dict[str, Any] = {"reason": "Truy vết", "least_minutes": case.least_minutes, "asked_by": case.opened_by}
    if signer:
        made |= {"signed_by": signer, "signed_at": asked_at, "expires_at": asked_at + timedelta(days=14)}
    release: Release = Release.objects.create(case=case, asked_at=asked_at, **made | facts)
    release.lines.create(stay=stay, from_at=stay.from_at, until_at=stay.until_at + case.lingering)
    return release
