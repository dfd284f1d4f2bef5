from collections import Counter
from datetime import date, time
from itertools import pairwise

import pytest
from django.utils import timezone

from demo.campaign import DUE_ON, STARTS_ON, Knock, journal
from demo.register import VILLAGES, VillagePlan
from surveys.drafts import PhoneSeen, VisitDraft, count_people
from surveys.models import NotInstalledReason, Outcome, PhoneKind
from surveys.models.visit import SETTLING

Visits = list[list[Knock]]  # of each household, oldest first


def visits_of(plan: VillagePlan, seed: int) -> Visits:
    return [knocks for _, knocks in journal(plan, seed=seed)]


@pytest.fixture(scope="module")
def visits() -> Visits:
    return [knocks for plan in VILLAGES for knocks in visits_of(plan, 210)]


def installed(visits: Visits) -> int:
    """People with Bluezone on the last evening."""
    settled = [[knock.draft for knock in knocks if knock.draft.outcome in SETTLING] for knocks in visits]
    return sum(count_people(with_bluezone(drafts[-1])) for drafts in settled if drafts)


def with_bluezone(draft: VisitDraft) -> list[PhoneSeen]:
    return [phone for phone in draft.phones if phone.installed]


@pytest.mark.parametrize("seed", [1, 2, 3, 210])
def test_the_campaign_ends_just_short_of_half_the_people(seed: int):
    rates = [installed(visits_of(plan, seed)) / plan.population for plan in VILLAGES]
    whole = sum(rate * plan.population for rate, plan in zip(rates, VILLAGES, strict=True))

    assert 0.46 < whole / sum(plan.population for plan in VILLAGES) < 0.50
    assert max(rates) - min(rates) > 0.12


def test_doors_are_knocked_on_by_day_within_the_campaign(visits: Visits):
    moments = [timezone.localtime(knock.draft.captured_at) for knocks in visits for knock in knocks]

    assert min(moments).date() == STARTS_ON
    assert max(moments).date() == DUE_ON
    assert all(time(7) <= moment.time() <= time(20, 30) for moment in moments)


def test_visits_arrive_some_minutes_after_they_were_captured(visits: Visits):
    delays = {knock.received_at - knock.draft.captured_at for knocks in visits for knock in knocks}

    assert 60 <= min(delays).total_seconds() < max(delays).total_seconds() <= 90 * 60


def test_the_middle_weeks_are_the_strongest_and_the_end_is_flat(visits: Visits):
    days = Counter(timezone.localdate(knock.draft.captured_at) for knocks in visits for knock in knocks)

    weeks = Counter[int]()
    for day, count in days.items():
        weeks[(day - STARTS_ON).days // 7] += count

    assert 3 * weeks[0] < weeks[1] < weeks[2] > weeks[3] > 2 * weeks[4]
    assert {day for day, _ in days.most_common(2)} == {date(2021, 7, 10), date(2021, 7, 11)}  # a weekend


def test_a_household_is_visited_again_until_somebody_answers(visits: Visits):
    tried_again = [knocks for knocks in visits if len(knocks) > 1]

    assert any(knocks[0].draft.outcome == Outcome.ABSENT for knocks in tried_again)
    assert any(knocks[0].draft.outcome == Outcome.REFUSED for knocks in tried_again)
    for knocks in tried_again:
        assert all(one.draft.captured_at < other.draft.captured_at for one, other in pairwise(knocks))


def test_everything_a_surveyor_may_meet_is_met(visits: Visits):
    drafts = [knock.draft for knocks in visits for knock in knocks]
    phones = [phone for draft in drafts for phone in draft.phones]

    assert {draft.outcome for draft in drafts} == set(Outcome)
    assert {phone.reason for phone in phones} == {"", *NotInstalledReason}
    assert {phone.kind for phone in phones} == set(PhoneKind)
    for name in ("owner", "number", "installed", "installed_on_the_spot"):
        assert {bool(getattr(phone, name)) for phone in phones} == {True, False}


def test_owners_never_outnumber_the_members(visits: Visits):
    for draft in (knock.draft for knocks in visits for knock in knocks):
        smart = [phone for phone in draft.phones if phone.kind == PhoneKind.SMART]

        assert count_people(smart) <= draft.members


def test_about_55_percent_of_the_members_own_a_smartphone(visits: Visits):
    first = [next((k.draft for k in knocks if k.draft.outcome == Outcome.COMPLETED), None) for knocks in visits]
    drafts = [draft for draft in first if draft]

    owners = sum(count_people([phone for phone in draft.phones if phone.kind == PhoneKind.SMART]) for draft in drafts)

    assert 0.53 < owners / sum(draft.members for draft in drafts) < 0.59
