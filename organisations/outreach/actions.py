"""Deeds on outreach activities; each leaves an audit event."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from organisations.models import OutreachActivity
from venues.photos.pictures import Picture


@transaction.atomic
def log_activity(*, actor: User, activity: OutreachActivity, picture: Picture | None) -> None:
    activity.recorded_by = actor
    activity.photo = picture.content if picture else None
    activity.save()
    _record(actor, "outreach.log", activity)


@transaction.atomic
def update_activity(*, actor: User, activity: OutreachActivity, picture: Picture | None, remove_photo: bool) -> None:
    """A new photo takes the place of the one before; without one it stays, unless it is to be removed."""
    if picture:
        activity.photo = picture.content
    elif remove_photo:
        activity.photo = None
    activity.save()
    _record(actor, "outreach.update", activity)


@transaction.atomic
def delete_activity(*, actor: User, activity: OutreachActivity) -> None:
    """Twice is harmless: another's click may have been first."""
    if OutreachActivity.objects.filter(pk=activity.pk).delete()[0]:
        _record(actor, "outreach.delete", activity)


def _record(actor: User, action: str, activity: OutreachActivity) -> None:
    audit.record(
        actor=actor,
        action=action,
        target=activity,
        commune=activity.commune,
        kind=activity.kind,
        day=activity.day.isoformat(),
        reached=activity.reached,
    )
