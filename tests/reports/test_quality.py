"""Data quality: each rule finds what it names, and nothing of what lies just within it."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from reports.quality.checks import Found
from reports.quality.pace import Seen, hurries
from surveys.actions import record_visit
from surveys.drafts import PhoneSeen, VisitDraft
from surveys.models import HomeVisit, Outcome, PhoneKind
from tests.conftest import Cast
from tests.factories import HouseholdFactory, UserFactory, VillageFactory, at, visit
from tests.reports.workbooks import lines_of
from tests.villages.queries import queries_of
from villages.models import Household, Village

pytestmark = pytest.mark.django_db
PAGE = "/quality/"
NOW = datetime(2021, 7, 15, 2, 0, tzinfo=timezone.get_default_timezone())


def found(cast: Cast, key: str, role: str = "officer") -> Found:
    checks = cast.client(role).get(PAGE).context["checks"]
    (check,) = [check for check in checks if check.key == key]
    return check.found


def today(days_ago: int = 0) -> date:
    return timezone.localdate() - timedelta(days=days_ago)


def with_number(household: Household, number: str, days_ago: int = 1) -> HomeVisit:
    phone = PhoneSeen(kind=PhoneKind.BASIC, owner="Mẫu", number=number, installed=False)
    moment = at(today(days_ago))
    draft = VisitDraft(uuid=uuid4(), captured_at=moment, outcome=Outcome.COMPLETED, members=4, phones=[phone])
    return record_visit(surveyor=UserFactory(commune=household.commune), household=household, draft=draft)


def households(cast: Cast, n: int, **facts: object) -> list[Household]:
    return [HouseholdFactory(village=cast.village, **facts) for _ in range(n)]


def seen(minute: float, surveyor: int = 1, alley: str = "ngo 3", village: int = 1) -> Seen:
    return Seen(surveyor, NOW + timedelta(minutes=minute), village, alley, 7)


def test_nothing_wrong_is_said_of_every_check(cast: Cast) -> None:
    Village.objects.update(population=100, population_as_of=today(300))

    response = cast.client("officer").get(PAGE)

    assert [check.found.count for check in response.context["checks"]] == [0] * 7
    assert response.content.decode().count('class="py-2 good"') == 7


def test_a_population_missing_or_older_than_a_year_is_found(cast: Cast) -> None:
    Village.objects.filter(pk=cast.village.pk).update(population=100, population_as_of=today(366))

    old, missing = found(cast, "population").findings

    assert (old.title, missing.title) == ("Thôn Đồng Tiến", "Thôn Tân Lập")
    assert old.address == cast.village.get_absolute_url()
    Village.objects.update(population=100, population_as_of=today(365))
    assert found(cast, "population").count == 0


def test_more_than_fifteen_members_on_the_register_or_in_a_survey_are_found(cast: Cast) -> None:
    HouseholdFactory(village=cast.village, member_count=15)
    crowd = HouseholdFactory(village=cast.village, member_count=16)
    counted = HouseholdFactory(village=cast.village)
    visit(counted, today(1), members=16)
    visit(HouseholdFactory(village=cast.village), today(100), members=16)

    details = {finding.address: finding.detail for finding in found(cast, "crowded").findings}

    assert set(details) == {crowd.get_absolute_url(), counted.get_absolute_url()}
    assert "16" in details[counted.get_absolute_url()]


def test_a_household_that_may_stand_twice_leads_to_the_comparison(cast: Cast) -> None:
    older, newer = households(cast, 2, head_name="Vũ Văn Mẫu")

    (finding,) = found(cast, "doubles").findings

    assert finding.address == f"/fieldwork/doubles/{older.pk}/{newer.pk}/"
    (of_chair,) = found(cast, "doubles", "chair").findings
    assert (of_chair.address, of_chair.more) == (older.get_absolute_url(), [(newer.code, newer.get_absolute_url())])


def test_a_number_in_three_households_is_found_and_never_shown_whole(cast: Cast) -> None:
    for household in households(cast, 3):
        with_number(household, "+84912345678")
    for household in households(cast, 2):
        with_number(household, "+84987654321")

    html = cast.client("officer").get(PAGE).content.decode()

    (finding,) = found(cast, "phones").findings
    assert (finding.title, len(finding.more)) == ("091****678", 3)
    assert "12345678" not in html.replace(" ", "")


def test_a_number_counts_by_the_newest_survey_of_a_household_only(cast: Cast) -> None:
    three = households(cast, 3)
    for household in three:
        with_number(household, "+84912345678", days_ago=2)
    with_number(three[0], "+84987654321", days_ago=1)

    assert found(cast, "phones").count == 0


def test_one_number_twice_in_a_household_is_one_household(cast: Cast) -> None:
    for household in households(cast, 2):
        with_number(household, "+84912345678")
        with_number(household, "+84912345678")

    assert found(cast, "phones").count == 0


def test_a_visit_from_the_future_or_from_a_wrong_clock_is_found(cast: Cast) -> None:
    good, ahead, skewed = (visit(household, today(1)) for household in households(cast, 3))
    every = HomeVisit.objects.all()
    every.filter(pk=good.pk).update(received_at=good.captured_at - timedelta(minutes=1), clock_skew_s=3600)
    every.filter(pk=ahead.pk).update(received_at=ahead.captured_at - timedelta(minutes=3))
    every.filter(pk=skewed.pk).update(clock_skew_s=-3601)

    addresses = {finding.address for finding in found(cast, "future").findings}

    assert addresses == {ahead.household.get_absolute_url(), skewed.household.get_absolute_url()}


def test_twelve_households_in_half_an_hour_are_possible_and_thirteen_are_not() -> None:
    twelve = [seen(minute * 2) for minute in range(12)]

    assert list(hurries(twelve)) == []
    (one,) = hurries([*twelve, seen(30)])
    assert (one.households, one.until - one.since, one.is_two_alleys) == (13, timedelta(minutes=30), False)
    assert list(hurries([*twelve, seen(30.1)])) == []


def test_the_window_is_of_one_surveyor() -> None:
    rows = [seen(minute * 2, surveyor=who) for who in (1, 2) for minute in range(7)]

    assert list(hurries(rows)) == []


@pytest.mark.parametrize(
    ("second", "is_told"),
    [
        (seen(0.9, alley="ngo 4"), True),
        (seen(0.9, village=2), True),
        (seen(1, alley="ngo 4"), False),
        (seen(0.9), False),
        (seen(0.9, alley=""), False),
    ],
)
def test_two_alleys_within_a_minute_are_too_quick(second: Seen, is_told: bool) -> None:
    assert bool(list(hurries([seen(0), second]))) is is_told


def test_a_hurry_is_told_once_a_day(cast: Cast) -> None:
    rows = [seen(minute) for minute in range(40)]

    assert len(list(hurries(rows))) == 1


def test_an_impossible_pace_is_found_and_typed_paper_is_not(cast: Cast) -> None:
    surveyor, typist = UserFactory(full_name="Vội Văn Mẫu"), UserFactory(full_name="Gõ Văn Mẫu")
    for household in households(cast, 13):
        visit(household, today(1), surveyor=surveyor)
        paper = visit(household, today(1), surveyor=typist, hour=12)
        HomeVisit.objects.filter(pk=paper.pk).update(provenance="paper")

    (finding,) = found(cast, "pace").findings

    assert finding.title == "Vội Văn Mẫu"
    assert "13" in finding.detail


def test_surveys_that_differ_by_five_members_are_found(cast: Cast) -> None:
    near, far = households(cast, 2)
    for household, second in ((near, 8), (far, 9)):
        visit(household, today(2), members=4)
        visit(household, today(1), members=second)
        visit(household, today(1), outcome=Outcome.ABSENT)

    (finding,) = found(cast, "members").findings

    assert finding.address == far.get_absolute_url()


def test_a_village_head_is_shown_the_own_village_only(cast: Cast) -> None:
    there = HouseholdFactory(village=Village.objects.get(name="Tân Lập"), member_count=16)
    mine = HouseholdFactory(village=cast.village, member_count=16)

    (finding,) = found(cast, "crowded", "village_head").findings

    assert finding.address == mine.get_absolute_url()
    assert [one.title for one in found(cast, "population", "village_head").findings] == ["Thôn Đồng Tiến"]
    assert found(cast, "crowded", "chair").count == 2
    assert there.head_name


def test_a_long_list_says_that_there_is_more(cast: Cast) -> None:
    households(cast, 51, member_count=16, alley="")

    crowded = found(cast, "crowded")

    assert (len(crowded.findings), crowded.count, crowded.is_more) == (50, 50, True)
    assert "50+" in cast.client("officer").get(PAGE).content.decode()


def test_the_page_asks_as_often_for_ten_findings_as_for_one(cast: Cast) -> None:
    def wrong(n: int) -> None:
        for household in households(cast, n, head_name="Vũ Văn Mẫu", member_count=16):
            with_number(household, "+84912345678")
            visit(household, today(1), members=16)
            HomeVisit.objects.filter(household=household).update(clock_skew_s=4000)
            VillageFactory(commune=cast.commune)

    client = cast.client("officer")
    wrong(3)
    few = queries_of(client, PAGE)
    wrong(10)

    assert queries_of(client, PAGE) == few
    assert [check.found.count > 0 for check in client.get(PAGE).context["checks"]].count(True) >= 6


def test_the_file_has_what_the_page_shows_as_text_and_taking_it_is_an_event(cast: Cast) -> None:
    crowd = HouseholdFactory(village=cast.village, member_count=16, head_name="=1+1")
    client = cast.client("officer")

    lines = lines_of(client, "/quality.xlsx")

    shown = [finding for check in client.get("/quality/").context["checks"] for finding in check.found.findings]
    assert len(lines) == len(shown)
    assert any("=1+1" in str(line[1]) for line in lines), crowd
    assert AuditEvent.objects.get(action="quality.export").facts == {"rows": len(lines)}
