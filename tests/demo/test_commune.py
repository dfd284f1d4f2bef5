from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Count

from accounts.models import Commune, User
from demo.campaign import DAYS, DUE_ON, STARTS_ON, journal
from demo.commune import build
from demo.register import VILLAGES
from reports.actions import close_days
from reports.models import DailySummary, Target
from surveys.models import HomeVisit, Provenance, SurveyedPhone
from tests.demo.conftest import SMALL
from tracing.models import Case
from villages.models import Household, Village


def test_every_day_of_the_campaign_is_closed_once(commune: Commune):
    own = DailySummary.objects.of_commune(commune).filter(day__lte=DUE_ON)
    rows = own.order_by("day").values_list("day", "revision")

    assert list(rows) == [(STARTS_ON + timedelta(days=n), 1) for n in range(DAYS)]


def test_nothing_is_late_when_days_are_closed_again(commune: Commune):
    closed = close_days(commune=commune, until=DUE_ON + timedelta(days=30))

    assert closed.days == closed.revised == []


def test_what_is_stored_is_what_was_invented(commune: Commune):
    pages = [page for plan in VILLAGES for page in journal(plan.scaled(SMALL), seed=210)]
    knocks = [knock for _, home_knocks in pages for knock in home_knocks]

    assert Household.objects.count() == len(pages)
    assert HomeVisit.objects.count() == len(knocks)
    assert SurveyedPhone.objects.count() == sum(len(knock.draft.phones) for knock in knocks)
    assert set(HomeVisit.objects.values_list("provenance", flat=True)) == {Provenance.DEMO}


def test_the_last_summary_counts_the_people_of_the_newest_visits(commune: Commune):
    last = DailySummary.objects.of_commune(commune).get(day=DUE_ON)

    newest = {visit.household_id: visit for visit in HomeVisit.objects.settling().order_by("captured_at")}

    assert last.installed == sum(visit.installed for visit in newest.values()) > 0


def test_phones_are_sealed_and_found_by_number(commune: Commune):
    household = Household.objects.exclude(phone="").first()

    assert household in Household.objects.matching(household.phone_shown)


def test_official_figures_have_source_and_day(commune: Commune):
    without = Village.objects.filter(population_source="") | Village.objects.filter(official_households_source="")

    assert Village.objects.count() == 8
    assert not without.exists()


def test_the_target_is_the_letters(commune: Commune):
    target = Target.objects.get()

    assert (target.percent, target.starts_on, target.due_on) == (50, STARTS_ON, DUE_ON)
    assert target.source_letter == "Công văn số 210/UBND ngày 25/6/2021"


def test_every_village_has_its_head_and_the_surveyor_two_groups(commune: Commune):
    surveyor = User.objects.get(username="surveyor")

    assert set(Village.objects.annotate(n=Count("heads")).values_list("n", flat=True)) == {1}
    assert Village.objects.get(heads__username="village_head").name == "Đồng Tiến"
    assert [str(group.village) for group in surveyor.assigned_groups.all()] == ["Thôn Đồng Tiến"] * 2


def test_surveyors_visited_only_households_they_may_see(commune: Commune):
    for user in User.objects.filter(role__in=["surveyor", "village_head"]):
        visited = Household.objects.filter(visits__surveyor=user)

        assert visited.exists()
        assert not visited.exclude(pk__in=Household.objects.visible_to(user)).exists()


@pytest.mark.django_db
def test_the_health_station_has_two_cases_with_contacts():
    build(households_factor=0.5)

    confirmed, suspected = Case.objects.order_by("code")

    assert (confirmed.kind, suspected.kind) == ("confirmed", "suspected")
    assert confirmed.stays.count() == 7
    assert confirmed.contacts.count() > 3
    assert suspected.contacts.exists()


@pytest.mark.django_db
def test_the_whole_demo_takes_few_statements(django_assert_max_num_queries):
    """Households, visits and phones go in batches, which are smaller on SQLite than on PostgreSQL."""
    with django_assert_max_num_queries(3000):
        build(households_factor=0.2)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans without statistics")
def test_postgresql_counts_the_rows_before_days_are_closed(django_assert_max_num_queries):
    with django_assert_max_num_queries(3000) as statements:
        build(households_factor=SMALL)

    said = [statement["sql"].split()[0] for statement in statements]
    assert "UPDATE" in said[said.index("ANALYZE") :]
