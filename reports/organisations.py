"""What organisations say of their own people on a day: beside the commune's rate, never added to it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from accounts.models import Commune
from organisations import lists
from organisations.lists import Standing
from organisations.models import Organisation, OrganisationKind
from reports.measures import ratio


@dataclass(frozen=True)
class Staff:
    """The sum of the reports of some organisations; all are people but the first three."""

    organisations: int
    reported: int
    overdue: int
    headcount: int
    smartphones: int
    installed: int
    relatives_reached: int
    relatives_installed: int

    @property
    def adoption(self) -> float | None:
        return ratio(self.installed, self.headcount)

    @property
    def adoption_among_smartphones(self) -> float | None:
        return ratio(self.installed, self.smartphones)


def standings(commune: Commune, day: date) -> list[Standing]:
    """Of every organisation that is not retired, by name. Two queries."""
    active = Organisation.objects.filter(commune=commune).active().with_silence(day)
    return lists.standings(active.select_related("village"), day)


def summed(found: list[Standing]) -> Staff:
    reports = [one.newest for one in found if one.newest]
    return Staff(
        organisations=len(found),
        reported=len(reports),
        overdue=sum(one.days_overdue > 0 for one in found),
        headcount=sum(report.headcount for report in reports),
        smartphones=sum(report.smartphones for report in reports),
        installed=sum(report.installed for report in reports),
        relatives_reached=sum(report.relatives_reached for report in reports),
        relatives_installed=sum(report.relatives_installed for report in reports),
    )


def by_kind(found: list[Standing]) -> list[tuple[OrganisationKind, Staff]]:
    """A line for each kind of which there is an organisation, each with its own denominators."""
    kinds: defaultdict[str, list[Standing]] = defaultdict(list)
    for one in found:
        kinds[one.organisation.kind].append(one)
    return [(kind, summed(kinds[kind])) for kind in OrganisationKind if kind in kinds]
