"""The register of organisations: who keeps it, who looks, who owes a report."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook

from accounts.models import AuditEvent
from organisations.actions import missing_mass_organisations, update_organisation
from organisations.models import Organisation
from tests.conftest import Cast
from tests.factories import at
from tests.organisations.bodies import a_report, an_organisation
from tests.venues.forms import errors, page
from tests.villages.queries import queries_of

LIST = "/organisations/"
SOUND = {"name": "Trường Tiểu học Mẫu", "kind": "school", "report_every_days": 7}


def overdue_on(day: str) -> list[str]:
    return [organisation.name for organisation in Organisation.objects.overdue(date.fromisoformat(day))]


def test_the_officer_registers_an_organisation_with_its_reporter(cast: Cast) -> None:
    reporter = cast.people["reporter"]

    response = cast.client("officer").post(f"{LIST}new/", SOUND | {"reporters": [reporter.pk]})

    made = Organisation.objects.get()
    assert response.url == made.get_absolute_url()
    assert (made.commune, made.name, list(made.reporters.all())) == (cast.commune, SOUND["name"], [reporter])
    assert AuditEvent.objects.get().action == "organisation.register"


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"name": "  "}, {"name": ["required"]}),
        ({"name": "..."}, {"name": ["required"]}),
        ({"name": "CƠ QUAN CÓ SẴN"}, {"name": ["twice"]}),
        ({"kind": "club"}, {"kind": ["invalid_choice"]}),
        ({"report_every_days": 0}, {"report_every_days": ["min_value"]}),
        ({"report_every_days": 61}, {"report_every_days": ["max_value"]}),
        ({"reporters": ["987654321"]}, {"reporters": ["invalid_choice"]}),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast: Cast, cells: dict, wrong: dict) -> None:
    an_organisation(cast, name="Cơ quan có sẵn")

    response = cast.client("officer").post(f"{LIST}new/", SOUND | cells)

    assert errors(response) == wrong
    assert Organisation.objects.count() == 1


def test_a_new_one_reports_weekly_unless_said_otherwise(cast: Cast) -> None:
    form = cast.client("officer").get(f"{LIST}new/").context["form"]

    assert form["report_every_days"].value() == 7


def test_only_reporters_of_the_commune_are_offered(cast: Cast) -> None:
    response = cast.client("officer").post(f"{LIST}new/", SOUND | {"reporters": [cast.people["keeper"].pk]})

    assert errors(response) == {"reporters": ["invalid_choice"]}


def test_editing_keeps_a_retirement_made_in_between(cast: Cast) -> None:
    organisation = an_organisation(cast)
    Organisation.objects.update(retired_at=at("2021-07-01"))
    organisation.name = "Tên mới"

    update_organisation(actor=cast.people["officer"], organisation=organisation, reporters=[])

    organisation.refresh_from_db()
    assert (organisation.name_fold, organisation.is_active) == ("ten moi", False)


def test_a_retired_one_leaves_the_list_and_comes_back(cast: Cast) -> None:
    organisation = an_organisation(cast, name="Sắp Nghỉ")
    client = cast.client("officer")

    for _ in range(2):
        client.post(f"{organisation.get_absolute_url()}retire/")
    retired = page(cast, LIST)
    client.post(f"{organisation.get_absolute_url()}restore/")

    assert "Sắp Nghỉ" not in retired
    assert "Sắp Nghỉ" in page(cast, LIST)
    assert [event.action for event in AuditEvent.objects.all()] == ["organisation.retire", "organisation.restore"]


def test_a_retired_one_is_neither_edited_nor_reported_for(cast: Cast) -> None:
    organisation = an_organisation(cast, retired_at=at("2021-07-01"))
    client = cast.client("officer")

    answers = [client.get(f"{organisation.get_absolute_url()}{deed}/").status_code for deed in ("edit", "report")]

    assert answers == [403, 403]


def test_the_five_of_the_letter_come_with_one_button_those_not_there_yet(cast: Cast) -> None:
    an_organisation(cast, name="Ban Thường trực Ủy ban Mặt trận Tổ quốc xã", kind="mass")
    an_organisation(cast, name="Hội LHPN xã Thống Nhất", kind="mass")

    for _ in range(2):
        cast.client("officer").post(f"{LIST}mass/register/")

    names = Organisation.objects.filter(kind="mass").values_list("name", flat=True)
    assert {"Đoàn Thanh niên", "Hội Nông dân", "Hội Cựu chiến binh"} <= set(names)
    assert len(names) == 5
    assert missing_mass_organisations(cast.commune) == []


def test_a_reporter_sees_and_lands_at_the_own_organisation(cast: Cast) -> None:
    own = an_organisation(cast, reporters=[cast.people["reporter"]])
    an_organisation(cast, name="Cơ quan Khác")
    client = cast.client("reporter")

    assert client.get("/home/").url == own.get_absolute_url()
    assert "Cơ quan Khác" not in page(cast, LIST, "reporter")


def test_a_reporter_of_several_lands_at_the_list(cast: Cast) -> None:
    for _ in range(2):
        an_organisation(cast, reporters=[cast.people["reporter"]])

    assert cast.client("reporter").get("/home/").url == LIST


@pytest.mark.parametrize(("day", "is_overdue"), [("2021-07-08", False), ("2021-07-09", True)])
def test_a_report_is_owed_so_many_days_after_the_last(cast: Cast, day: str, is_overdue: bool) -> None:
    organisation = an_organisation(cast, name="Trường Mẫu", since=date(2021, 6, 1), report_every_days=7)
    a_report(organisation, "2021-06-20")
    a_report(organisation, "2021-07-01")

    assert overdue_on(day) == (["Trường Mẫu"] if is_overdue else [])


@pytest.mark.parametrize(("day", "is_overdue"), [("2021-06-08", False), ("2021-06-09", True)])
def test_one_that_never_reported_owes_from_its_registration(cast: Cast, day: str, is_overdue: bool) -> None:
    an_organisation(cast, name="Im Lặng", since=date(2021, 6, 1), report_every_days=7)

    assert overdue_on(day) == (["Im Lặng"] if is_overdue else [])


def test_a_registration_late_in_the_evening_is_of_the_communes_day(cast: Cast) -> None:
    organisation = an_organisation(cast, name="Buổi Tối", report_every_days=1)
    Organisation.objects.filter(pk=organisation.pk).update(registered_at=at("2021-06-02", hour=1))

    assert overdue_on("2021-06-03") == []
    assert overdue_on("2021-06-04") == ["Buổi Tối"]


def test_a_retired_one_owes_nothing_and_a_later_report_does_not_speak_for_an_earlier_day(cast: Cast) -> None:
    an_organisation(cast, since=date(2021, 6, 1), retired_at=at("2021-06-02"))
    later = an_organisation(cast, name="Báo Sau", since=date(2021, 6, 1))
    a_report(later, "2021-08-01")

    assert overdue_on("2021-07-01") == ["Báo Sau"]


@time_machine.travel("2021-07-12T10:00:00+07:00", tick=False)
def test_the_list_says_how_long_a_report_is_overdue(cast: Cast) -> None:
    late = an_organisation(cast, name="Trường Chậm", since=date(2021, 6, 1), report_every_days=7)
    a_report(late, "2021-07-01")
    a_report(an_organisation(cast, name="Trường Đúng Hạn", since=date(2021, 6, 1)), "2021-07-11")

    owing = cast.client("officer").get(f"{LIST}?status=overdue").context["rows"]

    assert [(row.organisation.name, row.days_overdue) for row in owing] == [("Trường Chậm", 4)]


def test_the_search_finds_by_name_without_accents_and_by_kind(cast: Cast) -> None:
    for name, kind in (("Trường Tiểu học", "school"), ("Trường dạy nghề", "enterprise"), ("Bưu điện", "agency")):
        an_organisation(cast, name=name, kind=kind)

    rows = cast.client("chair").get(f"{LIST}?q=truong&kind=school").context["rows"]
    made_up = cast.client("chair").get(f"{LIST}?kind=club").context["rows"]

    assert [row.organisation.name for row in rows] == ["Trường Tiểu học"]
    assert made_up == []


def test_the_excel_file_has_a_row_for_each_on_the_list_and_nothing_that_executes(cast: Cast) -> None:
    a_report(an_organisation(cast, name="=1+1", head_name="Nguyễn Văn Mẫu"), "2021-07-01", installed=7)
    an_organisation(cast, name="Chưa Báo Cáo")
    an_organisation(cast, name="Đã Nghỉ", retired_at=at("2021-07-01"))

    content = cast.client("chair").get(f"{LIST}list.xlsx").content
    sheet = load_workbook(BytesIO(content)).active

    rows = {row[0].value: row for row in sheet.iter_rows(min_row=4)}
    assert set(rows) == {"=1+1", "Chưa Báo Cáo"}
    assert rows["=1+1"][0].data_type == "s"
    assert [cell.value for cell in rows["=1+1"][5:8]] == [20, 18, 7]


def test_ten_organisations_ask_no_more_queries_than_one(cast: Cast) -> None:
    client = cast.client("officer")
    a_report(an_organisation(cast, village=cast.village), "2021-07-01")
    one = queries_of(client, LIST)
    for _ in range(9):
        a_report(an_organisation(cast, village=cast.village), "2021-07-01")

    assert queries_of(client, LIST) == one
