"""Who may do what in tracing; a case handed in was fetched within what the user sees."""

from django.core.exceptions import PermissionDenied

from accounts.models import Role, User


def can_trace(user: User) -> bool:
    """Open cases, look for contacts, follow them up: the health station."""
    return user.has_role(Role.HEALTH)


def check_can_trace(user: User) -> None:
    if not can_trace(user):
        raise PermissionDenied


def can_see_cases(user: User) -> bool:
    """The health station; and the chair, masked, to know what is signed."""
    return user.has_role(Role.HEALTH, Role.CHAIR)


def check_can_see_cases(user: User) -> None:
    if not can_see_cases(user):
        raise PermissionDenied


def can_sign(user: User) -> bool:
    """Sign or refuse the opening of identities: the chair."""
    return user.has_role(Role.CHAIR)


def check_can_sign(user: User) -> None:
    if not can_sign(user):
        raise PermissionDenied
