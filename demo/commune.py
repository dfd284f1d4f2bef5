"""The demo commune, stored: xã Thống Nhất from 25 June to 30 July 2021, every day of the campaign closed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from accounts import audit
from accounts.actions import save_commune
from accounts.models import Commune, Role, User
from checkins.actions import purge
from demo.accounts import PEOPLE, make_accounts
from demo.campaign import DUE_ON, STARTS_ON, Knock, journal
from demo.organisations import store_organisations
from demo.register import VILLAGES, Home, VillagePlan
from demo.tracing import store_cases
from demo.venues import store_campaign_visits, store_recent_visits, store_venues
from reports.actions import close_days, set_target
from reports.models import Target
from surveys.actions import unsaved_visit
from surveys.models import HomeVisit, Provenance, SurveyedPhone
from villages.actions import save_village
from villages.models import Household, ResidentialGroup, Village

SEED = 210
BATCH = 500  # households in memory at a time
SOURCE, SOURCE_DAY = "Số liệu thống kê xã 2020", date(2020, 12, 31)
LETTER = "Công văn số 210/UBND ngày 25/6/2021"
SURVEYED_GROUPS = 2  # of the first village, by the account `surveyor`; the village heads do the others


@dataclass(frozen=True)
class Walk:
    """A village and who surveys each of its groups, in the order of the groups."""

    village: Village
    groups: Sequence[ResidentialGroup]
    surveyors: Sequence[User]


@transaction.atomic
def build(*, seed: int = SEED, households_factor: float = 1) -> Commune:
    """Store the whole commune, with `households_factor` times the households in the same eight villages."""
    commune = _commune()
    users = make_accounts(commune)
    set_target(actor=users[Role.CHAIR], target=_target(commune))
    for number, village in enumerate(VILLAGES, start=1):
        plan = village.scaled(households_factor)
        walk = _walk(commune, plan, users, number)
        _store_journal(walk, journal(plan, seed=seed))
    store_organisations(commune, users, seed=seed)
    audit.record(actor=None, action="demo.load", target=commune, commune=commune, seed=seed)
    _tell_the_planner()
    _let_visitors_in(commune, users, seed=seed, factor=min(households_factor, 1))
    return commune


def _tell_the_planner() -> None:
    """PostgreSQL counts new rows after the commit; until then it takes the tables for empty and plans badly."""
    if connection.vendor == "postgresql":
        tables = ", ".join(model._meta.db_table for model in (Village, Household, HomeVisit))
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def _let_visitors_in(commune: Commune, users: dict[str, User], *, seed: int, factor: float) -> None:
    """The campaign's days keep the figures of visits that are purged; the last days keep the visits themselves."""
    posters = store_venues(commune, users, seed=seed)
    store_campaign_visits(posters, seed=seed, factor=factor)
    close_days(commune=commune, until=DUE_ON)
    purge(commune=commune)
    store_recent_visits(posters, seed=seed, factor=factor)
    store_cases(commune, users[Role.HEALTH], seed=seed)
    close_days(commune=commune, until=timezone.localdate() - timedelta(days=1))


def _commune() -> Commune:
    commune = Commune(
        name="Thống Nhất",
        slug="thong-nhat",
        district="Huyện Mẫu",
        province="Tỉnh Mẫu",
        signatory_name=PEOPLE[Role.CHAIR],
        signatory_title="Chủ tịch",
    )
    save_commune(actor=None, commune=commune)
    return commune


def _target(commune: Commune) -> Target:
    return Target(commune=commune, percent=50, starts_on=STARTS_ON, due_on=DUE_ON, source_letter=LETTER)


def _walk(commune: Commune, plan: VillagePlan, users: dict[str, User], number: int) -> Walk:
    """The village and its groups, stored. `number` counts the villages from 1."""
    head = users["village_head" if number == 1 else f"village_head_{number}"]
    village = Village(
        commune=commune,
        name=plan.name,
        population=plan.population,
        population_source=SOURCE,
        population_as_of=SOURCE_DAY,
        official_households=plan.official_households,
        official_households_source=SOURCE,
        official_households_as_of=SOURCE_DAY,
    )
    save_village(actor=None, village=village, heads=[head])
    groups = _groups(village, plan.groups)
    own = groups[:SURVEYED_GROUPS] if number == 1 else []
    users["surveyor"].assigned_groups.add(*own)
    return Walk(village, groups, [users["surveyor"] if group in own else head for group in groups])


def _groups(village: Village, count: int) -> list[ResidentialGroup]:
    groups = [ResidentialGroup(village=village, name=f"Tổ {number}") for number in range(1, count + 1)]
    for group in groups:
        group.set_keys()
    return ResidentialGroup.objects.bulk_create(groups)


def _store_journal(walk: Walk, pages: Iterable[tuple[Home, list[Knock]]]) -> None:
    for batch in _batches(pages):
        households = Household.objects.bulk_create([_household(walk, home) for home, _ in batch], BATCH)
        visits = [
            (_visit(household, walk.surveyors[home.group], knock), knock)
            for household, (home, knocks) in zip(households, batch, strict=True)
            for knock in knocks
        ]
        HomeVisit.objects.bulk_create([visit for visit, _ in visits], BATCH)
        phones = [SurveyedPhone(visit=visit, **vars(seen)) for visit, knock in visits for seen in knock.draft.phones]
        SurveyedPhone.objects.bulk_create(phones, BATCH)


def _batches(pages: Iterable[tuple[Home, list[Knock]]]) -> Iterator[list[tuple[Home, list[Knock]]]]:
    rest = iter(pages)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _household(walk: Walk, home: Home) -> Household:
    household = Household(
        commune=walk.village.commune,
        village=walk.village,
        group=walk.groups[home.group],
        code=home.code,
        head_name=home.people[0].name,
        alley=home.alley,
        house_number=home.house_number,
        member_count=len(home.people),
        phone=home.phone,
    )
    household.set_keys()
    return household


def _visit(household: Household, surveyor: User, knock: Knock) -> HomeVisit:
    """As it would have been stored on the day."""
    visit = unsaved_visit(surveyor, household, knock.draft, Provenance.DEMO)
    visit.received_at = knock.received_at
    return visit
