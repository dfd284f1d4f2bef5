"""Who answers, and how they stand: the league, silence, reminders, of any closed day."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Max

from organisations.models import Organisation, StaffReport
from reports.actions import close_days
from reports.answering.figures import Answers, Unit, answers
from reports.models import DailySummary, MailPlan, Reminder
from surveys.models import HomeVisit, Outcome
from tests.conftest import Cast
from tests.factories import HouseholdFactory, TargetFactory, UserFactory, VillageFactory, at, visit
from tests.reports.workbooks import lines_of, sheet_of
from tests.villages.queries import queries_of
from villages.models import Village

pytestmark = pytest.mark.django_db
PAGE = "/answerability/"


def organisation(cast: Cast, name: str = "Trường Mẫu", **facts: object) -> Organisation:
    made: Organisation = Organisation.objects.create(
        commune=cast.commune, name=name, kind="school", head_name="Lê Thị Mẫu", **facts
    )
    return made


def report(one: Organisation, day: str, headcount: int = 20, installed: int = 5) -> StaffReport:
    figures = {"headcount": headcount, "smartphones": headcount, "installed": installed}
    reporter = UserFactory(commune=one.commune)
    made: StaffReport = StaffReport.objects.create(organisation=one, as_of=day, reported_by=reporter, **figures)
    return made


def remind(cast: Cast, day: str, **unit: object) -> Reminder:
    facts = {"commune": cast.commune, "cause": "behind", "channel": "mail", "sent_at": at(day)}
    made: Reminder = Reminder.objects.create(**facts, **unit)
    return made


@pytest.fixture
def campaign(cast: Cast) -> Cast:
    """50 %; Đồng Tiến 2 of 4 members on 1/7; Tân Lập 1 of 4 on 2/7 and 4 of 4 on 9/7; closed to 10/7."""
    TargetFactory(commune=cast.commune)
    there = HouseholdFactory(village=Village.objects.get(name="Tân Lập"))
    visit(cast.household, "2021-07-01", smartphones=4, installed=2)
    visit(there, "2021-07-02", smartphones=4, installed=1)
    visit(there, "2021-07-09", smartphones=4, installed=4)
    close_days(commune=cast.commune, until=date(2021, 7, 10))
    return cast


def found(cast: Cast, day: str | None = None, role: str = "chair") -> Answers:
    answered = answers(cast.people[role], cast.commune, date.fromisoformat(day) if day else None)
    assert answered is not None
    return answered


def unit_of(cast: Cast, place: Village | Organisation, day: str | None = None) -> Unit:
    answered = found(cast, day)
    (unit,) = [unit for unit in (*answered.villages, *answered.organisations) if unit.place == place]
    return unit


def test_villages_are_ranked_by_the_share_of_their_target_and_say_how_they_moved(campaign: Cast) -> None:
    first, second = found(campaign).villages

    assert (first.place.name, first.rank, first.moved) == ("Tân Lập", 1, 1)
    assert (second.place.name, second.rank, second.moved, second.lost) == ("Đồng Tiến", 2, -1, 1)
    assert (first.standing.goal.wanted, first.standing.goal.installed, first.standing.share) == (2, 4, 2.0)
    assert found(campaign).compared_with == date(2021, 7, 3)


def test_a_larger_own_target_is_what_a_village_is_measured_by(campaign: Cast) -> None:
    TargetFactory(commune=campaign.commune, village=campaign.village, percent=100)

    unit = unit_of(campaign, campaign.village)

    assert unit.has_own_target
    assert (unit.standing.goal.wanted, unit.standing.goal.missing, unit.standing.share) == (4, 2, 0.5)


def test_equal_shares_have_one_rank_and_the_next_is_as_many_lower(campaign: Cast) -> None:
    third = HouseholdFactory(village=VillageFactory(commune=campaign.commune, name="Yên Sơn"))
    fourth = HouseholdFactory(village=VillageFactory(commune=campaign.commune, name="Xuân Hòa"))
    visit(third, "2021-07-11", smartphones=4, installed=2)
    visit(fourth, "2021-07-11", smartphones=4, installed=1)
    close_days(commune=campaign.commune, until=date(2021, 7, 11))

    assert [unit.rank for unit in found(campaign).villages] == [1, 2, 2, 4]
    assert [unit.moved for unit in found(campaign).villages][1:] == [-1, None, None]


def test_any_closed_day_can_be_shown(campaign: Cast) -> None:
    context = campaign.client("officer").get(f"{PAGE}?ngay=2021-07-03").context

    assert context["answers"].summary.day == date(2021, 7, 3)
    assert [unit.place.name for unit in context["answers"].villages] == ["Đồng Tiến", "Tân Lập"]


def test_a_village_is_silent_since_its_last_door_whatever_the_outcome(campaign: Cast) -> None:
    visit(campaign.household, "2021-07-06", outcome=Outcome.ABSENT)

    unit = unit_of(campaign, campaign.village)

    assert (unit.last_activity, unit.silent_days, unit.is_silent) == (date(2021, 7, 6), 4, True)
    assert unit_of(campaign, campaign.village, "2021-07-05").last_activity == date(2021, 7, 1)


def test_the_mail_plan_says_after_how_many_days_a_village_is_silent(campaign: Cast) -> None:
    MailPlan.objects.create(commune=campaign.commune, silent_days=10)

    assert unit_of(campaign, campaign.village).silent_days == 9
    assert not unit_of(campaign, campaign.village).is_silent


def test_a_merge_of_doubles_is_no_activity(campaign: Cast) -> None:
    merged = visit(campaign.household, "2021-07-09", outcome=Outcome.MOVED_AWAY)
    HomeVisit.objects.filter(pk=merged.pk).update(provenance="merge")

    assert unit_of(campaign, campaign.village).last_activity == date(2021, 7, 1)


def test_an_organisation_answers_by_its_head_and_reporters_for_its_own_people(campaign: Cast) -> None:
    school = organisation(campaign)
    school.reporters.add(UserFactory(commune=campaign.commune, full_name="Trần Văn Mẫu"))
    report(school, "2021-07-08", headcount=30, installed=6)
    report(school, "2021-07-01", headcount=30, installed=30)

    unit = unit_of(campaign, school)

    assert list(unit.who) == ["Lê Thị Mẫu", "Trần Văn Mẫu"]
    assert (unit.standing.goal.wanted, unit.standing.goal.missing, unit.silent_days) == (15, 9, 2)
    assert not unit.is_silent


def test_an_organisation_is_silent_once_its_report_is_overdue_or_never_came(campaign: Cast) -> None:
    due, overdue, never = (organisation(campaign, name) for name in ("Trường A", "Trường B", "Trường C"))
    report(due, "2021-07-03")
    report(overdue, "2021-07-02")

    assert [unit_of(campaign, one).is_silent for one in (due, overdue, never)] == [False, True, True]
    assert unit_of(campaign, never).standing.goal is None


def test_a_retired_organisation_answers_only_for_days_before_it(campaign: Cast) -> None:
    school = organisation(campaign, retired_at=at("2021-07-05"))
    organisation(campaign, "Trường Mẫu 2")

    assert [unit.place.name for unit in found(campaign).organisations] == ["Trường Mẫu 2"]
    assert unit_of(campaign, school, "2021-07-04")


def test_reminders_are_counted_up_to_the_day_shown(campaign: Cast) -> None:
    school = organisation(campaign)
    for day in ("2021-07-03", "2021-07-08", "2021-07-11"):
        remind(campaign, day, village=campaign.village)
    remind(campaign, "2021-07-04", organisation=school)

    here = unit_of(campaign, campaign.village).reminded

    assert (here.count, here.last) == (2, at("2021-07-08"))
    assert unit_of(campaign, school).reminded.count == 1
    assert [unit.reminded.count for unit in found(campaign, "2021-07-02").villages] == [0, 0]


def test_a_village_head_sees_the_league_with_the_own_line_marked_and_nothing_more(campaign: Cast) -> None:
    remind(campaign, "2021-07-08", village=Village.objects.get(name="Tân Lập"))
    organisation(campaign)

    response = campaign.client("village_head").get(PAGE)

    html = response.content.decode()
    assert html.count('class="is-own"') == 1
    assert html.index('class="is-own"') > html.index("Tân Lập")
    assert "Trường Mẫu" not in html
    assert campaign.stranger.full_name not in html.split("<main")[1]
    assert [unit.reminded.count for unit in response.context["answers"].villages] == [0, 0]


def test_the_heads_file_holds_the_league_only(campaign: Cast) -> None:
    organisation(campaign)
    remind(campaign, "2021-07-08", village=campaign.village)

    heads, chairs = (sheet_of(campaign.client(role), "/answerability.xlsx") for role in ("village_head", "chair"))

    assert (heads.max_column, heads.max_row) == (10, 4)
    assert (chairs.max_column, chairs.max_row) == (15, 5)


def test_the_file_has_the_lines_of_the_page_and_no_formula(campaign: Cast) -> None:
    school = organisation(campaign, "=1+1")
    report(school, "2021-07-08", headcount=30, installed=6)

    first, second, third = lines_of(campaign.client("chair"), "/answerability.xlsx?ngay=2021-07-10")

    assert (first[3], first[0], first[1], first[4:9]) == ("Tân Lập", 1, 1, (50, 100, 2, 4, 0))
    assert (third[3], third[7], third[10], third[12]) == ("=1+1", 6, "Lê Thị Mẫu", 2)
    assert second[11].date() == date(2021, 7, 1)
    assert all(
        cell.data_type != "f" for row in sheet_of(campaign.client("chair"), "/answerability.xlsx") for cell in row
    )


@pytest.mark.parametrize("address", [PAGE, "/answerability.xlsx"])
def test_what_is_no_day_is_told(campaign: Cast, address: str) -> None:
    assert campaign.client("chair").get(address, {"ngay": "hôm qua"}).status_code == 422


@pytest.mark.parametrize("day", ["", "2020-01-01"])
def test_before_the_first_closed_day_the_page_says_so(cast: Cast, day: str) -> None:
    response = cast.client("chair").get(PAGE, {"ngay": day})

    assert response.status_code == 200
    assert response.context["answers"] is None
    assert lines_of(cast.client("chair"), f"/answerability.xlsx?ngay={day}") == []


def test_another_communes_units_do_not_answer_here(campaign: Cast) -> None:
    response = campaign.client("foreigner").get(PAGE)

    assert response.context["answers"] is None


def test_without_a_target_units_are_ranked_by_their_rate(cast: Cast) -> None:
    visit(cast.household, "2021-07-01", smartphones=4, installed=2)
    close_days(commune=cast.commune, until=date(2021, 7, 1))

    first, second = found(cast).villages

    assert (first.place, first.standing.share, second.standing.share) == (cast.village, 0.5, None)
    assert cast.client("chair").get(PAGE).status_code == 200


def test_the_page_asks_as_often_for_ten_units_as_for_one(campaign: Cast) -> None:
    report(organisation(campaign), "2021-07-02")
    client = campaign.client("chair")
    one = queries_of(client, PAGE)
    for number in range(9):
        village = VillageFactory(commune=campaign.commune)
        village.heads.add(UserFactory(commune=campaign.commune))
        visit(HouseholdFactory(village=village), "2021-07-11", installed=1)
        school = organisation(campaign, f"Trường {number}")
        school.reporters.add(UserFactory(commune=campaign.commune))
        report(school, "2021-07-02")
        remind(campaign, "2021-07-09", organisation=school)
    close_days(commune=campaign.commune, until=date(2021, 7, 11))

    assert queries_of(client, PAGE) == one
    assert DailySummary.objects.aggregate(last=Max("day"))["last"] == date(2021, 7, 11)


def test_a_percent_of_a_target_is_a_number_in_the_file(campaign: Cast) -> None:
    TargetFactory(commune=campaign.commune, village=campaign.village, percent=Decimal("62.5"))

    lines = lines_of(campaign.client("chair"), "/answerability.xlsx")

    assert {line[4] for line in lines} == {50, 62.5}
