"""The invented register: eight villages, their groups, households and people. No database."""

# ruff: noqa: S311 - drawn from a seed so that every demo is the same; nothing here is a secret

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from random import Random

from demo.names import family_name, full_name, mobile
from surveys.models import PhoneKind
from vietnam.text import fold


@dataclass(frozen=True)
class VillagePlan:
    """One village: what its register and official figures say, and how its people will take the campaign."""

    name: str
    code: str
    """Begins the household codes, in capitals: never met by a commune's own codes, which are digits."""
    households: int
    groups: int
    population: int
    official_households: int
    owners: float
    """Share of the members who own a smartphone."""
    reached: float
    """Share of the households whose door is knocked on before the due date."""
    willing: float
    """Share of the owners who have Bluezone at the end of the first completed visit."""

    def scaled(self, factor: float) -> "VillagePlan":
        """The village with `factor` times the households in groups of the same size; at least three."""
        return replace(
            self,
            households=max(6, round(self.households * factor)),
            groups=max(3, round(self.groups * factor)),
            population=max(21, round(self.population * factor)),
            official_households=max(6, round(self.official_households * factor)),
        )


# name, code, households, groups, official population and households; owners, reached, willing
VILLAGES = (
    VillagePlan("Đồng Tiến", "DT", 322, 8, 1151, 318, 0.57, 0.985, 0.89),
    VillagePlan("Tân Lập", "TL", 264, 7, 947, 261, 0.54, 0.98, 0.86),
    VillagePlan("Xuân Hòa", "XH", 287, 7, 1030, 285, 0.645, 0.99, 0.91),
    VillagePlan("Đoài Thượng", "DO", 215, 6, 765, 213, 0.50, 0.97, 0.86),
    VillagePlan("An Thái", "AT", 241, 6, 866, 239, 0.54, 0.98, 0.87),
    VillagePlan("Yên Sơn", "YS", 168, 5, 607, 166, 0.465, 0.95, 0.85),
    VillagePlan("Ngõ Đá", "ND", 154, 4, 545, 152, 0.47, 0.96, 0.86),
    VillagePlan("Ứng Hòa", "UH", 249, 7, 889, 247, 0.55, 0.98, 0.87),
)

SIZES = range(1, 9)
_SIZE_WEIGHTS = list(accumulate((80, 165, 215, 315, 130, 60, 27, 8)))  # of a thousand households; mean 3.58
ALLEYS = ("Xóm Đình", "Xóm Chùa", "Ngõ Giếng", "Xóm Bãi", "Ngõ Cây Đa", "Xóm Chợ", "Ngõ Ao Sen", "Xóm Đồng")
DOORS_AN_ALLEY = 12
ALLEYS_A_GROUP = 4


@dataclass(frozen=True)
class Person:
    """A member of a household and the phone this person owns; kind None and number "" where there is none."""

    name: str
    kind: PhoneKind | None
    number: str


@dataclass(frozen=True)
class Home:
    """A household of the register, its head first among its people."""

    code: str
    group: int
    """From 0, of its village."""
    place: float
    """Where it comes on the walk through its group, in (0, 1)."""
    alley: str
    house_number: str
    people: Sequence[Person]
    phone: str


def homes(plan: VillagePlan, *, seed: int) -> Iterator[Home]:
    """Every household of a village, group by group, door by door."""
    rng = Random(f"register {seed} {plan.code}")
    sizes = _household_sizes(plan.households, rng)
    number = 0
    for group, size in enumerate(_group_sizes(plan, rng)):
        for door in range(size):
            number += 1
            people = _people(sizes.pop(), plan.owners, rng)
            yield _home(f"{plan.code}-{number:03d}", group, door, size, people, rng)


def _group_sizes(plan: VillagePlan, rng: Random) -> list[int]:
    """Nearly equal parts: each boundary is moved by at most a tenth of a group."""
    mean = plan.households / plan.groups
    cuts = [round((place + rng.uniform(-0.1, 0.1)) * mean) for place in range(1, plan.groups)]
    return [end - start for start, end in pairwise([0, *cuts, plan.households])]


def _household_sizes(count: int, rng: Random) -> list[int]:
    """As near to the shares of SIZES as `count` allows, shuffled: every seed has as many people."""
    places = ((number + 0.5) / count * _SIZE_WEIGHTS[-1] for number in range(count))
    sizes = [SIZES[bisect(_SIZE_WEIGHTS, place)] for place in places]
    rng.shuffle(sizes)
    return sizes


def _home(code: str, group: int, door: int, size: int, people: list[Person], rng: Random) -> Home:
    return Home(
        code=code,
        group=group,
        place=(door + 0.5) / size,
        alley=_alley(group, door // DOORS_AN_ALLEY),
        house_number=_house_number(door % DOORS_AN_ALLEY + 1, rng),
        people=people,
        phone=people[0].number if rng.random() < 0.93 else "",
    )


def _alley(group: int, place: int) -> str:
    """A group's first alley has a name, the others a number that no other group of the village uses."""
    return ALLEYS[group % len(ALLEYS)] if place == 0 else f"Ngõ {group * ALLEYS_A_GROUP + place}"


def _house_number(number: int, rng: Random) -> str:
    chance = rng.random()
    if chance < 0.06:
        return ""
    return f"{number}A" if chance < 0.11 else str(number)


def _people(size: int, owners: float, rng: Random) -> list[Person]:
    people: list[Person] = []
    for place, name in enumerate(_names(size, rng)):
        kind = _phone_kind(place, owners, rng)
        people.append(Person(name, kind, _number(people, kind, rng)))
    return people


def _names(size: int, rng: Random) -> list[str]:
    """The head, the partner, others of the head's family; no two alike, for owners are counted by name."""
    family = family_name(rng)
    head_is_woman = rng.random() < 0.22
    names: dict[str, str] = {}
    while len(names) < size:
        of_family = family_name(rng) if len(names) == 1 else family
        female = (head_is_woman, not head_is_woman)[len(names)] if len(names) < 2 else rng.random() < 0.5
        name = full_name(rng, of_family, female=female)
        names.setdefault(fold(name), name)
    return list(names.values())


def _phone_kind(place: int, owners: float, rng: Random) -> PhoneKind | None:
    """Heads and partners own more smartphones than children and the old; the mean is `owners`."""
    if rng.random() < owners * (1.2 if place < 2 else 0.77):
        return PhoneKind.SMART
    basic = (0.85, 0.6)[place] if place < 2 else 0.25
    return PhoneKind.BASIC if rng.random() < basic else None


def _number(people: Sequence[Person], kind: PhoneKind | None, rng: Random) -> str:
    """Now and then the number of the household's head: families share phones."""
    if kind is None:
        return ""
    if people and people[0].number and rng.random() < 0.06:
        return people[0].number
    return mobile(rng)
