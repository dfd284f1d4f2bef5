"""Which households stand on which page of a list: the same when it is printed and when it is typed in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from surveys.models import HomeVisit
from vietnam.text import clean
from villages.models import Household, HouseholdQuerySet, Village

ROWS = 12
LEFT, EVERY = "left", "every"
WHOLE, GROUP, ALLEY = "", "group-", "alley-"


@dataclass(frozen=True)
class Page:
    """`number` among the list's pages; `place` is an alley or a group, empty for households in no group.

    Its first household has the running number `first`.
    """

    number: int
    first: int
    place: str
    households: Sequence[Household]

    @property
    def place_shown(self) -> str:
        return self.place or _("in no group")

    @property
    def before(self) -> int:
        return self.first - 1


@dataclass(frozen=True)
class PaperList:
    """Households of a village, or of a part of it, as `user` sees them.

    Visits that came in after `at` change nothing: pages keep their rows while they are typed in.
    """

    user: User
    village: Village
    part: str
    which: str
    at: datetime

    @property
    def query(self) -> dict[str, Any]:
        """For the addresses of its pages."""
        at = timezone.localtime(self.at).isoformat()
        return {"village": self.village.pk, "part": self.part, "which": self.which, "at": at}

    def address(self, page: int, **more: Any) -> str:
        return "?" + urlencode(self.query | {"page": page} | more)

    @cached_property
    def pages(self) -> list[Page]:
        found = self._households()
        if self.part.startswith(ALLEY):
            return list(_pages([(self.part.removeprefix(ALLEY), list(found.by_door()))]))
        by_group = groupby(_by_group(found), key=lambda household: household.group)
        return list(_pages((group.name if group else "", list(doors)) for group, doors in by_group))

    def page(self, number: int) -> Page:
        """The nearest one there is; a list without any page is none (`ListForm` sees to that)."""
        return self.pages[min(max(number, 1), len(self.pages)) - 1]

    def find(self, code: str) -> Household | None:
        """A household of the register by its code, typed or scanned, on the list or not."""
        seen = Household.objects.visible_to(self.user).living().select_related("village", "group")
        return seen.filter(code__iexact=clean(code)[:20]).defer("phone").first()

    def page_of(self, household: Household) -> Page | None:
        return next((page for page in self.pages if household in page.households), None)

    def _households(self) -> HouseholdQuerySet:
        found = doors(self.user, self.village).filter(_in_part(self.part))
        if self.which == LEFT:
            found = found.filter(~_is_settled(self.at))
        return found.select_related("group").defer("phone")


def doors(user: User, village: Village) -> HouseholdQuerySet:
    return Household.objects.visible_to(user).living().filter(village=village)


def _is_settled(at: datetime) -> Exists:
    return Exists(HomeVisit.objects.settling().filter(household=OuterRef("pk"), received_at__lt=at))


def _in_part(part: str) -> Q:
    if part.startswith(GROUP):
        return Q(group=int(part.removeprefix(GROUP)) or None)
    return Q(alley=part.removeprefix(ALLEY)) if part.startswith(ALLEY) else Q()


def _by_group(households: HouseholdQuerySet) -> HouseholdQuerySet:
    """Group by group, in each as one walks; those in no group last."""
    group = F("group__sort_key").asc(nulls_last=True)
    return households.order_by(group, "group", "alley_sort", "house_sort", "code")


def _pages(places: Any) -> Iterator[Page]:
    """Full pages; one ends with its place, as another pair of legs may walk the next."""
    number, first = 0, 1
    for place, households in places:
        for start in range(0, len(households), ROWS):
            number += 1
            page = Page(number, first, place, households[start : start + ROWS])
            first += len(page.households)
            yield page


def parts(user: User, village: Village, at: datetime) -> list[tuple[str, Any]]:
    """What can be chosen of a village: everything, a group or an alley, each with how many doors are left."""
    found = doors(user, village).alias(is_settled=_is_settled(at))
    left = Count("pk", filter=Q(is_settled=False))
    groups = found.values("group", "group__name").annotate(of=Count("pk"), left=left)
    alleys = found.exclude(alley="").values("alley").annotate(of=Count("pk"), left=left)
    by_group = list(groups.order_by(F("group__sort_key").asc(nulls_last=True), "group"))
    whole = _("Everything assigned to me") if user.has_role(Role.SURVEYOR) else _("The whole village")
    in_all = {key: sum(row[key] for row in by_group) for key in ("left", "of")}
    return [
        (WHOLE, _told(whole, in_all)),
        (
            _("By residential group"),
            [(f"{GROUP}{row['group'] or 0}", _told(row["group__name"] or _("in no group"), row)) for row in by_group],
        ),
        (
            _("By alley"),
            [(f"{ALLEY}{row['alley']}", _told(row["alley"], row)) for row in alleys.order_by("alley_sort", "alley")],
        ),
    ]


def _told(place: str, counted: Mapping[str, Any]) -> str:
    return _("%(place)s: %(left)s of %(of)s households left") % {
        "place": place,
        "left": counted["left"],
        "of": counted["of"],
    }
