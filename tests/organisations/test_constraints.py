"""What the database itself refuses; which staff report speaks on a day; outreach by day."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from organisations.models import Organisation, OutreachActivity, RosterEntry, StaffReport
from tests.conftest import Cast
from tests.plans import plan, with_many
from tests.villages.test_constraints import refused

BROKEN_REPORTS: list[tuple[str, dict[str, Any]]] = [
    ("staff_report_people_within_headcount", {"smartphones": 11}),
    ("staff_report_people_within_headcount", {"installed": 9}),
    ("staff_report_relatives_were_reached", {"relatives_installed": 1}),
    ("staff_report_parts_within_wholes", {"premises_with_qr": 1}),
    ("staff_report_parts_within_wholes", {"staff_scanning": 11}),
]


def a_school(cast: Cast, name: str = "Trường Mẫu", **facts: Any) -> Organisation:
    school: Organisation = Organisation.objects.create(commune=cast.commune, name=name, kind="school", **facts)
    return school


def a_report(school: Organisation, cast: Cast, day: int) -> StaffReport:
    figures = {"headcount": 10, "smartphones": 8, "installed": 5}
    by = cast.people["reporter"]
    report: StaffReport = StaffReport.objects.create(
        organisation=school, as_of=date(2021, 7, day), reported_by=by, **figures
    )
    return report


def an_activity(cast: Cast, day: int, reached: int) -> OutreachActivity:
    facts = {"kind": "meeting", "day": date(2021, 7, day), "reached": reached}
    activity: OutreachActivity = OutreachActivity.objects.create(
        commune=cast.commune, recorded_by=cast.people["officer"], **facts
    )
    return activity


def test_two_spellings_of_one_organisation_are_one(cast: Cast) -> None:
    a_school(cast, "Trường Mẫu")

    with pytest.raises(IntegrityError), transaction.atomic():
        a_school(cast, "trường  MẪU")


def test_an_organisation_that_cannot_be_is_refused(cast: Cast) -> None:
    a_school(cast)

    refused("organisation_kind_known", Organisation.objects.all(), kind="club")
    every = {"report_every_days": 0}
    refused("organisation_reports_at_least_every_two_months", Organisation.objects.all(), **every)


@pytest.mark.parametrize(("name", "values"), BROKEN_REPORTS)
def test_a_staff_report_that_cannot_be_is_refused(cast: Cast, name: str, values: dict[str, Any]) -> None:
    a_report(a_school(cast), cast, 1)

    refused(name, StaffReport.objects.all(), **values)


def test_a_member_of_staff_without_smartphone_has_no_bluezone(cast: Cast) -> None:
    RosterEntry.objects.create(organisation=a_school(cast), name="Lê Văn Mẫu", sort_key="x")

    refused("roster_installed_has_smartphone", RosterEntry.objects.all(), installed=True)


def test_an_activity_is_of_a_known_kind(cast: Cast) -> None:
    an_activity(cast, 1, 10)

    refused("outreach_kind_known", OutreachActivity.objects.all(), kind="rumour")


def test_of_each_organisation_the_newest_report_of_that_day_or_before_speaks(cast: Cast) -> None:
    school, other = a_school(cast), a_school(cast, "Trạm Mẫu")
    a_report(school, cast, 1)
    spoke, _later, alone = a_report(school, cast, 8), a_report(school, cast, 15), a_report(other, cast, 3)
    corrected = a_report(school, cast, 8)

    assert set(StaffReport.objects.standing_on(date(2021, 7, 10))) == {corrected, alone}
    assert spoke != corrected


def test_the_report_that_speaks_is_found_by_its_key_and_not_among_all_reports(cast: Cast) -> None:
    a_report(a_school(cast), cast, 1)
    with_many(lambda: very_many_reports(cast), StaffReport, Organisation)

    found = plan(StaffReport.objects.standing_on(date(2021, 7, 10)))

    assert re.search(r"SEARCH organisations_staffreport USING INTEGER PRIMARY KEY|Index Cond: \(id = ", found), found


def very_many_reports(cast: Cast) -> None:
    """Of ten schools, one a day for a year and more."""
    figures = {"headcount": 10, "smartphones": 8, "installed": 5, "reported_by": cast.people["reporter"]}
    schools = [a_school(cast, f"Trường {number}") for number in range(10)]
    days = [date(2020, 1, 1) + timedelta(days=number) for number in range(500)]
    StaffReport.objects.bulk_create(
        StaffReport(organisation=school, as_of=day, **figures) for school in schools for day in days
    )


def test_outreach_is_added_up_by_day(cast: Cast) -> None:
    for day, reached in ((1, 10), (1, 5), (2, 7), (9, 1)):
        an_activity(cast, day, reached)

    found = OutreachActivity.objects.by_day(date(2021, 7, 1), date(2021, 7, 8))

    assert found == {date(2021, 7, 1): (2, 15), date(2021, 7, 2): (1, 7)}
