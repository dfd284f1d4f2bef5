"""The households behind a figure: as a day's evening knew them, or as they stand now."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from surveys.models import HomeVisit, NotInstalledReason, Outcome, PhoneKind, SurveyedPhone
from villages.models import HouseholdQuerySet


class State(models.TextChoices):
    """What a list shows. Known of a household is its newest settling visit; a closed door changes nothing."""

    SURVEYED = "surveyed", _("surveyed")
    NOT_SURVEYED = "not_surveyed", _("not surveyed")
    UNVISITED = "unvisited", _("never visited")
    LEFT = "left", _("never visited, in groups already begun")
    ABSENT = "absent", _("visited, nobody at home")
    REFUSED = "refused", _("refused")
    MOVED_AWAY = "moved_away", _("moved away")
    SMARTPHONES = "smartphones", _("with a smartphone")
    INSTALLED = "installed", _("with Bluezone")
    WITHOUT_BLUEZONE = "without_bluezone", _("with a smartphone without Bluezone")


def in_state(households: HouseholdQuerySet, state: str) -> HouseholdQuerySet:
    """Of households annotated by `with_newest_visits`; an empty state is all of them."""
    known, tried = (HomeVisit.objects.filter(pk=OuterRef(key)) for key in ("known_id", "tried_id"))
    match state:
        case State.SURVEYED:
            return households.filter(Exists(known.filter(outcome=Outcome.COMPLETED)))
        case State.NOT_SURVEYED:
            return households.filter(known_id=None)  # type: ignore[misc]
        case State.UNVISITED:
            return households.filter(tried_id=None)  # type: ignore[misc]
        case State.LEFT:
            begun = HomeVisit.objects.filter(household__group=OuterRef("group"), household__retired_at=None)
            return households.filter(Q(group=None) | Exists(begun), tried_id=None)  # type: ignore[misc]
        case State.ABSENT | State.REFUSED:
            return households.filter(Exists(tried.filter(outcome=state)), known_id=None)  # type: ignore[misc]
        case State.MOVED_AWAY:
            return households.filter(Exists(known.filter(outcome=Outcome.MOVED_AWAY)))
    return _with_people(households, known, state)


def _with_people(households: HouseholdQuerySet, known: models.QuerySet[HomeVisit], state: str) -> HouseholdQuerySet:
    match state:
        case State.SMARTPHONES | State.INSTALLED:
            return households.filter(Exists(known.filter(**{f"{state}__gt": 0})))
        case State.WITHOUT_BLUEZONE:
            return households.filter(Exists(known.filter(installed__lt=F("smartphones"))))
    return households


def with_reason(households: HouseholdQuerySet, reason: str) -> HouseholdQuerySet:
    """Those in which a smartphone has no Bluezone for this reason; "unsaid": nobody said why."""
    said = reason if reason in NotInstalledReason else ""
    phones = SurveyedPhone.objects.filter(visit=OuterRef("known_id"), kind=PhoneKind.SMART, installed=False)
    return households.filter(Exists(phones.filter(reason=said)))
