"""What is done and what is left, by place and by surveyor: counted in the database, whatever the size."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from surveys.households import with_known_outcome, with_newest_visits
from surveys.models import HomeVisit, NotInstalledReason, Outcome, PhoneKind, SurveyedPhone
from surveys.models.visit import HomeVisitQuerySet
from thongnhat_portal.remembering import key_of, remembered
from vietnam.names import name_sort_key
from villages.models import HouseholdQuerySet, ResidentialGroup, Village

RECENT = timedelta(days=7)


@dataclass
class Share:
    """Households surveyed and left; those that moved away are in neither."""

    done: int = 0
    left: int = 0

    def count(self, outcome: str | None, households: int) -> None:
        if outcome == Outcome.COMPLETED:
            self.done += households
        elif outcome is None:
            self.left += households

    @property
    def all(self) -> int:
        return self.done + self.left

    @property
    def ratio(self) -> float | None:
        return self.done / self.all if self.all else None


Places = defaultdict[tuple[int, int | None], Share]  # by keys of village and group; no group: None


def by_place(households: HouseholdQuerySet) -> Places:
    """One query."""
    places: Places = defaultdict(Share)
    counted = with_known_outcome(households.living()).order_by().values("village", "group", "known")  # type: ignore[misc]
    for row in counted.annotate(n=Count("pk")):
        places[row["village"], row["group"]].count(row["known"], row["n"])
    return places


def total(shares: Iterable[Share]) -> Share:
    """The sum; of no share, an empty one."""
    found = list(shares)
    return Share(done=sum(share.done for share in found), left=sum(share.left for share in found))


def by_surveyor(households: HouseholdQuerySet) -> defaultdict[int, Share]:
    """By key of the surveyor; a household given alone and with its group counts once. Two queries."""
    shares: defaultdict[int, Share] = defaultdict(Share)
    living = with_known_outcome(households.living()).order_by()
    with_group = living.filter(group__surveyors__isnull=False).annotate(who=F("group__surveyors"))
    alone = living.filter(surveyors__isnull=False).annotate(who=F("surveyors"))
    also = ResidentialGroup.surveyors.through.objects.filter(
        residentialgroup_id=OuterRef("group"), user_id=OuterRef("who")
    )
    for given in (with_group, alone.filter(~Exists(also))):
        for row in given.values("who", "known").annotate(n=Count("pk")):
            shares[row["who"]].count(row["known"], row["n"])
    return shares


def surveyors_of(user: User) -> list[User]:
    """The active surveyors of a person's commune, by name."""
    people = User.objects.get_queryset().filter(commune=user.commune_id, role=Role.SURVEYOR, is_active=True)
    return sorted(people, key=lambda person: name_sort_key(person.full_name))


@dataclass(frozen=True)
class Pace:
    """What a person did: visits of the last seven days, and people helped to install on the spot in all."""

    visits: int = 0
    helped: int = 0


def pace_by_surveyor(villages: Iterable[Village], now: datetime) -> dict[int, Pace]:
    """Whoever recorded a visit there stands here, also without an assignment.

    One query of the last days; what was done before them is remembered for ten minutes, for it reads all visits.
    """
    keys, since = sorted(village.pk for village in villages), now - RECENT
    day = timezone.localdate(since)
    visits = HomeVisit.objects.filter(household__village__in=keys).knocks().order_by()
    before = remembered(key_of("helped.1", keys, day), lambda: _helped(visits.captured_before(day)))
    paces = {person: Pace(helped=helped) for person, helped in before.items()}
    rows = visits.captured_since(day).values_list("surveyor")
    knocked = Count("pk", filter=Q(captured_at__gte=since))
    for person, recent, also in rows.annotate(knocked=knocked, helped=Sum("installed_on_the_spot")):
        paces[person] = Pace(recent, before.get(person, 0) + also)
    return paces


def _helped(visits: HomeVisitQuerySet) -> dict[int, int]:
    return dict(visits.values_list("surveyor").annotate(helped=Sum("installed_on_the_spot")))


@dataclass(frozen=True)
class Reason:
    """Why Bluezone is not on so many smartphones; `share` of the most frequent reason, for its bar."""

    label: str
    phones: int
    share: float


def reasons(households: HouseholdQuerySet) -> list[Reason]:
    """Of the phones of what is known of the households, most frequent first. One query."""
    known = with_newest_visits(households.living()).order_by().values("known_id")  # type: ignore[misc]
    phones = SurveyedPhone.objects.filter(visit__in=known, kind=PhoneKind.SMART, installed=False)
    counted = phones.order_by().values_list("reason").annotate(n=Count("pk")).order_by("-n", "reason")
    rows, labels = list(counted), dict(NotInstalledReason.choices)
    return [Reason(str(labels.get(reason, _("Not said"))), n, n / rows[0][1]) for reason, n in rows]
