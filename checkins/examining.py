"""Looking for doubts in visits not yet examined: batch by batch, so that the work grows with what is new alone."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Commune
from checkins.doubts import (
    DEVICE_WINDOW,
    TWO_PLACES_WINDOW,
    Seen,
    doubt_of_time,
    in_two_places,
    many_from_device,
)
from checkins.models import CheckIn, CheckInQuerySet, Doubt
from venues.models import Venue

BATCH = 500
SEEN = ("pk", "venue", "venue__village", "entered_at", "left_at", "phone_index", "device_hash")


class Examined(NamedTuple):
    """How many visits were looked at, and how many doubts were found about them and about their neighbours."""

    visits: int
    doubts: int


def examine(*, commune: Commune | None = None, before: datetime | None = None) -> Examined:
    """Examine all visits that wait for it, oldest first; twice changes nothing. None: of every commune, to the last."""
    visits = doubts = 0
    waiting = CheckIn.objects.to_examine(commune=commune, before=before)
    while batch := [Seen(*row) for row in waiting.values_list(*SEEN)[:BATCH]]:
        doubts += _examine_batch(batch)
        visits += len(batch)
    return Examined(visits, doubts)


@transaction.atomic
def _examine_batch(batch: list[Seen]) -> int:
    """A neighbour examined earlier is marked too: only the later visit shows what is wrong with both."""
    found: defaultdict[int, int] = defaultdict(int)
    for doubt, visits in (
        *_doubts_of_time(batch),
        (Doubt.REVOKED_POSTER, _by_revoked_posters(batch)),
        (Doubt.TWO_PLACES, in_two_places(_seen(_of_same_phones(batch)))),
        (Doubt.MANY_FROM_DEVICE, many_from_device(_seen(_of_same_devices(batch)))),
    ):
        for visit in visits:
            found[visit] |= doubt
    _mark(found)
    CheckIn.objects.filter(pk__in=[visit.pk for visit in batch]).update(examined_at=timezone.now())
    return len(found)


def _doubts_of_time(batch: list[Seen]) -> list[tuple[Doubt, list[int]]]:
    places = Venue.objects.only("opens_at", "closes_at", "open_on", "starts_at", "ends_at")
    venues = places.in_bulk({visit.venue for visit in batch})
    doubts = [(doubt_of_time(venues[visit.venue], visit.entered_at), visit.pk) for visit in batch]
    return [(doubt, [visit]) for doubt, visit in doubts if doubt]


def _by_revoked_posters(batch: list[Seen]) -> Iterable[int]:
    batch_rows = CheckIn.objects.filter(pk__in=[visit.pk for visit in batch])
    return batch_rows.filter(entered_at__gte=F("poster__revoked_at")).values_list("pk", flat=True)


def _seen(visits: CheckInQuerySet | None) -> list[Seen]:
    return [Seen(*row) for row in visits.order_by("entered_at").values_list(*SEEN)] if visits is not None else []


def _of_same_phones(batch: list[Seen]) -> CheckInQuerySet | None:
    """Everything entered with the batch's phones around its time; the index of phone and time finds it."""
    own = [visit for visit in batch if visit.phone_index]
    if not own:
        return None
    times = [visit.entered_at for visit in own]
    around = (min(times) - TWO_PLACES_WINDOW, max(times) + TWO_PLACES_WINDOW)
    return CheckIn.objects.filter(phone_index__in={visit.phone_index for visit in own}, entered_at__range=around)


def _of_same_devices(batch: list[Seen]) -> CheckInQuerySet | None:
    """Everything entered with the batch's devices at its venues around its time."""
    own = [visit for visit in batch if visit.device_hash]
    if not own:
        return None
    times = [visit.entered_at for visit in own]
    around = (min(times) - DEVICE_WINDOW, max(times) + DEVICE_WINDOW)
    there = CheckIn.objects.filter(venue__in={visit.venue for visit in own}, entered_at__range=around)
    return there.filter(device_hash__in={visit.device_hash for visit in own})


def _mark(found: dict[int, int]) -> None:
    """One UPDATE for each combination of doubts; what was marked before stays marked."""
    by_doubts: defaultdict[int, list[int]] = defaultdict(list)
    for visit, doubts in found.items():
        by_doubts[doubts].append(visit)
    for doubts, visits in by_doubts.items():
        CheckIn.objects.filter(pk__in=visits).update(flags=F("flags").bitor(doubts))
