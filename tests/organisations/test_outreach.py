"""Outreach: who records what, until when it is changed, and how a month adds up."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from openpyxl import load_workbook
from PIL import Image

from accounts.models import AuditEvent
from organisations.models import Organisation, OutreachActivity
from organisations.outreach.month import asked_month
from tests.conftest import Cast
from tests.factories import VillageFactory, at
from tests.organisations.bodies import an_activity, an_organisation
from tests.venues.forms import errors, page
from tests.venues.photos import photo, turned_with_metadata, upload
from tests.villages.queries import queries_of

LIST = "/outreach/"
JULY = f"{LIST}?thang=2021-07"


def body(**cells: Any) -> dict[str, Any]:
    return {"kind": "meeting", "day": "01/07/2021", "reached": 40} | cells


def logged(cast: Cast, role: str, **cells: Any) -> Any:
    return cast.client(role).post(f"{LIST}new/", body(**cells))


@pytest.fixture
def union(cast: Cast) -> Organisation:
    return an_organisation(cast, name="Đoàn Thanh niên", kind="mass", reporters=[cast.people["reporter"]])


def test_the_officer_records_what_was_done_for_the_whole_commune(cast: Cast) -> None:
    response = logged(cast, "officer", place="Nhà văn hóa", by_whom="Công chức văn hóa", note="Phát 2 lần")

    made = OutreachActivity.objects.get()
    assert response.url == JULY
    assert (made.commune, made.village, made.kind, made.reached) == (cast.commune, None, "meeting", 40)
    assert (made.place, made.by_whom, made.note) == ("Nhà văn hóa", "Công chức văn hóa", "Phát 2 lần")
    assert AuditEvent.objects.get().facts == {"kind": "meeting", "day": "2021-07-01", "reached": 40}


def test_tapped_twice_it_is_one_activity(cast: Cast) -> None:
    for _ in range(2):
        logged(cast, "officer")
    logged(cast, "officer", reached=41)

    assert OutreachActivity.objects.count() == AuditEvent.objects.count() == 2


def test_a_village_head_records_for_the_own_village_only(cast: Cast, union: Organisation) -> None:
    elsewhere = VillageFactory(commune=cast.commune)

    assert errors(logged(cast, "village_head", village=elsewhere.pk)) == {"village": ["invalid_choice"]}
    assert errors(logged(cast, "village_head")) == {"village": ["required"]}
    logged(cast, "village_head", village=cast.village.pk, organisation=union.pk)

    made = OutreachActivity.objects.get()
    assert (made.village, made.organisation) == (cast.village, None)


def test_a_reporter_records_for_the_own_organisation_only(cast: Cast, union: Organisation) -> None:
    other = an_organisation(cast)

    assert errors(logged(cast, "reporter", organisation=other.pk)) == {"organisation": ["invalid_choice"]}
    assert errors(logged(cast, "reporter")) == {"organisation": ["required"]}
    logged(cast, "reporter", organisation=union.pk, village=cast.village.pk)

    assert OutreachActivity.objects.get().organisation == union


@time_machine.travel("2021-07-12T06:30:00+07:00", tick=False)
@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"kind": ""}, {"kind": ["required"]}),
        ({"kind": "song"}, {"kind": ["invalid_choice"]}),
        ({"day": "13/07/2021"}, {"day": ["future"]}),
        ({"reached": ""}, {"reached": ["required"]}),
        ({"reached": -1}, {"reached": ["min_value"]}),
        ({"reached": 100_001}, {"reached": ["max_value"]}),
        ({"note": "a" * 501}, {"note": ["max_length"]}),
        ({"village": "99999999999999999999"}, {"village": ["invalid_choice"]}),
    ],
)
def test_what_is_wrong_is_said(cast: Cast, cells: dict[str, Any], wrong: dict[str, Any]) -> None:
    assert errors(logged(cast, "officer", **cells)) == wrong
    assert not OutreachActivity.objects.exists()


def test_a_photo_is_cleaned_and_shown_to_those_who_see_the_activity(cast: Cast) -> None:
    content = {"photo_file": upload(turned_with_metadata())["photo"]}
    logged(cast, "village_head", village=cast.village.pk, **content)

    made = OutreachActivity.objects.get()
    shown = cast.client("chair").get(f"{made.get_absolute_url()}photo.jpg")
    assert Image.open(BytesIO(shown.content)).size == (600, 800)
    assert b"MAKERMAKER" not in shown.content
    assert cast.client("stranger").get(f"{made.get_absolute_url()}photo.jpg").status_code == 404


def test_what_is_no_photo_is_refused(cast: Cast) -> None:
    file = {"photo_file": upload(b"%PDF-1.4")["photo"]}

    assert errors(logged(cast, "officer", **file)) == {"photo_file": ["unknown"]}


def test_editing_keeps_the_photo_until_it_is_removed(cast: Cast) -> None:
    activity = an_activity(cast, "2021-07-01", by=cast.people["officer"], photo=photo((30, 20)))
    client = cast.client("officer")

    client.post(f"{activity.get_absolute_url()}edit/", body(reached=7))
    kept = OutreachActivity.objects.get()
    client.post(f"{activity.get_absolute_url()}edit/", body(remove_photo="on"))

    assert (kept.reached, bool(kept.photo)) == (7, True)
    assert OutreachActivity.objects.get().photo is None
    assert client.get(f"{activity.get_absolute_url()}photo.jpg").status_code == 404


@pytest.mark.parametrize(("hours", "may"), [(47, True), (48, False)])
def test_who_recorded_it_corrects_it_for_two_days_and_the_officer_always(cast: Cast, hours: int, may: bool) -> None:
    head = cast.people["village_head"]
    activity = an_activity(cast, "2021-07-01", by=head, village=cast.village)
    recorded_at = timezone.now() - timedelta(hours=hours, seconds=1)
    OutreachActivity.objects.update(recorded_at=recorded_at)

    answers = {role: cast.client(role).get(f"{activity.get_absolute_url()}edit/").status_code for role in CHANGERS}

    assert answers == {"village_head": 200 if may else 403, "officer": 200}


CHANGERS = ("village_head", "officer")


def test_nobody_else_corrects_or_deletes_it(cast: Cast, union: Organisation) -> None:
    activity = an_activity(cast, "2021-07-01", by=cast.people["officer"], organisation=union)

    answers = [cast.client("reporter").post(f"{activity.get_absolute_url()}{deed}/") for deed in ("edit", "delete")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert OutreachActivity.objects.exists()


def test_a_deletion_stays_in_the_audit(cast: Cast) -> None:
    activity = an_activity(cast, "2021-07-01", by=cast.people["officer"])

    cast.client("officer").post(f"{activity.get_absolute_url()}delete/")

    event = AuditEvent.objects.get()
    assert not OutreachActivity.objects.exists()
    assert (event.action, event.object_id, event.facts["reached"]) == ("outreach.delete", str(activity.pk), 100)


@pytest.fixture
def july(cast: Cast) -> None:
    """Three activities in July, one at the end of June and one at the beginning of August."""
    officer = cast.people["officer"]
    for day in ("2021-06-30", "2021-08-01"):
        an_activity(cast, day, by=officer)
    an_activity(cast, "2021-07-01", by=officer, kind="meeting", village=cast.village, reached=30)
    an_activity(cast, "2021-07-31", by=officer, village=cast.village, reached=20)
    an_activity(cast, "2021-07-31", by=officer, reached=5)


def totals(rows: Any) -> list[tuple[str, int, int]]:
    return [(total.label, total.activities, total.reached) for total in rows]


@pytest.mark.usefixtures("july")
def test_a_month_is_a_calendar_with_totals_by_kind_and_by_village(cast: Cast) -> None:
    month = cast.client("chair").get(JULY, headers={"accept-language": "en"}).context["month"]

    counted = {square.day.day: square.activities for week in month.weeks for square in week if square.activities}
    assert counted == {1: 1, 31: 2}
    assert totals(month.by_kind) == [(month.by_kind[0].label, 1, 30), (month.by_kind[1].label, 2, 25)]
    assert [row[1:] for row in totals(month.by_village)] == [(2, 50), (1, 5)]
    assert month.by_village[0].label == "Thôn Đồng Tiến"


@pytest.mark.usefixtures("july")
def test_the_excel_file_has_the_rows_of_the_page(cast: Cast) -> None:
    shown = cast.client("chair").get(f"{JULY}&kind=loudspeaker").context["month"].activities

    content = cast.client("chair").get(f"{LIST}list.xlsx?thang=2021-07&kind=loudspeaker").content

    sheet = load_workbook(BytesIO(content)).active
    assert len(list(sheet.iter_rows(min_row=3))) == len(shown) == 2


def test_texts_of_the_excel_file_stay_texts(cast: Cast) -> None:
    an_activity(cast, "2021-07-01", by=cast.people["officer"], place="=1+1")

    sheet = load_workbook(BytesIO(cast.client("officer").get(f"{LIST}list.xlsx").content)).active

    assert (sheet["D3"].value, sheet["D3"].data_type) == ("=1+1", "s")


@pytest.mark.usefixtures("july")
def test_a_village_head_sees_the_own_village_and_the_commune_as_a_whole(cast: Cast) -> None:
    elsewhere = VillageFactory(commune=cast.commune)
    an_activity(cast, "2021-07-15", by=cast.people["officer"], village=elsewhere)

    shown = cast.client("village_head").get(JULY).context["month"].activities

    assert {activity.village for activity in shown} == {None, cast.village}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2021-07", "2021-07-01"), ("", "2021-06-01"), ("julia", "2021-06-01"), ("9999-12", "2100-01-01")],
)
def test_any_month_can_be_asked_for_and_nonsense_shows_the_newest(text: str, expected: str) -> None:
    newest, today = at("2021-06-20").date(), at("2021-08-01").date()

    assert asked_month(text, newest, today).isoformat() == expected


def test_the_page_of_a_month_without_outreach_says_so(cast: Cast) -> None:
    assert page(cast, f"{LIST}?thang=2020-01")


def test_ten_activities_ask_no_more_queries_than_one(cast: Cast, union: Organisation) -> None:
    client = cast.client("officer")
    facts = {"by": cast.people["officer"], "village": cast.village, "organisation": union}
    an_activity(cast, "2021-07-01", **facts)
    one = queries_of(client, JULY)
    for number in range(2, 11):
        an_activity(cast, f"2021-07-{number:02d}", **facts, photo=b"jpeg")

    assert queries_of(client, JULY) == one
