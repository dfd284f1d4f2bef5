# ruff: noqa: S311 - invented people need no secrecy, only the same numbers each time
"""Two cases of the health station over the visits of the last days: one confirmed, one suspected. Invented people."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from accounts.models import Commune, User
from checkins.models import CheckIn, Provenance
from demo.names import family_name, full_name, mobile
from thongnhat_portal.days import start_of
from tracing.cases.actions import notify_venue, open_case
from tracing.models import Case, CaseKind

CONFIRMED_DAYS, SUSPECTED_DAYS = (8, 7, 6, 5, 4, 3, 2), (3, 2)  # days ago on which they were seen somewhere
AFTER, STAYED = timedelta(minutes=10), timedelta(minutes=55)


def store_cases(commune: Commune, health: User, *, seed: int) -> None:
    """Opened by `health`; the first venue of the confirmed case is told."""
    today, rng = timezone.localdate(), Random(f"cases {seed}")
    confirmed = _case(CaseKind.CONFIRMED, today, "Phiếu kết quả xét nghiệm số 07/KQ-XN (mẫu)", tested=1, onset=6)
    suspected = _case(CaseKind.SUSPECTED, today, "Báo cáo nhanh của trạm y tế số 03 (mẫu)", tested=0)
    for case, days in ((confirmed, CONFIRMED_DAYS), (suspected, SUSPECTED_DAYS)):
        phone = mobile(rng)
        CheckIn.objects.bulk_create(_visits(commune, [today - timedelta(days=n) for n in days], phone, rng))
        open_case(actor=health, case=case, phones=[phone])
    first = confirmed.stays.select_related("case__commune", "venue").first()
    if first:
        notify_venue(actor=health, stay=first, text="Khử khuẩn địa điểm, giữ danh sách khách và chờ trạm y tế gọi.")


def _case(kind: CaseKind, today: date, reference: str, *, tested: int, onset: int | None = None) -> Case:
    """Tested, and ill since, so many days ago."""
    onset_on = None if onset is None else today - timedelta(days=onset)
    tested_on = today - timedelta(days=tested)
    return Case(
        kind=kind,
        authority_reference=reference,
        reason="Xác định người tiếp xúc theo Công văn số 210/UBND, mục 3.3",
        onset_on=onset_on,
        tested_on=tested_on,
        infectious_from=start_of(onset_on - timedelta(days=2) if onset_on else tested_on - timedelta(days=3)),
        infectious_until=start_of(today + timedelta(days=1)),
    )


def _visits(commune: Commune, days: list[date], phone: str, rng: Random) -> Iterator[CheckIn]:
    """Each day to a place where somebody else had just come; now and then without checking out."""
    name = full_name(rng, family_name(rng), female=rng.random() < 0.5)
    for number, day in enumerate(days):
        others = CheckIn.objects.on_day(day).filter(venue__commune=commune).order_by("entered_at", "pk")
        met = others.select_related("venue")[rng.randrange(count)] if (count := others.count()) else None
        if met is None:
            continue
        entered_at = met.entered_at + AFTER
        yield CheckIn(
            venue=met.venue,
            poster_id=met.poster_id,
            public_id=UUID(int=rng.getrandbits(128), version=4),
            token=UUID(int=rng.getrandbits(128), version=4),
            body_hash="demo",
            entered_at=entered_at,
            left_at=entered_at + STAYED if number % 3 else None,
            presumed_left_at=entered_at + timedelta(minutes=met.venue.usual_stay),
            received_at=entered_at,
            provenance=Provenance.DEMO,
            name=name,
            phone=phone,
        )
