"""What storing a checked list would do to the register: create, update, leave; and which villages are missing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Commune
from vietnam.text import fold
from villages.importing.entries import Entry
from villages.importing.steps import Checked
from villages.models import Household, ResidentialGroup, Village
from villages.models.village import group_fold, village_fold

# Entry's name → Household's name; an empty text of the optional ones leaves what stands.
PLAIN = ("head_name", "member_count")
OPTIONAL = ("alley", "house_number", "phone", "note")
LEEWAY = 0.1

WRITTEN = ("code", "village_id", "group_id", *PLAIN, *OPTIONAL)
Values = list[Any]  # in the order of WRITTEN


def values_of(household: Household) -> Values:
    """What an import writes of a household, as it stands."""
    return [getattr(household, name) for name in WRITTEN]


@dataclass
class Plan:
    """Households to write, and counts. New villages and groups stand by name until `store` makes them."""

    created: list[Household] = field(default_factory=list)
    updated: list[Household] = field(default_factory=list)
    unchanged: int = 0
    converted: list[int] = field(default_factory=list)
    villages: dict[str, Village] = field(default_factory=dict)
    groups: dict[tuple[str, str], ResidentialGroup] = field(default_factory=dict)
    new_villages: list[Village] = field(default_factory=list)
    new_groups: list[ResidentialGroup] = field(default_factory=list)
    standing: list[Household] = field(default_factory=list)
    """The register as storing the list would leave it, without what is created."""
    before: dict[str, Values] = field(default_factory=dict)
    """What stood in the updated households, by code."""

    def too_many(self) -> list[tuple[str, int, int]]:
        """Villages that would have over a tenth more households than official ones: name, households, official."""
        living = [household for household in self.standing if household.retired_at is None]
        counts = Counter(household.village_id for household in [*living, *self.created])
        official = [(village, village.official_households) for village in self.villages.values()]
        over = [(one, n) for one, n in official if one.pk and n and counts[one.pk] > n * (1 + LEEWAY)]
        return [(str(village), counts[village.pk], n) for village, n in over]


def plan(commune: Commune, checked: Checked[Entry], *, create_villages: bool) -> Plan:
    """Compare with the register; adds the fault of an unknown village to `checked`. Three queries."""
    made = Plan(villages=_villages(commune), groups=_groups(commune))
    if create_villages:
        _add_missing_villages(made, commune, checked.entries)
    _refuse_unknown_villages(made, checked)
    standing = {household.code: household for household in Household.objects.filter(commune=commune)}
    made.standing = list(standing.values())
    for entry in checked.entries:
        _plan_entry(made, commune, entry, standing.get(entry.code))
    return made


def _villages(commune: Commune) -> dict[str, Village]:
    return {village.name_fold: village for village in Village.objects.filter(commune=commune)}


def _groups(commune: Commune) -> dict[tuple[str, str], ResidentialGroup]:
    groups = ResidentialGroup.objects.filter(village__commune=commune).select_related("village")
    return {(group.village.name_fold, group.name_fold): group for group in groups}


def _add_missing_villages(made: Plan, commune: Commune, entries: Iterable[Entry]) -> None:
    for entry in entries:
        key = village_fold(entry.village)
        if key not in made.villages:
            made.villages[key] = Village(commune=commune, name=_village_name(entry.village))
            made.new_villages.append(made.villages[key])


def _village_name(text: str) -> str:
    """Without the word "Thôn"; what stands in capitals only is written as a name."""
    name = text[5:].strip() if fold(text).startswith("thon ") else text
    return name.title() if name.isupper() else name


def _refuse_unknown_villages(made: Plan, checked: Checked[Entry]) -> None:
    known, entries = made.villages, checked.entries
    checked.entries = [entry for entry in entries if village_fold(entry.village) in known]
    for entry in entries:
        if village_fold(entry.village) not in known:
            checked.faults[entry.row] = ["village_unknown"]


def _plan_entry(made: Plan, commune: Commune, entry: Entry, household: Household | None) -> None:
    if entry.converted_from:
        made.converted.append(entry.row)
    group = _group(made, entry)
    village = made.villages[village_fold(entry.village)]
    if household is None:
        household = Household(commune=commune, code=entry.code)
        _apply(household, entry, village, group)
        made.created.append(household)
        return
    before = values_of(household)
    if _apply(household, entry, village, group):
        made.updated.append(household)
        made.before[household.code] = before
    else:
        made.unchanged += 1


def _group(made: Plan, entry: Entry) -> ResidentialGroup | None:
    name_fold = group_fold(entry.group)
    if not name_fold:
        return None
    village_key = village_fold(entry.village)
    key = (village_key, name_fold)
    if key not in made.groups:
        made.groups[key] = ResidentialGroup(village=made.villages[village_key], name=entry.group)
        made.new_groups.append(made.groups[key])
    return made.groups[key]


def _apply(household: Household, entry: Entry, village: Village, group: ResidentialGroup | None) -> bool:
    """Write an entry into a household; True if anything changed."""
    changed = False
    values: dict[str, object] = {name: getattr(entry, name) for name in PLAIN}
    values |= {name: getattr(entry, name) for name in OPTIONAL if getattr(entry, name)}
    for name, value in values.items():
        changed |= getattr(household, name) != value
        setattr(household, name, value)
    if household.village_id is None or household.village_id != village.pk:
        household.village, household.group, changed = village, None, True
    if group is not None and (household.group_id is None or household.group_id != group.pk):
        household.group, changed = group, True
    return changed
