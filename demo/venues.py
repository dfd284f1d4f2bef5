# ruff: noqa: S311 - invented people need no secrecy, only the same numbers each time
"""Sixty invented venues over all categories, and the visits to them: in the campaign, and in the last fourteen days."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from accounts.models import Commune, User
from checkins.models import CheckIn, Provenance
from demo.campaign import DUE_ON, STARTS_ON
from demo.names import family_name, full_name, mobile
from thongnhat_portal.days import start_of
from venues.actions import approve_venue, register_venue
from venues.models import Category, Poster, Venue
from villages.models import Village

VENUES = 60
RECENT_DAYS = 14
BATCH = 1_000
NAMES = {
    Category.OFFICE: ("Trụ sở Hợp tác xã", "Bưu điện xã", "Quỹ tín dụng"),
    Category.FACTORY: ("Xưởng mộc", "Cơ sở may", "Lò gạch"),
    Category.EATERY: ("Quán phở", "Quán cơm", "Quán bún"),
    Category.MASSAGE: ("Cơ sở xoa bóp bấm huyệt",),
    Category.BEAUTY: ("Tiệm cắt tóc", "Tiệm làm đầu"),
    Category.GYM: ("Phòng tập thể hình", "Nhà tập cầu lông"),
    Category.MEETING: ("Hội nghị tập huấn",),
    Category.OTHER_BUSINESS: ("Điểm sửa xe", "Tiệm ảnh"),
    Category.COMMITTEE: ("Trụ sở UBND xã",),
    Category.SCHOOL: ("Trường Tiểu học", "Trường THCS", "Trường Mầm non"),
    Category.MARKET: ("Chợ Thống Nhất",),
    Category.SHOP: ("Cửa hàng tạp hóa", "Hiệu thuốc", "Đại lý phân bón", "Cửa hàng gas"),
    Category.FUNERAL: ("Tang lễ cụ Mẫu",),
    Category.WEDDING: ("Đám cưới nhà ông Ba",),
    Category.SIGHTS: ("Khu du lịch Hồ Đá",),
    Category.PLAY: ("Quán bi-a", "Sân bóng mini"),
    Category.WORSHIP: ("Chùa", "Đình làng", "Nhà thờ họ"),
    Category.OTHER_CROWDED: ("Nhà văn hóa",),
    Category.HEALTH_STATION: ("Trạm y tế xã",),
}
ONE_OF_A_KIND = (Category.COMMITTEE, Category.MARKET, Category.HEALTH_STATION, Category.SIGHTS)


def store_venues(commune: Commune, users: dict[str, User], *, seed: int) -> list[Poster]:
    """Registered by the officer and approved at once; `keeper` keeps the market, `health` the station."""
    rng = Random(f"venues {seed}")
    villages = list(Village.objects.filter(commune=commune))
    return [_store(venue, users) for venue in _venues(commune, villages, rng)]


def _venues(commune: Commune, villages: Sequence[Village], rng: Random) -> Iterator[Venue]:
    """One of each category first, then further ones of those of which there are many."""
    further = [category for category in Category if category not in ONE_OF_A_KIND and not category.is_event]
    categories = [*Category, *rng.choices(further, k=VENUES - len(Category))]
    for number, category in enumerate(categories):
        name = NAMES[category][number % len(NAMES[category])]
        if category not in ONE_OF_A_KIND and not category.is_event:
            name = f"{name} {villages[number % len(villages)].name} {number // len(villages) + 1}"
        venue = Venue(commune=commune, village=villages[number % len(villages)], category=category, name=name)
        venue.asks_health = category.asks_health
        if category.is_event:
            venue.starts_at = start_of(timezone.localdate()) + timedelta(hours=8)
            venue.ends_at = venue.starts_at + timedelta(hours=8)
        yield venue


def _store(venue: Venue, users: dict[str, User]) -> Poster:
    keeper = {Category.MARKET: "keeper", Category.HEALTH_STATION: "health"}.get(Category(venue.category))
    register_venue(actor=users["officer"], venue=venue, keepers=[users[keeper]] if keeper else [])
    return approve_venue(actor=users["officer"], venue=venue)


def store_campaign_visits(posters: Sequence[Poster], *, seed: int, factor: float) -> None:
    """From few to many a day, as posters went up; their rows are purged once the days are closed."""
    days = [STARTS_ON + timedelta(days=n) for n in range((DUE_ON - STARTS_ON).days + 1)]
    for number, day in enumerate(days):
        _store_day(posters[: 8 + number * 2], day, visits=int((15 + 5 * number) * factor), seed=seed)


def store_recent_visits(posters: Sequence[Poster], *, seed: int, factor: float) -> None:
    """The last fourteen days and today up to this hour. About a fifth of the venues is scanned on a day, as it was."""
    today = timezone.localdate()
    for number in range(RECENT_DAYS, -1, -1):
        day = today - timedelta(days=number)
        rng = Random(f"{seed} {day}")
        scanned = [*_watched(posters), *rng.sample(list(posters), k=rng.randint(7, 12))]
        _store_day(scanned, day, visits=int(rng.randint(80, 160) * factor), seed=seed)


def _watched(posters: Sequence[Poster]) -> list[Poster]:
    """At the market and the health station a keeper sees to it."""
    return [poster for poster in posters if poster.venue.category in (Category.MARKET, Category.HEALTH_STATION)]


def _store_day(posters: Sequence[Poster], day: date, *, visits: int, seed: int) -> None:
    rng = Random(f"visits {seed} {day}")
    now = timezone.now()
    open_that_day = [poster for poster in posters if _is_on(poster.venue, day)]
    made = [_visit(rng.choice(open_that_day), day, rng) for _ in range(visits)]
    CheckIn.objects.bulk_create([visit for visit in made if visit.entered_at <= now], BATCH)


def _is_on(venue: Venue, day: date) -> bool:
    """An event has guests on its own day."""
    return venue.starts_at is None or timezone.localdate(venue.starts_at) == day


def _visit(poster: Poster, day: date, rng: Random) -> CheckIn:
    entered_at = timezone.make_aware(datetime.combine(day, time(rng.randint(6, 19), rng.randrange(60))))
    stay = timedelta(minutes=poster.venue.usual_stay)
    female = rng.random() < 0.5
    return CheckIn(
        venue=poster.venue,
        poster=poster,
        public_id=UUID(int=rng.getrandbits(128), version=4),
        token=UUID(int=rng.getrandbits(128), version=4),
        body_hash="demo",
        entered_at=entered_at,
        left_at=entered_at + stay * rng.random() if rng.random() < 0.4 and day < timezone.localdate() else None,
        presumed_left_at=entered_at + stay,
        received_at=entered_at,
        provenance=Provenance.DEMO,
        name=full_name(rng, family_name(rng), female=female),
        phone=mobile(rng),
        companions=rng.choice((0, 0, 0, 1, 2)),
    )
