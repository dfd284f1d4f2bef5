"""The dashboard, the public page, targets."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from reports.actions import close_days
from reports.models import Target
from tests.conftest import Cast
from tests.factories import (
    CommuneFactory,
    HouseholdFactory,
    PosterFactory,
    TargetFactory,
    VenueFactory,
    VillageFactory,
    enter,
    visit,
)
from villages.models import Village

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(cast: Cast) -> Cast:
    """A target of 50 % from 25/6 to 30/7/2021, two visits, every day closed."""
    TargetFactory(commune=cast.commune)
    visit(cast.household, "2021-07-01", smartphones=3, installed=1)
    visit(HouseholdFactory(village=cast.village), "2021-07-10", smartphones=4, installed=4)
    close_days(commune=cast.commune, until=date(2021, 8, 5))
    return cast


def page(cast: Cast, address: str, role: str = "chair") -> str:
    return cast.client(role).get(address).content.decode()


def test_the_dashboard_shows_both_rates_with_their_denominators(campaign: Cast) -> None:
    html = page(campaign, "/dashboard/")

    assert "62,5\xa0%" in html  # 5 of 8 surveyed members
    assert "71,4\xa0%" in html  # 5 of 7 smartphone owners


def test_the_dashboard_says_when_no_population_is_known(campaign: Cast) -> None:
    assert "dân số chính thức" in page(campaign, "/dashboard/")


def test_any_past_day_can_be_shown(campaign: Cast) -> None:
    html = page(campaign, "/dashboard/?ngay=2021-07-05")

    assert "05/07/2021" in html
    assert "25,0\xa0%" in html  # 1 of 4


def test_a_day_after_the_last_closed_one_shows_that_and_says_so(campaign: Cast) -> None:
    html = page(campaign, "/dashboard/?ngay=03/09/2021")

    assert "03/09/2021" in html
    assert "30/07/2021" in html


@pytest.mark.parametrize("text", ["32/07/2021", "hôm qua", "2021-13-01", "<script>"])
def test_a_text_that_is_no_day_is_told_beside_the_field(campaign: Cast, text: str) -> None:
    response = campaign.client("chair").get("/dashboard/", {"ngay": text})

    assert response.status_code == 422
    assert "<script>" not in response.content.decode().split("<main")[1]


def test_a_day_to_come_is_refused(campaign: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)

    assert campaign.client("chair").get("/dashboard/", {"ngay": str(tomorrow)}).status_code == 422


def test_a_day_before_the_first_closed_one_has_no_figures(campaign: Cast) -> None:
    response = campaign.client("chair").get("/dashboard/?ngay=2021-01-01")

    assert response.status_code == 200
    assert response.context["progress"] is None


def test_after_the_due_date_its_result_stands_first(campaign: Cast) -> None:
    visit(HouseholdFactory(village=campaign.village), "2021-08-20", smartphones=4, installed=0)
    close_days(commune=campaign.commune, until=date(2021, 8, 20))

    response = campaign.client("chair").get("/dashboard/")

    assert response.context["due"].summary.day == date(2021, 7, 30)
    html = response.content.decode()
    assert html.index("30/07/2021", html.index("<section")) < html.index("20/08/2021", html.index("<section"))


def test_villages_are_ranked_by_adoption(campaign: Cast) -> None:
    better = HouseholdFactory(village=VillageFactory(commune=campaign.commune))
    visit(better, "2021-07-20", smartphones=4, installed=4)
    close_days(commune=campaign.commune, until=date(2021, 7, 30))

    villages = campaign.client("chair").get("/dashboard/").context["progress"].villages

    assert [row.summary.village for row in villages][:2] == [better.village, campaign.village]


def test_a_ceiling_under_the_target_is_told(cast: Cast) -> None:
    TargetFactory(commune=cast.commune)
    visit(cast.household, "2021-07-01", smartphones=1, installed=1)
    close_days(commune=cast.commune, until=date(2021, 7, 1))

    assert cast.client("chair").get("/dashboard/").context["progress"].is_out_of_reach


def test_a_target_is_not_reached_by_counting_nobody(cast: Cast) -> None:
    TargetFactory(commune=cast.commune)
    close_days(commune=cast.commune, until=date(2021, 7, 30))

    progress = cast.client("chair").get("/dashboard/").context["progress"]

    assert progress.goal is None
    assert all(row.goal is None for row in progress.villages)


def test_an_empty_commune_has_a_dashboard_that_says_what_to_wait_for(cast: Cast) -> None:
    response = cast.client("chair").get("/dashboard/")

    assert response.status_code == 200
    assert response.context["progress"] is None


def test_todays_visits_show_before_the_day_is_closed(cast: Cast) -> None:
    visit(cast.household, timezone.localdate(), hour=0, installed=1)

    assert cast.client("officer").get("/dashboard/").context["today"]["visits"] == 1


@pytest.mark.parametrize(
    ("rows", "address"),
    [(1, "/dashboard/"), (10, "/dashboard/"), (1, "/communes/thong-nhat/"), (10, "/communes/thong-nhat/")],
)
def test_the_queries_of_a_page_do_not_grow_with_the_villages(
    cast: Cast, django_assert_max_num_queries: object, rows: int, address: str
) -> None:
    TargetFactory(commune=cast.commune)
    for _ in range(rows):
        visit(HouseholdFactory(village=VillageFactory(commune=cast.commune)), "2021-07-02", installed=1)
    close_days(commune=cast.commune, until=date(2021, 7, 30))
    client = cast.client("chair")

    with django_assert_max_num_queries(48):  # type: ignore[operator]
        client.get(address)


@pytest.mark.parametrize("communes", [1, 10])
def test_the_supervisors_queries_do_not_grow_with_the_communes(
    cast: Cast, django_assert_max_num_queries: object, communes: int
) -> None:
    for _ in range(communes):
        commune = CommuneFactory()
        TargetFactory(commune=commune)
        visit(HouseholdFactory(village=VillageFactory(commune=commune)), "2021-07-02", installed=1)
        close_days(commune=commune, until=date(2021, 7, 3))
    client = cast.client("supervisor")

    with django_assert_max_num_queries(6):  # type: ignore[operator]
        response = client.get("/dashboard/")

    assert "25,0\xa0%" in response.content.decode()


def test_the_public_page_lists_communes_when_there_are_several(campaign: Cast) -> None:
    html = Client().get("/").content.decode()

    assert f"/communes/{campaign.commune.slug}/" in html


def test_the_public_page_names_no_person(campaign: Cast) -> None:
    html = Client().get(campaign.commune.get_absolute_url()).content.decode()

    assert "62,5\xa0%" in html
    assert campaign.household.head_name not in html
    assert campaign.household.code not in html


def test_the_public_page_hides_cells_under_five(campaign: Cast) -> None:
    small = HouseholdFactory(village=VillageFactory(commune=campaign.commune, name="Ngõ Đá"))
    visit(small, "2021-07-20", smartphones=4, installed=4)
    close_days(commune=campaign.commune, until=date(2021, 7, 30))

    html = Client().get(campaign.commune.get_absolute_url()).content.decode()

    row = html[html.index("Ngõ Đá") :].split("</tr>")[0]
    assert "100,0" not in row


def test_an_empty_installation_says_how_to_begin(db: None) -> None:
    assert "manage.py setup" in Client().get("/").content.decode()


def target_form(**changes: str) -> dict[str, str]:
    due = timezone.localdate() + timedelta(days=30)
    form = {"percent": "60", "denominator": "population", "starts_on": f"{timezone.localdate():%d/%m/%Y}"}
    return {**form, "due_on": f"{due:%d/%m/%Y}", "source_letter": "Công văn số 1", **changes}


def test_the_chair_sets_a_target(cast: Cast) -> None:
    response = cast.client("chair").post("/targets/", target_form())

    assert response.status_code == 302
    target = Target.objects.get()
    assert (target.percent, target.set_by) == (60, cast.people["chair"])


@pytest.mark.parametrize(
    "fault",
    [
        {"due_on": "30/07/2021"},
        {"percent": "0"},
        {"percent": "101"},
        {"percent": "nửa"},
        {"starts_on": "01/01/2019"},
        {"due_on": "01/01/2099"},
        {"due_on": ""},
    ],
)
def test_an_impossible_target_is_handed_back_with_what_was_typed(cast: Cast, fault: dict[str, str]) -> None:
    response = cast.client("chair").post("/targets/", target_form(**fault))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(fault)
    assert "Công văn số 1" in response.content.decode()
    assert not Target.objects.exists()


@pytest.mark.parametrize("percent", ["0", "101"])
def test_a_percentage_out_of_range_is_told_in_words_of_our_own(cast: Cast, percent: str) -> None:
    response = cast.client("chair").post("/targets/", target_form(percent=percent))

    assert response.context["form"].errors["percent"] == ["Tỷ lệ phải lớn hơn 0 và không quá 100."]


def test_a_deadline_before_the_first_day_is_refused(cast: Cast) -> None:
    start = timezone.localdate() + timedelta(days=40)

    response = cast.client("chair").post("/targets/", target_form(starts_on=f"{start:%d/%m/%Y}"))

    assert response.status_code == 422


def test_the_dashboard_shows_venues_registered_and_active_apart(cast: Cast) -> None:
    busy = VenueFactory(village=cast.village, category="market")
    VenueFactory(village=cast.village, category="market")
    PosterFactory(venue=busy)
    enter(busy, "2021-07-01")
    close_days(commune=cast.commune, until=date(2021, 7, 1))

    context = cast.client("chair").get("/dashboard/").context

    assert context["progress"].summary.venue_activity == 0.5
    assert [row.check_ins for row, _ in context["progress"].check_in_days] == [1]


def test_venues_by_category_are_of_now_and_stand_beside_no_day_of_the_past(cast: Cast) -> None:
    busy = VenueFactory(village=cast.village, category="market")
    VenueFactory(village=cast.village, category="market")
    PosterFactory(venue=busy)
    enter(busy, "2021-07-01")
    close_days(commune=cast.commune, until=date(2021, 7, 1))
    enter(busy, timezone.localdate(), 0)
    now, then = (cast.client("chair").get(f"/dashboard/{asked}") for asked in ("", "?ngay=2021-07-01"))

    market = next(row for row in now.context["categories"] if row.category == "market")
    assert (market.required, market.with_poster, market.active) == (2, 1, 1)
    assert "Theo loại địa điểm, lúc này" in now.content.decode()
    assert "Theo loại địa điểm" not in then.content.decode()


def test_a_ceiling_that_unsurveyed_households_may_lift_asks_to_survey_them(cast: Cast) -> None:
    Village.objects.filter(commune=cast.commune).update(population=100, population_as_of=date(2021, 1, 1))
    TargetFactory(commune=cast.commune)
    visit(HouseholdFactory(village=cast.village), "2021-07-01", smartphones=3, installed=1)
    close_days(commune=cast.commune, until=date(2021, 7, 1))

    progress = cast.client("chair").get("/dashboard/").context["progress"]

    assert progress.is_out_of_reach
    assert progress.may_still_be_found


def test_a_ceiling_with_every_household_surveyed_is_final(cast: Cast) -> None:
    Village.objects.filter(commune=cast.commune).update(population=100, population_as_of=date(2021, 1, 1))
    TargetFactory(commune=cast.commune)
    visit(cast.household, "2021-07-01", smartphones=3, installed=1)
    close_days(commune=cast.commune, until=date(2021, 7, 1))

    assert not cast.client("chair").get("/dashboard/").context["progress"].may_still_be_found


def test_a_target_of_smartphone_owners_has_no_ceiling(cast: Cast) -> None:
    TargetFactory(commune=cast.commune, denominator="smartphones", percent=90)
    visit(cast.household, "2021-07-01", smartphones=1, installed=0)
    close_days(commune=cast.commune, until=date(2021, 7, 1))

    assert not cast.client("chair").get("/dashboard/").context["progress"].is_out_of_reach
