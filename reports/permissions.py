from django.core.exceptions import PermissionDenied

from accounts.models import Role, User


def can_see_dashboard(user: User) -> bool:
    return user.has_role(Role.CHAIR, Role.OFFICER, Role.SUPERVISOR)


def check_can_see_dashboard(user: User) -> None:
    if not can_see_dashboard(user):
        raise PermissionDenied


def can_open_lists(user: User) -> bool:
    """The households behind a number, those of one's own villages for a village head; a supervisor sees no person."""
    return user.has_role(Role.CHAIR, Role.OFFICER, Role.VILLAGE_HEAD)


def check_can_open_lists(user: User) -> None:
    if not can_open_lists(user):
        raise PermissionDenied


def check_can_see_village_figures(user: User) -> None:
    if not (can_see_dashboard(user) or can_open_lists(user)):
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


def can_write_documents(user: User) -> bool:
    return user.has_role(Role.CHAIR, Role.OFFICER)


def check_can_write_documents(user: User) -> None:
    if not can_write_documents(user):
        raise PermissionDenied


def can_send_mails(user: User) -> bool:
    return user.has_role(Role.CHAIR, Role.OFFICER)


def check_can_send_mails(user: User) -> None:
    if not can_send_mails(user):
        raise PermissionDenied


def can_see_targets(user: User) -> bool:
    """What was asked of whom; of one commune, that of the user."""
    return user.has_role(Role.CHAIR, Role.OFFICER)


def check_can_see_targets(user: User) -> None:
    if not can_see_targets(user):
        raise PermissionDenied


def can_see_answers(user: User) -> bool:
    """Who answers for what, how long they have been silent, how often they were reminded."""
    return user.has_role(Role.CHAIR, Role.OFFICER)


def can_see_league(user: User) -> bool:
    """How the villages stand beside each other: among officials, small numbers too, unlike the public page."""
    return can_see_answers(user) or user.has_role(Role.VILLAGE_HEAD)


def check_can_see_league(user: User) -> None:
    if not can_see_league(user):
        raise PermissionDenied


def can_see_quality(user: User) -> bool:
    """What in the data does not look right, with the households behind it; a village head of the own village."""
    return user.has_role(Role.CHAIR, Role.OFFICER, Role.VILLAGE_HEAD)


def check_can_see_quality(user: User) -> None:
    if not can_see_quality(user):
        raise PermissionDenied
