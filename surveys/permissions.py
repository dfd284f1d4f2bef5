from django.core.exceptions import PermissionDenied

from accounts.models import Role, User
from villages.models import Household


def can_survey(user: User) -> bool:
    """Those who go from door to door, and the officer who types their paper; the chair only looks."""
    return user.has_role(Role.VILLAGE_HEAD, Role.SURVEYOR, Role.MONITOR, Role.OFFICER)


def check_can_survey(user: User) -> None:
    if not can_survey(user):
        raise PermissionDenied


def can_record_visit(user: User, household: Household) -> bool:
    """`household` was fetched within what the user sees."""
    return can_survey(user) and household.retired_at is None


def check_can_record_visit(user: User, household: Household) -> None:
    if not can_record_visit(user, household):
        raise PermissionDenied


def can_see_fieldwork(user: User) -> bool:
    """How the field work goes: the chair looks, officers and village heads also direct it."""
    return user.has_role(Role.CHAIR, Role.OFFICER, Role.VILLAGE_HEAD)


def check_can_see_fieldwork(user: User) -> None:
    if not can_see_fieldwork(user):
        raise PermissionDenied


def can_direct_fieldwork(user: User) -> bool:
    """Who goes where, whom to visit again, which households are one: each within what they see."""
    return user.has_role(Role.OFFICER, Role.VILLAGE_HEAD)


def check_can_direct_fieldwork(user: User) -> None:
    if not can_direct_fieldwork(user):
        raise PermissionDenied


def can_export_households(user: User) -> bool:
    """Heads' names on paper or in a file: those who answer for them, each within what they see."""
    return user.has_role(Role.CHAIR, Role.OFFICER, Role.VILLAGE_HEAD)


def check_can_export_households(user: User) -> None:
    if not can_export_households(user):
        raise PermissionDenied
