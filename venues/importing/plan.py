"""What storing a checked list would do to the register: venues to make, to change, to leave; and how to write them."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import Commune, User
from venues.actions import BATCH, PARTICULARS, approve_venues
from venues.importing.entries import Entry
from venues.models import Venue
from vietnam.text import fold
from villages.importing.steps import Checked
from villages.models import Village
from villages.models.village import village_fold

OPTIONAL = ("address", "contact_name", "contact_phone", "capacity")
Standing = dict[tuple[str, str], list[Venue]]


class Miscounted(Exception):
    """The register does not hold what was written; everything is rolled back."""


@dataclass
class Plan:
    created: list[Venue] = field(default_factory=list)
    updated: list[Venue] = field(default_factory=list)
    unchanged: int = 0


def plan(commune: Commune, checked: Checked[Entry]) -> Plan:
    """Compare with the register; adds the faults that only the register knows. Two queries."""
    villages = {village.name_fold: village for village in Village.objects.filter(commune=commune)}
    standing, made = _standing(commune), Plan()
    entries, checked.entries = checked.entries, []
    for entry in entries:
        village = villages.get(village_fold(entry.village))
        same = standing[entry.key]
        if village is None:
            checked.faults[entry.row] = ["village_unknown"]
        elif len(same) > 1:
            checked.faults[entry.row] = ["on_register_twice"]
        else:
            checked.entries.append(entry)
            _plan_entry(made, commune, village, entry, same[0] if same else None)
    return made


def _standing(commune: Commune) -> Standing:
    """Places that stay, by village and name; those closed for good are history."""
    found: Standing = defaultdict(list)
    places = Venue.objects.filter(commune=commune, ends_at=None).exclude(status=Venue.Status.RETIRED)
    for venue in places.select_related("village"):
        found[venue.village.name_fold, fold(venue.name)].append(venue)
    return found


def _plan_entry(made: Plan, commune: Commune, village: Village, entry: Entry, venue: Venue | None) -> None:
    if venue is None:
        venue = Venue(commune=commune, village=village, name=entry.name, asks_health=entry.category.asks_health)
        _apply(venue, entry)
        made.created.append(venue)
    elif _apply(venue, entry):
        made.updated.append(venue)
    else:
        made.unchanged += 1


def _apply(venue: Venue, entry: Entry) -> bool:
    """Write an entry into a venue; True if anything changed."""
    values: dict[str, object] = {"category": entry.category.value}
    values |= {name: getattr(entry, name) for name in OPTIONAL if getattr(entry, name)}
    changed = [name for name, value in values.items() if getattr(venue, name) != value]
    for name in changed:
        setattr(venue, name, values[name])
    return bool(changed)


def store(commune: Commune, made: Plan, *, actor: User | None, approve: bool) -> None:
    """All or nothing, within the caller's transaction. Raises Miscounted."""
    before = Venue.objects.filter(commune=commune).count()
    for venue in made.created:
        venue.registered_by, venue.registered_at = actor, timezone.now()
    for venue in (*made.created, *made.updated):
        venue.set_keys()
    Venue.objects.bulk_create(made.created, batch_size=BATCH)
    Venue.objects.bulk_create(
        made.updated, batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=PARTICULARS
    )
    if Venue.objects.filter(commune=commune).count() != before + len(made.created):
        raise Miscounted
    if approve and actor:
        approve_venues(actor=actor, venues=made.created)
