from django.core.exceptions import PermissionDenied

from accounts.models import Role, User


def can_keep(user: User) -> bool:
    """Keepers, and the health station at its own door."""
    return user.has_role(Role.KEEPER, Role.HEALTH)


def check_can_keep(user: User) -> None:
    if not can_keep(user):
        raise PermissionDenied


def can_see_retention(user: User) -> bool:
    return user.has_role(Role.ADMIN, Role.CHAIR, Role.OFFICER, Role.HEALTH)


def check_can_see_retention(user: User) -> None:
    if not can_see_retention(user):
        raise PermissionDenied
