"""Households with what the visits say of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from accounts.models import User
from surveys.models import HomeVisit, Outcome
from villages.models import Household, HouseholdQuerySet, ResidentialGroup


@dataclass(frozen=True)
class HouseholdState:
    """A household, its newest settling visit (what is known) and its newest visit (what was tried)."""

    household: Household
    known: HomeVisit | None
    tried: HomeVisit | None

    @property
    def kind(self) -> str:
        if self.known:
            return self.known.outcome
        return self.tried.outcome if self.tried else "unvisited"


def with_newest_visits(households: HouseholdQuerySet, until: date | None = None) -> HouseholdQuerySet:
    """Each with the keys of its newest settling visit and of its newest visit; of those up to the evening of a day."""
    visits = HomeVisit.objects.filter(household=OuterRef("pk")).newest_first()
    if until:
        visits = visits.captured_before(until + timedelta(days=1))
    return households.annotate(
        known_id=Subquery(visits.settling().values("pk")[:1]), tried_id=Subquery(visits.values("pk")[:1])
    )


def with_known_outcome(households: HouseholdQuerySet) -> HouseholdQuerySet:
    """Each with the outcome of its newest settling visit as `known`; None while it is not settled."""
    visits = HomeVisit.objects.filter(household=OuterRef("pk")).settling().newest_first()
    return households.annotate(known=Subquery(visits.values("outcome")[:1]))


def states(households: Iterable[Household]) -> list[HouseholdState]:
    """For households annotated with `with_newest_visits`: one query for all their visits."""
    page = list(households)
    keys = {key for household in page for key in (household.known_id, household.tried_id) if key}  # type: ignore[attr-defined]
    visits = HomeVisit.objects.in_bulk(keys)
    return [
        HouseholdState(household, visits.get(household.known_id), visits.get(household.tried_id))  # type: ignore[attr-defined]
        for household in page
    ]


def survey_list(households: HouseholdQuerySet) -> list[dict[str, Any]]:
    """What a surveyor's phone needs of each household and no more: no phone numbers. Two queries, in their order."""
    columns = ("pk", "code", "head_name", "alley", "house_number", "village_id", "group_id", "member_count")
    rows = list(with_newest_visits(households).values(*columns, "known_id", "tried_id"))
    keys = {key for row in rows for key in (row["known_id"], row["tried_id"]) if key}
    visits = HomeVisit.objects.only("outcome", "smartphones", "installed", "captured_at").in_bulk(keys)
    return [_listed(row, visits.get(row["known_id"]) or visits.get(row["tried_id"])) for row in rows]


def _listed(row: dict[str, Any], visit: HomeVisit | None) -> dict[str, Any]:
    return {
        "id": row["pk"],
        "code": row["code"],
        "head": row["head_name"],
        "alley": row["alley"],
        "house": row["house_number"],
        "village": row["village_id"],
        "group": row["group_id"],
        "members": row["member_count"],
        "state": visit.outcome if visit else "unvisited",
        "smartphones": visit.smartphones if visit else 0,
        "installed": visit.installed if visit else 0,
        "visited_at": visit.captured_at if visit else None,
    }


def in_state(households: HouseholdQuerySet, state: str) -> HouseholdQuerySet:
    """Only those to visit, to visit again, with smartphones that lack Bluezone, or surveyed; other words: all."""
    visits = HomeVisit.objects.filter(household=OuterRef("pk"))
    newest = with_newest_visits(households)
    known = HomeVisit.objects.filter(pk=OuterRef("known_id"))
    match state:
        case "unvisited":
            return households.filter(~Exists(visits))
        case "revisit":
            return households.filter(Exists(visits), ~Exists(visits.settling()))
        case "without_bluezone":
            return newest.filter(Exists(known.filter(installed__lt=F("smartphones"))))
        case "surveyed":
            return newest.filter(Exists(known.filter(outcome=Outcome.COMPLETED)))
    return households


def unassigned(households: HouseholdQuerySet) -> HouseholdQuerySet:
    """Those that nobody has, neither alone nor with the group."""
    alone = Household.surveyors.through.objects.filter(household=OuterRef("pk"))
    with_group = ResidentialGroup.surveyors.through.objects.filter(residentialgroup=OuterRef("group"))
    return households.filter(~Exists(alone), ~Exists(with_group))


def assigned_to(household: Household) -> list[User]:
    """Who has it, alone or with its group."""
    given = Q(assigned_households=household) | Q(assigned_groups__households=household)
    return list(User.objects.get_queryset().filter(given).distinct().order_by("full_name", "pk"))
