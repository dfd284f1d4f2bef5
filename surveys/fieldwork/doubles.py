"""Households that may stand twice on the register."""

from collections.abc import Iterator

from django.db.models import Case, Q, When

from vietnam.text import fold
from villages.models import Household, HouseholdQuerySet

CANDIDATES = 20


def suspected(households: HouseholdQuerySet) -> list[tuple[int, int]]:
    """Keys of (the older entry, its double): heads of one name in one village, in one alley or with one phone.

    One query and one walk; of three that are alike the first stands beside each of the others.
    """
    rows = households.living().order_by("village__sort_key", "is_provisional", "pk")
    first: dict[tuple[int, str, str], int] = {}
    pairs: dict[tuple[int, int], None] = {}
    for key, head, village, alley, phone in rows.values_list("pk", "head_name", "village", "alley_sort", "phone_index"):
        for trait in _traits(alley, phone):
            older = first.setdefault((village, fold(head), trait), key)
            if older != key:
                pairs[older, key] = None
    return list(pairs)


def _traits(alley: str, phone: str) -> Iterator[str]:
    if alley:
        yield f"alley {alley}"
    if phone:
        yield f"phone {phone}"


def candidates(household: Household, households: HouseholdQuerySet, text: str) -> HouseholdQuerySet:
    """Which it may be a double of: those searched for; else its namesakes, then its neighbours. As one walks."""
    others = households.living().exclude(pk=household.pk)
    if text:
        return others.matching(text).by_door()
    namesakes = Q()
    for word in fold(household.head_name).split():
        namesakes &= Q(search_fold__contains=word)
    near = Q(alley_sort=household.alley_sort) if household.alley_sort else Q(pk__in=[])
    found = others.filter(near | namesakes, village=household.village_id)
    return found.order_by(Case(When(namesakes, then=0), default=1), "alley_sort", "house_sort", "code")
