"""Reasons by village, and what helps with each."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune
from reports.measures import ratio
from surveys.households import with_newest_visits
from surveys.models import NotInstalledReason, PhoneKind, SurveyedPhone
from villages.models import Household, Village

UNSAID = "unsaid"
LABELS: Mapping[str, str | Promise] = {**dict(NotInstalledReason.choices), UNSAID: _("Not said")}
HELP: Mapping[str, Promise] = {
    NotInstalledReason.TOO_OLD: _("The phone cannot run it: give a visitor card, which is scanned at the door."),
    NotInstalledReason.FULL: _("Help to delete videos and apps that nobody uses; Bluezone needs little space."),
    NotInstalledReason.NO_INTERNET: _("Install it over the village hall's Wi-Fi or a hotspot of the team's phone."),
    NotInstalledReason.CANNOT: _("Sit down together and install it; ask the young people of the house to help."),
    NotInstalledReason.OWNER_AWAY: _("Come again in the evening or on a Sunday, or ask the family to call the owner."),
    NotInstalledReason.UNWILLING: _("Listen first; explain what Bluezone keeps and what it does not. It is voluntary."),
    NotInstalledReason.OTHER: _("Read the notes of the visits, and ask the surveyors."),
    UNSAID: _("Ask at the next visit: without a reason nobody knows what would help."),
}


@dataclass(frozen=True)
class Reason:
    """Smartphones without Bluezone for one reason; `share` of all of them, `bar` of the most frequent reason."""

    key: str
    phones: int
    share: float | None
    bar: float | None

    @property
    def label(self) -> str:
        return str(LABELS[self.key])

    @property
    def help(self) -> str:
        return str(HELP[self.key])


@dataclass(frozen=True)
class Reasons:
    """Of a commune as it stands now: smartphones (not people) by village and reason."""

    villages: list[Village]
    counted: Mapping[int, Counter[str]]

    def total(self) -> int:
        return sum(counter.total() for counter in self.counted.values())

    def of_commune(self) -> list[Reason]:
        return _reasons(sum(self.counted.values(), Counter()))

    def by_village(self) -> list[tuple[Village, int, list[int]]]:
        """Each village, its smartphones without Bluezone, and how many for each reason in the commune's order."""
        keys = [reason.key for reason in self.of_commune()]
        counted = [(village, self.counted.get(village.pk, Counter[str]())) for village in self.villages]
        return [(village, counter.total(), [counter[key] for key in keys]) for village, counter in counted]


def _reasons(counter: Counter[str]) -> list[Reason]:
    """Most frequent first."""
    whole, most = counter.total(), max(counter.values(), default=0)
    order = sorted(counter, key=lambda key: (-counter[key], list(LABELS).index(key)))
    return [Reason(key, counter[key], ratio(counter[key], whole), ratio(counter[key], most)) for key in order]


def reasons(commune: Commune) -> Reasons:
    """From the newest settling visit of every household that lives here. Two queries."""
    households = with_newest_visits(Household.objects.filter(commune=commune).living())
    known = households.order_by().values("known_id")  # type: ignore[misc]
    phones = SurveyedPhone.objects.filter(visit__in=known, kind=PhoneKind.SMART, installed=False).order_by()
    counted: defaultdict[int, Counter[str]] = defaultdict(Counter)
    rows = phones.values_list("visit__household__village", "reason").annotate(n=Count("pk"))
    for village, reason, n in rows:
        counted[village][reason or UNSAID] += n
    return Reasons(list(Village.objects.filter(commune=commune)), counted)
