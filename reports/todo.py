"""What to do today: which deeds would gain most, from plain figures. No database.

The gain is in people, so that unlike things can be ranked; of each kind it means:

* smartphones without Bluezone: the people with a smartphone seen there who have not installed it, all of them;
* households not surveyed: their members on the register × the smartphone owners for each member found so far;
* venues without a poster: the visits a day they would see if each had as many as a venue in use has now;
* an overdue organisation: its staff with a smartphone and without Bluezone, by its last report. They are shown beside
  the commune's rate and never added to it.

It is what the deed can gain at most, not what it will.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports.drilling.tallies import Tally, total

SHOWN = 5
USUAL_OWNERS = 0.55  # of residents have a smartphone (VIETNAM.md): until the commune's own surveys tell


class Kind(StrEnum):
    WITHOUT_BLUEZONE = "without_bluezone"
    NOT_BEGUN = "not_begun"
    LEFT = "left"
    ABSENT = "absent"
    VENUES = "venues"
    ORGANISATION = "organisation"


@dataclass(frozen=True)
class Deed:
    """One thing to do. `things` are households, venues or people of the staff; so many are given to `nobody`."""

    kind: Kind
    key: int
    """Of the village, the group or the organisation."""
    place: str
    gain: int
    things: int
    nobody: int = 0

    @property
    def nobody_at_all(self) -> bool:
        return 0 < self.things == self.nobody


@dataclass(frozen=True)
class Group:
    """A residential group, or what stands in a village without a group (`key` None)."""

    village: int
    key: int | None
    name: str
    tally: Tally
    unassigned: Tally
    """Of its households that nobody has."""


@dataclass(frozen=True)
class Staff:
    """An organisation whose report is overdue; `lacking` by its last one, None if it never sent any."""

    key: int
    name: str
    lacking: int | None


def owners_per_member(tallies: Iterable[Tally]) -> float:
    whole = total(list(tallies))
    return whole.smartphones / whole.members if whole.members else USUAL_OWNERS


def in_villages(villages: Mapping[int, str], groups: Sequence[Group]) -> list[Deed]:
    """Doors to knock at. Groups not begun stand for themselves; of the others the village's households are one deed."""
    rate = owners_per_member(group.tally for group in groups)
    not_begun = [group for group in groups if group.key is not None and _is_not_begun(group.tally)]
    deeds = [_of_group(group, villages[group.village], rate) for group in not_begun]
    for key, name in villages.items():
        own = [group for group in groups if group.village == key]
        begun = [group for group in own if group not in not_begun]
        deeds += _of_village(key, name, own, begun, rate)
    return deeds


def _is_not_begun(tally: Tally) -> bool:
    """Nobody has knocked at any of its doors."""
    return 0 < tally.households == tally.unvisited and not tally.moved_away


def _of_group(group: Group, village: str, rate: float) -> Deed:
    assert group.key is not None
    gain = round(group.tally.unsurveyed_members * rate)
    name = f"{village} · {group.name}"
    return Deed(Kind.NOT_BEGUN, group.key, name, gain, group.tally.unvisited, group.unassigned.unvisited)


def _of_village(key: int, name: str, own: list[Group], begun: list[Group], rate: float) -> list[Deed]:
    known, nobody = total([group.tally for group in own]), total([group.unassigned for group in own])
    left, left_nobody = total([group.tally for group in begun]), total([group.unassigned for group in begun])
    return [
        Deed(Kind.WITHOUT_BLUEZONE, key, name, known.lacking, known.without_bluezone, nobody.without_bluezone),
        Deed(Kind.LEFT, key, name, round(left.unvisited_members * rate), left.unvisited, left_nobody.unvisited),
        Deed(Kind.ABSENT, key, name, round(left.absent_members * rate), left.absent, left_nobody.absent),
    ]


def at_venues(villages: Mapping[int, str], without_poster: Mapping[int, int], visits_a_venue: float) -> list[Deed]:
    """Posters to put up, by village; `visits_a_venue` a day at a venue in use."""
    return [
        Deed(Kind.VENUES, key, villages[key], round(n * visits_a_venue), n)
        for key, n in without_poster.items()
        if key in villages
    ]


def of_staff(overdue: Iterable[Staff]) -> list[Deed]:
    """Organisations to be reminded; of one that never reported nobody knows what it would gain."""
    return [Deed(Kind.ORGANISATION, staff.key, staff.name, staff.lacking or 0, staff.lacking or 0) for staff in overdue]


def ranked(deeds: Iterable[Deed]) -> list[Deed]:
    """Largest gain first; what gains nobody is no deed. Of equals the one that concerns fewer doors."""
    return sorted((deed for deed in deeds if deed.gain > 0), key=lambda deed: (-deed.gain, deed.things, deed.place))
