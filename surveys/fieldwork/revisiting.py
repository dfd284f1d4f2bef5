"""Households to visit again: nobody was at home, somebody refused, or a smartphone has no Bluezone yet."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spreadsheets.writing import Value, write_xlsx
from surveys.households import HouseholdState, states, with_newest_visits
from surveys.models import HomeVisit, NotInstalledReason, Outcome, PhoneKind, SurveyedPhone
from villages.models import HouseholdQuerySet

WIDTHS = (6, 14, 28, 28, 18, 18, 16, 18, 14, 40)


class Why(models.TextChoices):
    ABSENT = "absent", gettext_lazy("nobody at home")
    REFUSED = "refused", gettext_lazy("refused")
    WITHOUT_BLUEZONE = "without_bluezone", gettext_lazy("smartphone without Bluezone")


@dataclass(frozen=True)
class Door:
    """A household to knock at again; never with a phone number."""

    state: HouseholdState
    reasons: list[str]

    @property
    def last_visit(self) -> HomeVisit:
        assert self.state.tried is not None
        return self.state.tried

    @property
    def phones(self) -> str:
        known = self.state.known
        return f"{known.installed}/{known.smartphones}" if known else ""


def to_revisit(households: HouseholdQuerySet, whys: Collection[str]) -> HouseholdQuerySet:
    """As one walks. A household that was never settled counts by its newest visit."""
    tried = HomeVisit.objects.filter(pk=OuterRef("tried_id"), outcome__in=[why for why in whys if why in Outcome])
    lacking = HomeVisit.objects.filter(pk=OuterRef("known_id"), installed__lt=F("smartphones"))
    wanted = Q(known_id=None) & Q(Exists(tried))
    if Why.WITHOUT_BLUEZONE in whys:
        wanted |= Q(Exists(lacking))
    found = with_newest_visits(households.living()).filter(wanted).by_door()
    return found.select_related("village", "group").defer("phone")


def doors(households: HouseholdQuerySet) -> list[Door]:
    """Of households that `to_revisit` found: three queries."""
    found = states(households)
    why_not: defaultdict[int, set[str]] = defaultdict(set)
    known = households.order_by().values("known_id")  # type: ignore[misc]
    lacking = SurveyedPhone.objects.filter(visit__in=known, kind=PhoneKind.SMART, installed=False).exclude(reason="")
    for visit, reason in lacking.values_list("visit", "reason"):
        why_not[visit].add(str(NotInstalledReason(reason).label))
    return [Door(state, sorted(why_not[state.known.pk]) if state.known else []) for state in found]


def workbook(found: list[Door], today: date) -> bytes:
    """The list as an Excel file: codes are text cells."""
    headers = (
        _("No."),
        _("Code"),
        _("Household head"),
        _("Address"),
        _("Residential group"),
        _("Village"),
        _("Last visit"),
        _("Outcome"),
        _("Bluezone / smartphones"),
        _("Reasons"),
    )
    title = _("Households to visit again")
    notes = [f"{title} – {date_format(today, 'SHORT_DATE_FORMAT')}"]
    return write_xlsx(title, headers, _rows(found), WIDTHS, notes)


def _rows(found: list[Door]) -> Iterator[list[Value]]:
    for number, door in enumerate(found, start=1):
        household, visit = door.state.household, door.last_visit
        yield [
            number,
            household.code,
            household.head_name,
            household.address,
            household.group.name if household.group else "",
            household.village.name,
            timezone.localdate(visit.captured_at),
            str(visit.get_outcome_display()),
            door.phones,
            "; ".join(door.reasons),
        ]
