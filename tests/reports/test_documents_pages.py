"""Choosing a document, writing its free parts, two officers at once, taking it out."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent, Role
from organisations.models import Organisation, OutreachActivity, StaffReport
from reports.actions import close_days
from reports.documents.content import Paragraph
from reports.models import Draft
from tests.conftest import Cast
from tests.factories import HouseholdFactory, UserFactory, VillageFactory, visit
from tests.reports.documents import DAY, campaign, document, draft
from villages.models import Village

pytestmark = pytest.mark.django_db


def asked(kind: str = "daily", **changes: str) -> dict[str, str]:
    return {"kind": kind, "day": "05/07/2021", "since": "", "unit": "", **changes}


def typed(of: Draft, **changes: str) -> dict[str, str]:
    """The form of a report as its page shows it."""
    empty = dict.fromkeys(
        ("addressees", "opening", "done", "difficulties", "proposals", "next_steps", "recipients"), ""
    )
    return {**empty, "dated": "06/07/2021", "seen": of.edited_at.isoformat(), **changes}


def test_a_document_is_opened_once_however_often_it_is_chosen(cast: Cast) -> None:
    client = campaign(cast).client("officer")

    addresses = {client.post("/documents/", asked()).headers["Location"] for _ in range(2)}

    assert addresses == {Draft.objects.get().get_absolute_url()}


def test_the_chair_may_write_too(cast: Cast) -> None:
    assert campaign(cast).client("chair").post("/documents/", asked()).status_code == 302


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"day": "06/07/2021"}, "day"),  # not closed
        ({"day": "hôm qua"}, "day"),
        ({"kind": "list"}, "unit"),
        ({"kind": "reminder"}, "unit"),
        ({"kind": "list", "unit": "village-999999"}, "unit"),
        ({"kind": "periodic", "since": "06/07/2021"}, "since"),
        ({"kind": "periodic", "since": "01/01/2020"}, "since"),
        ({"kind": "poem"}, "kind"),
    ],
)
def test_what_cannot_be_written_is_told_beside_its_field(cast: Cast, fault: dict[str, str], field: str) -> None:
    response = campaign(cast).client("officer").post("/documents/", asked(**fault))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Draft.objects.exists()


def test_a_day_that_is_not_closed_is_named_with_the_last_one_that_is(cast: Cast) -> None:
    html = campaign(cast).client("officer").post("/documents/", asked(day="06/07/2021")).content.decode()

    assert "05/07/2021" in html


def test_a_day_to_come_is_refused(cast: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)

    response = cast.client("officer").post("/documents/", asked("list", day=f"{tomorrow:%d/%m/%Y}"))

    assert "day" in response.context["form"].errors


def test_a_village_that_met_its_target_gets_no_reminder(cast: Cast) -> None:
    campaign(cast)
    visit(cast.household, DAY, smartphones=9, installed=9, members=9)
    close_days(commune=cast.commune, until=DAY)

    response = cast.client("officer").post("/documents/", asked("reminder", unit=f"village-{cast.village.pk}"))

    assert "đã đạt chỉ tiêu, không có nội dung" in response.content.decode()
    assert not Draft.objects.exists()


def test_another_communes_village_cannot_be_chosen(cast: Cast) -> None:
    foreign = VillageFactory(commune=cast.foreigner.commune)

    response = campaign(cast).client("officer").post("/documents/", asked("list", unit=f"village-{foreign.pk}"))

    assert response.status_code == 422


def test_the_page_shows_the_whole_document_with_what_is_proposed(cast: Cast) -> None:
    html = campaign(cast).client("officer").get(draft(cast).get_absolute_url()).content.decode()

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in html
    assert "lần chốt 1" in html
    assert "khảo sát xong 1 lượt hộ" in html


def test_words_of_ones_own_are_kept_and_those_proposed_are_not(cast: Cast) -> None:
    of = draft(campaign(cast))
    client = cast.client("officer")
    form = client.get(of.get_absolute_url()).context["form"]

    client.post(of.get_absolute_url(), {**form.initial, **typed(of), **form.proposed, "done": "Đã họp <các thôn>."})

    of.refresh_from_db()
    assert of.texts == {"done": "Đã họp <các thôn>.", "dated": "2021-07-06"}
    assert "Đã họp &lt;các thôn&gt;." in client.get(of.get_absolute_url()).content.decode()


def test_a_document_saved_as_it_was_proposed_follows_the_figures(cast: Cast) -> None:
    of = draft(campaign(cast))
    visit(HouseholdFactory(village=cast.village, member_count=20), DAY)
    close_days(commune=cast.commune, until=DAY)
    client = cast.client("officer")
    form = client.get(of.get_absolute_url()).context["form"]
    assert "\xa0" in form.proposed["difficulties"]

    client.post(of.get_absolute_url(), typed(of, **form.proposed))

    of.refresh_from_db()
    assert of.texts == {"dated": "2021-07-06"}


def revised(cast: Cast) -> Draft:
    """A report written, with words of its own on the difficulties, before a late visit made a second revision."""
    client = campaign(cast).client("officer")
    of: Draft = Draft.objects.get(pk=client.post("/documents/", asked()).headers["Location"].split("/")[-2])
    client.post(of.get_absolute_url(), typed(of, difficulties="Mạng yếu."))
    visit(HouseholdFactory(village=cast.village), DAY, smartphones=1, installed=1)
    close_days(commune=cast.commune, until=DAY)
    return of


def test_the_page_names_both_revisions_once_the_figures_have_changed(cast: Cast) -> None:
    of = revised(cast)

    html = cast.client("officer").get(of.get_absolute_url()).content.decode()

    assert "lần chốt 1; nay là lần chốt 2" in html
    assert "viết tay theo lần chốt 1" in html
    assert "Khó khăn" in html.split("viết tay theo lần chốt 1", 1)[1].split("</p>")[0]


def test_saving_again_takes_the_new_revision_and_the_notice_goes(cast: Cast) -> None:
    of = revised(cast)
    of.refresh_from_db()
    client = cast.client("officer")

    html = client.post(of.get_absolute_url(), typed(of), follow=True).content.decode()

    assert "nay là lần chốt 2" not in html
    assert "lần chốt 2" in html


def test_a_list_of_households_cites_no_revision(cast: Cast) -> None:
    client = campaign(cast).client("officer")

    client.post("/documents/", asked("list", unit=f"village-{cast.village.pk}"))

    assert Draft.objects.get().revision is None


def test_a_date_that_is_none_hands_back_what_was_typed(cast: Cast) -> None:
    of = draft(campaign(cast))

    response = cast.client("officer").post(of.get_absolute_url(), typed(of, dated="mai", done="Đã họp."))

    assert response.status_code == 422
    assert "Đã họp." in response.content.decode()


def test_the_later_of_two_is_told_of_the_earlier_and_loses_nothing(cast: Cast) -> None:
    of = draft(campaign(cast))
    cast.client("chair").post(of.get_absolute_url(), typed(of, done="Chủ tịch viết."))

    response = cast.client("officer").post(of.get_absolute_url(), typed(of, done="Công chức viết."))

    html = response.content.decode()
    assert response.status_code == 409
    assert "Chủ tịch viết." in html
    assert "Công chức viết." in html
    of.refresh_from_db()
    assert of.texts["done"] == "Chủ tịch viết."


def test_saving_again_replaces_what_the_other_wrote(cast: Cast) -> None:
    of = draft(campaign(cast))
    cast.client("chair").post(of.get_absolute_url(), typed(of, done="Chủ tịch viết."))
    later = cast.client("officer").post(of.get_absolute_url(), typed(of, done="Công chức viết."))

    seen = later.context["form"]["seen"].value()
    again = cast.client("officer").post(of.get_absolute_url(), typed(of, done="Công chức viết.", seen=seen))

    assert again.status_code == 302
    of.refresh_from_db()
    assert of.texts["done"] == "Công chức viết."


def test_saving_twice_oneself_is_no_conflict(cast: Cast) -> None:
    of = draft(campaign(cast))
    client = cast.client("officer")

    answers = [client.post(of.get_absolute_url(), typed(of, done=text)).status_code for text in ("một", "hai")]

    assert answers == [302, 302]


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_saving_may_go_on_to_the_file(cast: Cast, kind: str) -> None:
    of = draft(campaign(cast))

    response = cast.client("officer").post(of.get_absolute_url(), typed(of, then=kind), follow=True)

    assert response.headers["Content-Disposition"] == f'attachment; filename="bao-cao-2021-07-05.{kind}"'
    assert response.content[:2] in (b"PK", b"%P")


def test_who_took_a_document_out_is_written_down(cast: Cast) -> None:
    of = draft(campaign(cast), "list", village=cast.village)

    cast.client("officer").get(f"/documents/{of.pk}/document.pdf")

    event = AuditEvent.objects.get(action="document.download")
    assert event.actor == cast.people["officer"]
    assert event.facts == {"kind": "list", "day": "2021-07-05", "file_type": "pdf"}


def test_the_chart_is_a_picture_of_its_own(cast: Cast) -> None:
    of = draft(campaign(cast))

    response = cast.client("chair").get(f"/documents/{of.pk}/chart.png")

    assert response.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("is_behind", [True, False])
def test_a_village_beyond_its_target_makes_up_for_no_other_and_the_report_says_so(
    cast: Cast, *, is_behind: bool
) -> None:
    elsewhere = HouseholdFactory(village=Village.objects.get(name="Tân Lập"))
    visit(elsewhere, "2021-07-02", smartphones=3, installed=0 if is_behind else 3)

    said = [block.text for block in document(campaign(cast)).blocks if isinstance(block, Paragraph)]

    assert any("không bù cho thôn khác" in text for text in said) == is_behind


def test_a_letter_to_an_organisation_says_whether_it_ever_reported(cast: Cast) -> None:
    school = Organisation.objects.create(commune=campaign(cast).commune, name="Trường Mẫu & <Mầm>", kind="school")
    of = draft(cast, "reminder", organisation=school)

    html = cast.client("officer").get(of.get_absolute_url()).content.decode()

    assert "Trường Mẫu &amp; &lt;Mầm&gt; chưa có báo cáo" in html


def test_organisations_and_outreach_stand_in_the_report_where_there_are_any(cast: Cast) -> None:
    officer = campaign(cast).people["officer"]
    school = Organisation.objects.create(commune=cast.commune, name="Trường Mẫu", kind="school")
    facts = {"headcount": 20, "smartphones": 18, "installed": 9, "reported_by": officer}
    StaffReport.objects.create(organisation=school, as_of=DAY, **facts)
    OutreachActivity.objects.create(commune=cast.commune, kind="banner", day=DAY, reached=300, recorded_by=officer)

    html = cast.client("officer").get(draft(cast).get_absolute_url()).content.decode()

    assert "1/1 cơ quan, đơn vị đã báo cáo" in html
    assert "50,0\xa0%" in html
    assert "1 hoạt động, tiếp cận 300 lượt người" in html


@pytest.mark.parametrize("role", [Role.VILLAGE_HEAD, Role.SUPERVISOR, Role.ADMIN])
def test_others_do_not_find_it(cast: Cast, role: Role) -> None:
    of = draft(campaign(cast))

    assert cast.client(role).get(of.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("rows", [1, 10])
def test_the_queries_of_the_pages_do_not_grow(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for n in range(rows):
        village = VillageFactory(commune=cast.commune)
        HouseholdFactory(village=village)
        Organisation.objects.create(commune=cast.commune, name=f"Trường {n}", kind="school")
        draft(cast, "list", village=village, edited_by=UserFactory(commune=cast.commune))
    of = draft(campaign(cast))
    client = cast.client("officer")

    with django_assert_max_num_queries(9):
        client.get("/documents/")
    with django_assert_max_num_queries(18):
        client.get(of.get_absolute_url())
