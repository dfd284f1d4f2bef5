"""Organisations and their reports, as tests want them."""

from datetime import date
from itertools import count
from typing import Any

from accounts.models import User
from organisations.models import Organisation, OutreachActivity, StaffReport
from tests.conftest import Cast
from tests.factories import UserFactory

NUMBERS = count(1)
SOUND = {
    "headcount": 20,
    "smartphones": 18,
    "installed": 9,
    "relatives_reached": 30,
    "relatives_installed": 12,
    "premises": 2,
    "premises_with_qr": 1,
    "staff_scanning": 8,
}


def an_organisation(cast: Cast, *, since: date | None = None, reporters: list[User] = (), **facts: Any) -> Organisation:  # type: ignore[assignment]
    """An agency of the cast's commune, registered today unless said otherwise."""
    made = {"name": f"Cơ quan Mẫu {next(NUMBERS)}", "kind": "agency", **facts}
    organisation = Organisation.objects.create(commune=cast.commune, **made)
    organisation.reporters.set(reporters)
    if since:
        registered_on(organisation, since)
    return organisation


def registered_on(organisation: Organisation, day: date) -> None:
    from tests.factories import at

    Organisation.objects.filter(pk=organisation.pk).update(registered_at=at(day))
    organisation.refresh_from_db()


def a_report(organisation: Organisation, day: date | str, **figures: Any) -> StaffReport:
    reporter = figures.pop("reporter", None) or UserFactory(commune=organisation.commune)
    report: StaffReport = StaffReport.objects.create(
        organisation=organisation, as_of=day, reported_by=reporter, **(SOUND | figures)
    )
    return report


def a_surveyor(cast: Cast, **facts: Any) -> User:
    person: User = UserFactory(role="surveyor", commune=cast.commune, **facts)
    return person


def an_activity(cast: Cast, day: date | str, *, by: User, **facts: Any) -> OutreachActivity:
    """Loudspeakers over the whole commune, unless said otherwise."""
    made = {"kind": "loudspeaker", "reached": 100, **facts}
    activity: OutreachActivity = OutreachActivity.objects.create(commune=cast.commune, day=day, recorded_by=by, **made)
    return activity
