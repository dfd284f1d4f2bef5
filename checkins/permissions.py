from django.core.exceptions import PermissionDenied

from accounts.models import Role, User


def can_keep(user: User) -> bool:
    """Keepers, and the health station at its own door."""
    return user.has_role(Role.KEEPER, Role.HEALTH)


def check_can_keep(user: User) -> None:
    if not can_keep(user):
        raise PermissionDenied


def can_see_alerts(user: User) -> bool:
    """The officer of the whole commune, a village head of the own village."""
    return user.has_role(Role.OFFICER, Role.VILLAGE_HEAD)


def check_can_see_alerts(user: User) -> None:
    if not can_see_alerts(user):
        raise PermissionDenied


def can_see_doubts(user: User) -> bool:
    """Doubtful visits, masked."""
    return user.has_role(Role.OFFICER)


def check_can_review_desk(user: User) -> None:
    """What a desk sent and could not simply be stored."""
    if not can_see_doubts(user):
        raise PermissionDenied


def can_see_declarations(user: User) -> bool:
    """The health station at its own door; no other keeper."""
    return user.has_role(Role.HEALTH)


def check_can_see_declarations(user: User) -> None:
    if not can_see_declarations(user):
        raise PermissionDenied


def can_see_retention(user: User) -> bool:
    return user.has_role(Role.ADMIN, Role.CHAIR, Role.OFFICER, Role.HEALTH)


def check_can_see_retention(user: User) -> None:
    if not can_see_retention(user):
        raise PermissionDenied
