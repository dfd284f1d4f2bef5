"""What an import wrote, and its taking back: all or nothing, as long as nobody built on it."""

import json
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import PROTECT, Exists, OuterRef, ProtectedError, QuerySet

from villages.importing.plan import WRITTEN, Plan, Values, values_of
from villages.importing.store import write
from villages.models import Household, HouseholdImport, ImportJournal, ResidentialGroup, Village


class BuiltUpon(Exception):
    """A household of the import was visited, changed or merged into since; nothing is taken back."""


class Change(NamedTuple):
    """A household's key, what stood before (None: nothing, it was created), and what the import wrote."""

    household: int
    before: Values | None
    after: Values


def keep(upload: HouseholdImport, stored: Plan) -> None:
    """Of a plan just stored; one that changed nothing leaves nothing to take back."""
    written = [*stored.created, *stored.updated]
    if not written:
        return
    changes = {
        "households": [Change(one.pk, stored.before.get(one.code), values_of(one)) for one in written],
        "groups": [group.pk for group in stored.new_groups],
        "villages": [village.pk for village in stored.new_villages],
    }
    ImportJournal.objects.create(upload=upload, changes=json.dumps(changes))


@transaction.atomic
def take_back(journal: ImportJournal) -> None:
    """Created households go, changed ones say again what they said. Raises BuiltUpon."""
    written = json.loads(journal.changes)
    changes = [Change(*change) for change in written["households"]]
    standing = Household.objects.select_for_update().in_bulk([change.household for change in changes])
    if any(_is_changed(standing.get(change.household), change) for change in changes):
        raise BuiltUpon
    _remove([change.household for change in changes if change.before is None])
    _restore([(standing[change.household], change.before) for change in changes if change.before is not None])
    _unused(ResidentialGroup.objects.filter(pk__in=written["groups"])).delete()
    _unused(Village.objects.filter(pk__in=written["villages"])).delete()
    journal.delete()


def _is_changed(household: Household | None, change: Change) -> bool:
    return household is None or values_of(household) != change.after


def _remove(created: list[int]) -> None:
    try:
        Household.objects.filter(pk__in=created).delete()
    except ProtectedError as visited:
        raise BuiltUpon from visited


def _restore(updated: list[tuple[Household, Values]]) -> None:
    for household, before in updated:
        for name, value in zip(WRITTEN, before, strict=True):
            setattr(household, name, value)
    write([household for household, _before in updated])


def _unused(things: QuerySet[Any]) -> QuerySet[Any]:
    """Without those that something stands on, and so protects."""
    for relation in things.model._meta.get_fields(include_hidden=True):
        if getattr(relation, "on_delete", None) is PROTECT:
            users = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            things = things.exclude(Exists(users))
    return things
