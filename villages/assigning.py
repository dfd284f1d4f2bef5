"""Who goes where: groups, or single households, are given to surveyors. What was sent stays whose it is."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import AuditEvent, User
from villages.models import Household, ResidentialGroup

Assignable = ResidentialGroup | Household
# By key of the group or household: the keys of its surveyors before and after.
Assignments = dict[int, tuple[set[int], set[int]]]


class Way(models.TextChoices):
    ADD = "add", _("Add them to those who have it already")
    REPLACE = "replace", _("Replace those who have it now")
    TAKE_AWAY = "take_away", _("Take it away from them")


@transaction.atomic
def assign(*, actor: User, things: Sequence[Assignable], surveyors: Collection[User], way: Way) -> Assignments:
    """Give groups, or households, to surveyors; what has changed, and only that."""
    given = {user.pk for user in surveyors}
    before = _locked(things)
    changes = {key: (had, _wanted(had, given, way)) for key, had in before.items()}
    changes = {key: change for key, change in changes.items() if change[0] != change[1]}
    _write(actor, things, changes)
    return changes


def _wanted(had: set[int], given: set[int], way: Way) -> set[int]:
    match way:
        case Way.ADD:
            return had | given
        case Way.TAKE_AWAY:
            return had - given
    return given


@transaction.atomic
def assign_back(*, actor: User, things: Sequence[Assignable], changes: Assignments) -> int:
    """Undo an assignment, but for what somebody has changed since; how many were put back."""
    now = _locked(things)
    undone = {key: (now[key], before) for key, (before, after) in changes.items() if now.get(key) == after}
    _write(actor, things, undone)
    return len(undone)


def _locked(things: Sequence[Assignable]) -> dict[int, set[int]]:
    """The surveyors' keys of each, held until the transaction ends."""
    if not things:
        return {}
    rows: Any = type(things[0])._default_manager.filter(pk__in=[thing.pk for thing in things])
    found: dict[int, set[int]] = {
        key: set() for key in rows.select_for_update().order_by("pk").values_list("pk", flat=True)
    }
    for key, surveyor in rows.filter(surveyors__isnull=False).values_list("pk", "surveyors"):
        found[key].add(surveyor)
    return found


def _write(actor: User, things: Sequence[Assignable], changes: Assignments) -> None:
    """As many statements for many as for one."""
    changed = [thing for thing in things if thing.pk in changes]
    if not changed:
        return
    column = f"{changed[0]._meta.model_name}_id"
    through: Any = type(changed[0]).surveyors.through
    standing = through.objects.filter(**{f"{column}__in": list(changes)}).values_list("pk", column, "user_id")
    gone = [pk for pk, key, surveyor in standing if surveyor not in changes[key][1]]
    new = [
        through(**{column: key, "user_id": surveyor})
        for key, (before, after) in changes.items()
        for surveyor in sorted(after - before)
    ]
    through.objects.filter(pk__in=gone).delete()
    through.objects.bulk_create(new, ignore_conflicts=True)
    audit.record_many(actor=actor, events=[_event(thing, *changes[thing.pk]) for thing in changed])


def _event(thing: Assignable, before: set[int], after: set[int]) -> AuditEvent:
    action = f"{'household' if isinstance(thing, Household) else 'group'}.assign"
    return audit.event(action=action, target=thing, before=_listed(before), after=_listed(after))


def _listed(surveyors: set[int]) -> str:
    return ",".join(str(key) for key in sorted(surveyors))
