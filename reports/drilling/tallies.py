"""Households by what is known of them, and the people found there: counted in the database, place by place."""

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum

from reports.measures import ratio
from surveys.households import with_newest_visits
from surveys.models import HomeVisit, Outcome
from villages.models import HouseholdQuerySet


@dataclass
class Tally:
    """`members`, `smartphones`, `installed` are people of surveyed households; all else are households."""

    surveyed: int = 0
    moved_away: int = 0
    absent: int = 0
    refused: int = 0
    unvisited: int = 0
    without_bluezone: int = 0
    members: int = 0
    smartphones: int = 0
    installed: int = 0
    unsurveyed_members: int = 0
    """People whom the register counts in the households not surveyed."""
    absent_members: int = 0
    """Those of them whose household was visited, and nobody was at home."""
    unvisited_members: int = 0
    """Those of them whose household nobody has visited."""

    @property
    def not_surveyed(self) -> int:
        return self.absent + self.refused + self.unvisited

    @property
    def households(self) -> int:
        """All that live here; those that moved away do not."""
        return self.surveyed + self.not_surveyed

    @property
    def coverage(self) -> float | None:
        return ratio(self.surveyed, self.households)

    @property
    def adoption_among_smartphones(self) -> float | None:
        return ratio(self.installed, self.smartphones)

    @property
    def lacking(self) -> int:
        """People with a smartphone and without Bluezone."""
        return self.smartphones - self.installed


def tallies(households: HouseholdQuerySet, *places: str, until: date | None = None) -> defaultdict[Any, Tally]:
    """By the values of `places` ("village", "group"): of one its value, of several a tuple. Two queries."""
    living = with_newest_visits(households.living(), until)
    found: defaultdict[Any, Tally] = defaultdict(Tally)
    for *place, counted in _known(living, places) + _unknown(living, places):
        tally = found[place[0] if len(places) == 1 else tuple(place)]
        for name, n in counted.items():
            setattr(tally, name, getattr(tally, name) + (n or 0))
    return found


def total(parts: list[Tally]) -> Tally:
    """The sum; of none, an empty one."""
    return Tally(**{field.name: sum(getattr(part, field.name) for part in parts) for field in fields(Tally)})


def _known(living: HouseholdQuerySet, places: tuple[str, ...]) -> list[tuple[Any, ...]]:
    visits = HomeVisit.objects.filter(pk__in=living.order_by().values("known_id"))  # type: ignore[misc]
    keys = [f"household__{place}" for place in places]
    rows = (
        visits.order_by()
        .values(*keys)
        .annotate(
            surveyed=Count("pk", filter=Q(outcome=Outcome.COMPLETED)),
            moved_away=Count("pk", filter=Q(outcome=Outcome.MOVED_AWAY)),
            without_bluezone=Count("pk", filter=Q(installed__lt=F("smartphones"))),
            people=Sum("members"),
            owners=Sum("smartphones"),
            with_bluezone=Sum("installed"),
        )
    )
    renamed = {"people": "members", "owners": "smartphones", "with_bluezone": "installed"}
    return [(*(row.pop(key) for key in keys), {renamed.get(name, name): n for name, n in row.items()}) for row in rows]


def _unknown(living: HouseholdQuerySet, places: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Households not settled, by their newest visit."""
    tried = HomeVisit.objects.filter(pk=OuterRef("tried_id")).values("outcome")
    unsettled = living.filter(known_id=None).annotate(tried=Subquery(tried))  # type: ignore[misc]
    rows = unsettled.order_by().values(*places, "tried").annotate(n=Count("pk"), people=Sum("member_count"))
    found: list[tuple[Any, ...]] = []
    for row in rows:
        counted = {row["tried"] or "unvisited": row["n"], "unsurveyed_members": row["people"]}
        if row["tried"] in (None, Outcome.ABSENT):
            counted[f"{row['tried'] or 'unvisited'}_members"] = row["people"]
        found.append((*(row[place] for place in places), counted))
    return found
