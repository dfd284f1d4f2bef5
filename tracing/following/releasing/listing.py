"""The stays a release may list, with the windows they would be frozen with, and which of them are open already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from tracing.models import Case, Release, ReleaseLine, Stay


@dataclass(frozen=True)
class Listable:
    """A counted stay of the case; `until_at` has the lingering margin in it. `open_until`: None where not covered."""

    stay: Stay
    from_at: datetime
    until_at: datetime
    open_until: datetime | None
    contacts: int


def listable(case: Case) -> list[Listable]:
    """Three queries, however many stays."""
    lines = ReleaseLine.objects.in_force(timezone.now()).filter(release__case=case).select_related("release")
    covering = [line for line in lines if line.release.least_minutes <= case.least_minutes]
    stays = case.stays.counted().select_related("venue__village").with_contact_counts(case.least_minutes)
    return [_listable(case, stay, covering) for stay in stays]


def _listable(case: Case, stay: Stay, covering: Iterable[ReleaseLine]) -> Listable:
    until_at = stay.until_at + case.lingering
    ends = [
        line.release.expires_at
        for line in covering
        if line.stay_id == stay.pk and line.from_at <= stay.from_at and line.until_at >= until_at
    ]
    contacts: int = stay.contact_count  # type: ignore[attr-defined]
    return Listable(stay, stay.from_at, until_at, max((end for end in ends if end), default=None), contacts)


def to_renew(release: Release) -> set[int]:
    """Keys of the stays that the release lists and that still count."""
    return set(release.lines.filter(stay__left_out_at=None).values_list("stay", flat=True))
