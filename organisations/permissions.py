"""Who may do what with organisations and their reports; one handed in was fetched within what the user sees."""

from django.core.exceptions import PermissionDenied

from accounts.models import Role, User
from organisations.models import Organisation


def can_see_organisations(user: User) -> bool:
    return user.has_role(Role.CHAIR, Role.OFFICER, Role.REPORTER)


def check_can_see_organisations(user: User) -> None:
    if not can_see_organisations(user):
        raise PermissionDenied


def can_keep_organisations(user: User) -> bool:
    """Register, edit, retire and restore them; name their reporters."""
    return user.has_role(Role.OFFICER)


def check_can_keep_organisations(user: User) -> None:
    if not can_keep_organisations(user):
        raise PermissionDenied


def can_edit_organisation(user: User, organisation: Organisation) -> bool:
    return can_keep_organisations(user) and organisation.is_active


def check_can_edit_organisation(user: User, organisation: Organisation) -> None:
    if not can_edit_organisation(user, organisation):
        raise PermissionDenied


def can_report_staff(user: User, organisation: Organisation) -> bool:
    """Its reporter; the officer types for one that sent its figures on paper."""
    return user.has_role(Role.OFFICER, Role.REPORTER) and organisation.is_active


def check_can_report_staff(user: User, organisation: Organisation) -> None:
    if not can_report_staff(user, organisation):
        raise PermissionDenied


def can_send_rosters(user: User) -> bool:
    """The officer for all organisations, a reporter for the own: the form offers no other."""
    return user.has_role(Role.OFFICER, Role.REPORTER)


def check_can_send_rosters(user: User) -> None:
    if not can_send_rosters(user):
        raise PermissionDenied


def can_see_overlap(user: User) -> bool:
    """Not a reporter: a roster of one would tell what the survey saw at that person's home."""
    return user.has_role(Role.CHAIR, Role.OFFICER)


def can_lend_volunteers(user: User, organisation: Organisation) -> bool:
    """Name the lent volunteers of a mass organisation: the officer, or its own reporter."""
    return can_report_staff(user, organisation) and organisation.lends_volunteers


def check_can_lend_volunteers(user: User, organisation: Organisation) -> None:
    if not can_lend_volunteers(user, organisation):
        raise PermissionDenied
