from django.core.exceptions import PermissionDenied

from accounts.models import Role, User


def can_see_dashboard(user: User) -> bool:
    return user.has_role(Role.CHAIR, Role.OFFICER, Role.SUPERVISOR)


def check_can_see_dashboard(user: User) -> None:
    if not can_see_dashboard(user):
        raise PermissionDenied


def can_open_lists(user: User) -> bool:
    """The households behind the dashboard's numbers; a supervisor stops at villages, never sees a person."""
    return user.has_role(Role.CHAIR, Role.OFFICER)


def check_can_open_lists(user: User) -> None:
    if not can_open_lists(user):
        raise PermissionDenied


def can_set_target(user: User) -> bool:
    return user.has_role(Role.CHAIR)


def check_can_set_target(user: User) -> None:
    if not can_set_target(user):
        raise PermissionDenied


def can_see_coverage(user: User) -> bool:
    return user.has_role(Role.CHAIR, Role.OFFICER, Role.MONITOR)


def check_can_see_coverage(user: User) -> None:
    if not can_see_coverage(user):
        raise PermissionDenied
