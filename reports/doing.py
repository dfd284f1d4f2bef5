"""The figures from which `todo` ranks what to do today: read as they stand now, and remembered for ten minutes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import Commune
from reports.drilling.tallies import Tally, tallies
from reports.models import DailySummary
from reports.organisations import standings
from reports.todo import SHOWN, Deed, Group, Staff, at_venues, in_villages, of_staff, ranked
from surveys.households import unassigned
from thongnhat_portal.remembering import remembered
from venues.models import Venue
from villages.models import Household, ResidentialGroup, Village


@dataclass(frozen=True)
class ToDo:
    """The deeds with the largest gain, as things stood at a moment."""

    at: datetime
    deeds: list[Deed]

    @property
    def first(self) -> list[Deed]:
        return self.deeds[:SHOWN]


def todo_of_late(commune: Commune) -> ToDo:
    """For the dashboard: reading all households is its one part that grows with the commune, so it is not done anew
    at every look. The page of all deeds reads them as they are."""
    return remembered(f"todo.1:{commune.pk}", lambda: todo(commune))


def todo(commune: Commune) -> ToDo:
    """Eleven queries, whatever the size."""
    villages = {village.pk: str(village) for village in Village.objects.filter(commune=commune)}
    deeds = in_villages(villages, _groups(commune))
    bare = Venue.objects.filter(commune=commune).open().without_live_poster().counts("village")
    deeds += at_venues(villages, bare, _visits_a_venue(commune))
    return ToDo(timezone.now(), ranked([*deeds, *of_staff(_overdue(commune))]))


def _groups(commune: Commune) -> list[Group]:
    households = Household.objects.filter(commune=commune)
    every = tallies(households, "village", "group")
    nobodys = tallies(unassigned(households), "village", "group")
    names = dict(ResidentialGroup.objects.filter(village__commune=commune).values_list("pk", "name"))
    return [
        Group(village, key, names.get(key, ""), tally, nobodys.get((village, key), Tally()))
        for (village, key), tally in every.items()
    ]


def _visits_a_venue(commune: Commune) -> float:
    """Of the last closed day; with no venue in use, one visit: posters are wanted all the same."""
    last = DailySummary.objects.of_commune(commune).newest_revisions().order_by("-day").first()
    return last.check_ins / last.venues_active if last and last.venues_active else 1.0


def _overdue(commune: Commune) -> list[Staff]:
    today = timezone.localdate()
    return [
        Staff(one.organisation.pk, one.organisation.name, one.lacking)
        for one in standings(commune, today)
        if one.days_overdue
    ]
