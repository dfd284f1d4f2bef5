"""Outreach under the curve: by day, with the gain of the three days after; no claim that one made the other."""

from datetime import date, timedelta

import pytest

from organisations.models import OutreachActivity
from reports.actions import close_days
from reports.outreach import gain_after, mean_gain, outreach
from tests.conftest import Cast
from tests.factories import TargetFactory, visit
from tests.villages.queries import queries_of

FIRST = date(2021, 7, 1)
INSTALLED = {FIRST + timedelta(days=n): value for n, value in enumerate([0, 5, 10, 40, 45, 50, 50])}


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def test_the_gain_is_from_the_evening_of_the_day_to_the_third_after() -> None:
    assert gain_after(INSTALLED, day(0)) == 40


def test_a_gain_whose_third_evening_is_not_closed_is_unknown_and_not_zero() -> None:
    assert gain_after(INSTALLED, day(4)) is None
    assert mean_gain(INSTALLED, [day(4)]) == (0, None)


def test_the_mean_leaves_out_what_is_unknown() -> None:
    assert mean_gain(INSTALLED, [day(0), day(1), day(6)]) == (2, 40)


def told(cast: Cast, on: date, kind: str = "meeting", reached: int = 10) -> None:
    OutreachActivity.objects.create(
        commune=cast.commune, kind=kind, day=on, reached=reached, recorded_by=cast.people["officer"]
    )


@pytest.mark.django_db
def test_activities_stand_by_day_and_kinds_beside_any_day(cast: Cast) -> None:
    told(cast, day(0))
    told(cast, day(0), kind="loudspeaker", reached=0)
    told(cast, day(9))

    found = outreach(cast.commune, list(INSTALLED.items()))

    assert [(row.day, row.activities, row.reached, row.gain) for row in found.days] == [(day(0), 2, 10, 40)]
    assert [(row.kind, row.days, row.mean) for row in found.gains] == [
        ("loudspeaker", 1, 40),
        ("meeting", 1, 40),
        (None, 4, (40 + 40 + 40 + 10) / 4),
    ]


@pytest.fixture
def campaign(cast: Cast) -> Cast:
    TargetFactory(commune=cast.commune)
    visit(cast.household, "2021-06-26", smartphones=4, installed=1)
    visit(cast.household, "2021-06-27", smartphones=4, installed=1, members=8)
    close_days(commune=cast.commune, until=date(2021, 7, 2))
    return cast


@pytest.mark.django_db
def test_the_chart_has_the_curve_the_band_and_the_bars(campaign: Cast) -> None:
    told(campaign, date(2021, 6, 26))

    drawn = campaign.client("chair").get("/dashboard/").context["chart"]

    assert drawn["days"][:2] == ["25/06", "26/06"]
    assert drawn["activities"] == [0, 1, 0, 0, 0, 0, 0, 0]
    assert drawn["installed"][-1] == drawn["expected"][7] == drawn["slowest"][7] == drawn["fastest"][7] == 1
    assert len(drawn["days"]) == len(drawn["expected"]) > len(drawn["installed"])


@pytest.mark.django_db
def test_after_the_due_date_nothing_is_projected(campaign: Cast) -> None:
    close_days(commune=campaign.commune, until=date(2021, 7, 30))

    assert campaign.client("chair").get("/dashboard/").context["progress"].fan == []


@pytest.mark.django_db
def test_the_page_says_that_coincidence_is_not_cause(campaign: Cast) -> None:
    told(campaign, date(2021, 6, 26))

    assert "không có nghĩa là nguyên nhân" in campaign.client("chair").get("/dashboard/").content.decode()


@pytest.mark.django_db
def test_the_queries_do_not_grow_with_the_activities(campaign: Cast) -> None:
    told(campaign, date(2021, 6, 26))
    few = queries_of(campaign.client("chair"), "/dashboard/")
    for n in range(10):
        told(campaign, date(2021, 6, 26) + timedelta(days=n % 5), kind="social")

    assert queries_of(campaign.client("chair"), "/dashboard/") == few
