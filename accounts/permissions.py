"""Who may do what with accounts and communes; each question has a raising twin."""

from django.core.exceptions import PermissionDenied

from accounts.models import MANAGED_ROLES, Commune, Role, User


def can_manage_accounts(user: User) -> bool:
    return user.role in MANAGED_ROLES


def check_can_manage_accounts(user: User) -> None:
    if not can_manage_accounts(user):
        raise PermissionDenied


def can_edit_commune(user: User, commune: Commune) -> bool:
    return user.has_role(Role.ADMIN) and (user.sees_all_communes or user.commune_id == commune.pk)


def check_can_edit_commune(user: User, commune: Commune) -> None:
    if not can_edit_commune(user, commune):
        raise PermissionDenied


def can_see_communes(user: User) -> bool:
    return user.has_role(Role.ADMIN)


def check_can_see_communes(user: User) -> None:
    if not can_see_communes(user):
        raise PermissionDenied


def can_see_jobs(user: User) -> bool:
    """What runs by itself names no person; of what people asked for everybody sees their own."""
    return user.has_role(Role.ADMIN, Role.CHAIR, Role.OFFICER)


def check_can_see_jobs(user: User) -> None:
    if not can_see_jobs(user):
        raise PermissionDenied


def can_see_audit(user: User) -> bool:
    """The health station sees the events of its cases; AuditEvent.visible_to says who sees which."""
    return user.has_role(Role.ADMIN, Role.CHAIR, Role.HEALTH)


def check_can_see_audit(user: User) -> None:
    if not can_see_audit(user):
        raise PermissionDenied
