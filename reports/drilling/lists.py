"""The households behind a number, on screen and as an Excel file; never with a phone number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from spreadsheets.writing import Value, write_xlsx
from surveys.households import HouseholdState, states
from surveys.models import HomeVisit, Outcome
from villages.models import HouseholdQuerySet

ROWS_MOST = 10_000  # of one file: more than any commune's village has
WIDTHS = (6, 14, 28, 28, 18, 18, 10, 16, 20, 14, 14)


@dataclass(frozen=True)
class People:
    """The people found in the households of a list."""

    members: int
    smartphones: int
    installed: int

    @property
    def lacking(self) -> int:
        return self.smartphones - self.installed


def people_in(found: HouseholdQuerySet) -> People:
    """One query."""
    visits = HomeVisit.objects.filter(pk__in=found.order_by().values("known_id"))  # type: ignore[misc]
    sums = visits.aggregate(members=Sum("members"), smartphones=Sum("smartphones"), installed=Sum("installed"))
    return People(**{name: n or 0 for name, n in sums.items()})


def walked(found: HouseholdQuerySet) -> HouseholdQuerySet:
    """In the order of the walk, with what a row shows."""
    return found.by_door().select_related("village", "group").defer("phone")


def workbook(found: HouseholdQuerySet, notes: Iterable[str]) -> bytes:
    """Every household of the list as a row; two queries."""
    headers = (
        _("No."),
        _("Code"),
        _("Household head"),
        _("Address"),
        _("Residential group"),
        _("Village"),
        _("Members"),
        _("Last visit"),
        _("What is known"),
        _("Smartphones"),
        _("Bluezone"),
    )
    return write_xlsx(_("Households"), headers, _rows(states(walked(found))), WIDTHS, list(notes))


def _rows(found: list[HouseholdState]) -> Iterator[list[Value]]:
    for number, state in enumerate(found, start=1):
        household, known = state.household, state.known
        completed = known if known and known.is_completed else None
        yield [
            number,
            household.code,
            household.head_name,
            household.address,
            household.group.name if household.group else "",
            household.village.name,
            completed.members if completed else household.member_count,
            timezone.localdate(state.tried.captured_at) if state.tried else None,
            kind_in_words(state),
            completed.smartphones if completed else None,
            completed.installed if completed else None,
        ]


def kind_in_words(state: HouseholdState) -> str:
    return str(Outcome(state.kind).label) if state.kind in Outcome else _("not visited")
