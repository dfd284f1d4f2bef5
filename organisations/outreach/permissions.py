"""Who may do what with outreach; an activity handed in was fetched within what the user sees."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied

from accounts.models import Role, User
from organisations.models import OutreachActivity

OWN_CHANGES = timedelta(hours=48)  # after that only the officer changes what was recorded
LOGGERS = (Role.OFFICER, Role.VILLAGE_HEAD, Role.REPORTER)


def can_see_outreach(user: User) -> bool:
    return user.has_role(Role.CHAIR, *LOGGERS)


def check_can_see_outreach(user: User) -> None:
    if not can_see_outreach(user):
        raise PermissionDenied


def can_log_outreach(user: User) -> bool:
    """The officer anywhere, a village head in the own village, a reporter for the own organisation: the form offers
    no other."""
    return user.has_role(*LOGGERS)


def check_can_log_outreach(user: User) -> None:
    if not can_log_outreach(user):
        raise PermissionDenied


def can_change_activity(user: User, activity: OutreachActivity, now: datetime) -> bool:
    """Correct or delete: who recorded it, for 48 hours; the officer always."""
    is_own = can_log_outreach(user) and activity.recorded_by_id == user.pk
    return user.has_role(Role.OFFICER) or (is_own and now < activity.recorded_at + OWN_CHANGES)


def check_can_change_activity(user: User, activity: OutreachActivity, now: datetime) -> None:
    if not can_change_activity(user, activity, now):
        raise PermissionDenied
