"""How the field work goes in one's scope, and what waits: a fixed number of queries, whatever the size."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Role, User
from intake.models import Device, SetAside
from surveys.fieldwork.coverage import Pace, Places, Share, by_place, by_surveyor, pace_by_surveyor, reasons, total
from surveys.fieldwork.pairs import double_visits, unseen
from surveys.intake import VISITS
from surveys.permissions import can_direct_fieldwork, check_can_see_fieldwork
from thongnhat_portal.http import signed_in
from vietnam.names import name_sort_key
from villages.models import Household, HouseholdQuerySet, ResidentialGroup, Village


@dataclass(frozen=True)
class Walker:
    """One who goes from door to door: what was given, what was done."""

    person: User
    share: Share
    pace: Pace


@dataclass(frozen=True)
class Waiting:
    """How many wait for somebody; None where it is not this person's to decide."""

    devices: int
    set_aside: int | None
    pairs: int
    provisional: int


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_see_fieldwork(user)
    households, villages = Household.objects.visible_to(user), list(Village.objects.visible_to(user))
    places = by_place(households)
    context = {
        "whole": total(places.values()),
        "villages": _villages(villages, places),
        "groups": _groups(user, places),
        "walkers": _walkers(villages, households),
        "reasons": reasons(households),
        "waiting": _waiting(user, households),
        "can_direct": can_direct_fieldwork(user),
    }
    return render(request, "surveys/fieldwork/overview.html", context)


def _villages(villages: list[Village], places: Places) -> list[tuple[Village, Share]]:
    return [
        (village, total(share for (key, _group), share in places.items() if key == village.pk)) for village in villages
    ]


def _groups(user: User, places: Places) -> list[tuple[ResidentialGroup, Share]]:
    groups = ResidentialGroup.objects.visible_to(user).select_related("village")
    return [(group, places[group.village_id, group.pk]) for group in groups]


def _walkers(villages: list[Village], households: HouseholdQuerySet) -> list[Walker]:
    """Whoever has households or made visits in this scope, those with most left first."""
    shares = by_surveyor(households)
    paces = pace_by_surveyor(villages, timezone.now())
    people = User.objects.get_queryset().filter(pk__in={*shares, *paces})
    found = [Walker(person, shares[person.pk], paces.get(person.pk, Pace())) for person in people]
    return sorted(found, key=lambda walker: (-walker.share.left, name_sort_key(walker.person.full_name)))


def _waiting(user: User, households: HouseholdQuerySet) -> Waiting:
    records = SetAside.objects.visible_to(user).filter(kind=VISITS.name).undecided()
    return Waiting(
        devices=Device.objects.visible_to(user).with_unsent().count(),
        set_aside=records.count() if user.has_role(Role.OFFICER) else None,
        pairs=unseen(double_visits(user)).count(),
        provisional=households.provisional().count(),
    )
