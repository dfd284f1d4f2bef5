"""Deeds on outreach activities; each leaves an audit event."""

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from organisations.models import OutreachActivity
from thongnhat_portal.days import TAPPED_TWICE
from venues.photos.pictures import Picture

TOLD = ("kind", "day", "village_id", "organisation_id", "place", "by_whom", "reached", "note")


@transaction.atomic
def log_activity(*, actor: User, activity: OutreachActivity, picture: Picture | None) -> None:
    """Tapped twice it is one."""
    User.objects.get_queryset().select_for_update().get(pk=actor.pk)
    recent = OutreachActivity.objects.filter(recorded_by=actor, recorded_at__gt=timezone.now() - TAPPED_TWICE)
    last = recent.with_photo_known().order_by("-pk").first()
    if last and all(getattr(last, name) == getattr(activity, name) for name in TOLD):
        return
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
