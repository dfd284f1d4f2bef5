from django.core.exceptions import PermissionDenied

from accounts.models import Role, User


def can_issue_cards(user: User) -> bool:
    """The officer in the whole commune, a village head in the own village: forms offer no other."""
    return user.has_role(Role.OFFICER, Role.VILLAGE_HEAD)


def check_can_issue_cards(user: User) -> None:
    if not can_issue_cards(user):
        raise PermissionDenied
