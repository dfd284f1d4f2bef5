"""Staff reports: numbers that hold together, never overwritten, each shown against its own denominator."""

from html import unescape
from typing import Any

import pytest
import time_machine

from accounts.models import AuditEvent
from organisations.models import Organisation, StaffReport
from organisations.models.staff import Rate
from tests.conftest import Cast
from tests.organisations.bodies import SOUND, a_report, an_organisation
from tests.venues.forms import errors, page
from tests.villages.queries import queries_of
from tests.villages.test_constraints import refused


@pytest.fixture
def school(cast: Cast) -> Organisation:
    return an_organisation(cast, name="Trường Mẫu", reporters=[cast.people["reporter"]])


def sent(cast: Cast, school: Organisation, role: str = "reporter", **cells: Any) -> Any:
    body = SOUND | {"as_of": "01/07/2021"} | cells
    return cast.client(role).post(f"{school.get_absolute_url()}report/", body)


def test_a_reporter_sends_the_figures_of_a_day(cast: Cast, school: Organisation) -> None:
    response = sent(cast, school, note="Đã nhắc")

    made = StaffReport.objects.get()
    assert response.url == school.get_absolute_url()
    assert (made.organisation, made.as_of.isoformat(), made.reported_by) == (
        school,
        "2021-07-01",
        cast.people["reporter"],
    )
    assert {name: getattr(made, name) for name in SOUND} == SOUND
    assert AuditEvent.objects.get().facts == {"as_of": "2021-07-01", "headcount": 20, "installed": 9}


def test_tapped_twice_it_is_one_report_and_taken_back_it_is_three(cast: Cast, school: Organisation) -> None:
    for installed in (9, 9, 8, 9):
        sent(cast, school, installed=installed)

    figures = StaffReport.objects.order_by("pk").values_list("installed", flat=True)
    assert list(figures) == [9, 8, 9]
    assert AuditEvent.objects.count() == 3


def test_the_officer_types_for_an_organisation_that_reports_on_paper(cast: Cast, school: Organisation) -> None:
    sent(cast, school, "officer", as_of="2021-07-01")

    assert StaffReport.objects.get().reported_by == cast.people["officer"]


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"smartphones": 21}, {"smartphones": ["too_many"]}),
        ({"installed": 19}, {"installed": ["too_many"]}),
        ({"relatives_installed": 31}, {"relatives_installed": ["too_many"]}),
        ({"premises_with_qr": 3}, {"premises_with_qr": ["too_many"]}),
        ({"staff_scanning": 21}, {"staff_scanning": ["too_many"]}),
        ({"headcount": ""}, {"headcount": ["required"]}),
        ({"headcount": -1}, {"headcount": ["min_value"]}),
        ({"headcount": 10**9}, {"headcount": ["max_value"]}),
        ({"relatives_reached": "nhiều"}, {"relatives_reached": ["invalid"]}),
        ({"as_of": "31/02/2021"}, {"as_of": ["invalid"]}),
    ],
)
def test_figures_that_contradict_each_other_are_refused(
    cast: Cast, school: Organisation, cells: dict[str, Any], wrong: dict[str, Any]
) -> None:
    response = sent(cast, school, note="không mất", **cells)

    assert errors(response) == wrong
    assert "không mất" in unescape(response.content.decode())
    assert not StaffReport.objects.exists()


@time_machine.travel("2021-07-12T06:30:00+07:00", tick=False)
def test_a_day_in_the_future_is_refused_by_the_communes_calendar(cast: Cast, school: Organisation) -> None:
    assert errors(sent(cast, school, as_of="13/07/2021")) == {"as_of": ["future"]}
    assert sent(cast, school, as_of="12/07/2021").status_code == 302


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("staff_report_people_within_headcount", {"installed": 19}),
        ("staff_report_people_within_headcount", {"smartphones": 21}),
        ("staff_report_relatives_were_reached", {"relatives_installed": 31}),
        ("staff_report_parts_within_wholes", {"premises_with_qr": 3}),
        ("staff_report_parts_within_wholes", {"staff_scanning": 21}),
    ],
)
def test_the_database_refuses_what_the_form_would(school: Organisation, name: str, values: dict[str, int]) -> None:
    a_report(school, "2021-07-01")

    refused(name, StaffReport.objects.all(), **values)


def test_the_fields_begin_as_the_last_report_said(cast: Cast, school: Organisation) -> None:
    a_report(school, "2021-07-02", headcount=33)
    a_report(school, "2021-07-01", headcount=11, smartphones=5, installed=1, staff_scanning=0)

    form = cast.client("reporter").get(f"{school.get_absolute_url()}report/").context["form"]

    assert form["headcount"].value() == 33
    assert "33" in form["headcount"].help_text


def test_a_correction_of_a_day_is_a_newer_report_and_the_old_one_stays(cast: Cast, school: Organisation) -> None:
    sent(cast, school, installed=9)
    sent(cast, school, installed=8)

    standing = cast.client("chair").get(school.get_absolute_url()).context["standing"]

    assert StaffReport.objects.count() == 2
    assert standing.newest.installed == 8


def test_the_history_says_what_changed(cast: Cast, school: Organisation) -> None:
    for day, installed in (("2021-07-01", 5), ("2021-07-08", 9), ("2021-07-15", 9)):
        a_report(school, day, installed=installed)

    third, second, first = cast.client("chair").get(school.get_absolute_url()).context["history"]

    assert (third.changes, first.changes, first.is_first) == ([], [], True)
    assert [(change.before, change.after) for change in second.changes] == [(5, 9)]


def test_the_history_goes_on_over_pages_without_losing_a_change(cast: Cast, school: Organisation) -> None:
    for number in range(12):
        a_report(school, f"2021-07-{number + 1:02d}", installed=number)
    client = cast.client("chair")

    newest = client.get(school.get_absolute_url()).context["history"]
    oldest = client.get(f"{school.get_absolute_url()}?page=2").context["history"]

    assert [len(newest), len(oldest)] == [10, 2]
    assert [entry.is_first for entry in (newest[-1], oldest[-1])] == [False, True]
    assert [change.before for change in newest[-1].changes] == [1]


def test_a_rate_over_a_hundred_percent_is_written_as_it_is(cast: Cast, school: Organisation) -> None:
    a_report(school, "2021-07-01", headcount=20, relatives_reached=50, relatives_installed=30)

    shown = page(cast, school.get_absolute_url())

    assert "150,0\N{NO-BREAK SPACE}%" in shown
    assert "30 / 20" in shown


def test_a_rate_of_nobody_is_unknown() -> None:
    assert Rate("", 0, 0, "").ratio is None


def test_ten_reports_ask_no_more_queries_than_one(cast: Cast, school: Organisation) -> None:
    client = cast.client("reporter")
    a_report(school, "2021-07-01")
    one = queries_of(client, school.get_absolute_url())
    for number in range(2, 11):
        a_report(school, f"2021-07-{number:02d}")

    assert queries_of(client, school.get_absolute_url()) == one
