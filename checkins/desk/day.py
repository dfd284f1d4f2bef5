"""What a desk shows of today: its venues with who is inside, and masked visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Sum
from django.utils import timezone

from accounts.models import User
from checkins.models import CheckIn, Notice, PosterCheck
from venues.models import OldPosterScan, Venue

SHOWN_MOST = 200


def desk_of(user: User, now: datetime) -> dict[str, Any]:
    """Of the venues this person keeps; seven queries, however many visits. Never more of a visitor than masked."""
    assert user.commune is not None
    venues = list(Venue.objects.filter(keepers=user, commune=user.commune).exclude(status=Venue.Status.RETIRED))
    today = CheckIn.objects.visible_to(user).on_day(timezone.localdate(now))
    inside = _by_venue(
        CheckIn.objects.visible_to(user).inside(now).values("venue").annotate(n=Sum(F("companions") + 1))
    )
    checks = PosterCheck.objects.filter(venue__in=venues, checked_at__gte=_midnight(now)).passed()
    checked = _by_venue(checks.values("venue").annotate(n=Max("checked_at")))
    heeded = _to_heed(venues, user, now)
    return {
        "as_of": _iso(now),
        "user": user.pk,
        "retention_days": user.commune.retention_days,
        "venues": [_venue(venue, inside, checked) | heeded[venue.pk] for venue in venues],
        "visits": [_visit(visit) for visit in today.only(*_SHOWN)[:SHOWN_MOST]],
        "count": today.aggregate(n=Count("pk"))["n"],
    }


_SHOWN = ("public_id", "venue", "name", "phone", "companions", "entered_at", "left_at", "presumed_left_at")


def _venue(venue: Venue, inside: dict[int, Any], checked: dict[int, Any]) -> dict[str, Any]:
    return {
        "id": venue.pk,
        "name": venue.name,
        "capacity": venue.capacity,
        "usual_stay": venue.usual_stay,
        "inside": inside.get(venue.pk, 0),
        "checked_at": _iso(checked.get(venue.pk)),
    }


Heeded = dict[int, dict[str, list[dict[str, Any]]]]


def _to_heed(venues: Sequence[Venue], user: User, now: datetime) -> Heeded:
    """By venue: what the health station told it, and its old posters that people still scan in vain."""
    found: Heeded = {venue.pk: {"notices": [], "old_posters": []} for venue in venues}
    for notice in Notice.objects.visible_to(user).recent(now).filter(venue__in=venues):
        told = {"told_at": _iso(notice.told_at), "from_at": _iso(notice.from_at), "until_at": _iso(notice.until_at)}
        found[notice.venue_id]["notices"].append(told | {"text": notice.text})
    for old in OldPosterScan.objects.alerts(venues):
        found[old.venue_id]["old_posters"].append(
            {"version": old.version, "poster_label": old.label, "times": old.times}
        )
    return found


def _visit(visit: CheckIn) -> dict[str, Any]:
    return {
        "id": str(visit.public_id),
        "venue": visit.venue_id,
        "name": visit.masked_name,
        "phone": visit.masked_phone,
        "companions": visit.companions,
        "entered_at": _iso(visit.entered_at),
        "left_at": _iso(visit.left_at),
        "presumed_left_at": _iso(visit.presumed_left_at),
    }


def _by_venue(rows: Any) -> dict[int, Any]:
    return {row["venue"]: row["n"] for row in rows.order_by()}


def _midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _iso(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat() if moment else None
