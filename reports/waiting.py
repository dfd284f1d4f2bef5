"""What waits for somebody, as it stands now: unsent work on phones, places and posters. Counts, no person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Sum

from accounts.models import Commune, User
from checkins.alerts import quiet_posters, stray_posters, swapped_posters
from intake.models import Device
from thongnhat_portal.remembering import remembered
from venues.models import RequiredPlace, Venue


@dataclass(frozen=True)
class Posters:
    """Posters that want looking at."""

    quiet: int
    stray: int
    swapped: int


@dataclass(frozen=True)
class Waiting:
    devices: int
    unsent: int
    oldest: datetime | None
    """Since when the oldest record waits on a phone."""
    without_poster: int
    """Open venues."""
    to_approve: int
    places: int
    """Listed as requiring a poster, and no venue yet."""


def waiting(commune: Commune) -> Waiting:
    """Four queries. What a phone holds is what it last said of itself."""
    phones = Device.objects.filter(commune=commune).with_unsent().order_by()
    unsent = phones.aggregate(devices=Count("pk"), records=Sum("unsent"), oldest=Min("oldest_unsent_at"))
    return Waiting(
        devices=unsent["devices"],
        unsent=unsent["records"] or 0,
        oldest=unsent["oldest"],
        without_poster=Venue.objects.filter(commune=commune).open().without_live_poster().count(),
        to_approve=Venue.objects.filter(commune=commune, status=Venue.Status.PENDING).count(),
        places=RequiredPlace.objects.filter(commune=commune).open().count(),
    )


def posters(user: User) -> Posters:
    """Of the commune of whoever leads it. Remembered for ten minutes, for it looks into the check-ins kept."""

    def read() -> Posters:
        return Posters(len(quiet_posters(user)), len(stray_posters(user)), len(swapped_posters(user)))

    return remembered(f"posters.1:{user.commune_id}", read)
