from django.core.exceptions import PermissionDenied

from accounts.models import Role, User
from villages.models import Household


def can_edit_register(user: User) -> bool:
    """Villages, groups and the import of lists are the officer's."""
    return user.has_role(Role.OFFICER)


def check_can_edit_register(user: User) -> None:
    if not can_edit_register(user):
        raise PermissionDenied


def can_edit_household(user: User, household: Household) -> bool:
    """The officer, and the head of its village; `household` was fetched within what the user sees."""
    return user.has_role(Role.OFFICER, Role.VILLAGE_HEAD) and household.retired_at is None


def check_can_edit_household(user: User, household: Household) -> None:
    if not can_edit_household(user, household):
        raise PermissionDenied


def can_add_household(user: User) -> bool:
    return user.has_role(Role.OFFICER, Role.VILLAGE_HEAD)


def check_can_add_household(user: User) -> None:
    if not can_add_household(user):
        raise PermissionDenied


def can_see_households(user: User) -> bool:
    return user.has_role(Role.CHAIR, Role.OFFICER, Role.MONITOR, Role.VILLAGE_HEAD, Role.SURVEYOR)


def check_can_see_households(user: User) -> None:
    if not can_see_households(user):
        raise PermissionDenied
