"""The outreach of the campaign: little at first, most before and in the strong middle weeks: one sees its work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from accounts.models import Commune, User
from demo.campaign import DAYS, STARTS_ON
from organisations.models import Organisation, OutreachActivity, OutreachKind
from thongnhat_portal.days import start_of
from villages.models import Village

YOUTH, WOMEN = "Đoàn Thanh niên", "Hội Liên hiệp Phụ nữ"
ALL_DAYS = range(DAYS)  # from 0, the first day of the campaign, a Friday
WEEKENDS = [number for number in ALL_DAYS if (STARTS_ON + timedelta(days=number)).weekday() >= 5]
WEDNESDAYS = [number for number in ALL_DAYS if (STARTS_ON + timedelta(days=number)).weekday() == 2]


@dataclass(frozen=True)
class Habit:
    """What is done again and again: on which days, how many it reaches, in how many villages (0: the whole commune)."""

    kind: OutreachKind
    days: Sequence[int]
    least: int
    most: int
    villages: int = 0
    by: str = "officer"
    organisation: str = ""
    by_whom: str = ""
    place: str = ""


HABITS = (
    Habit(OutreachKind.BANNER, (1, 4), 60, 140, villages=4, place="Cổng nhà văn hóa thôn"),
    Habit(OutreachKind.LOUDSPEAKER, range(0, 30, 2), 1800, 2600, by_whom="Đài truyền thanh xã"),
    Habit(OutreachKind.MEETING, [n for n in WEEKENDS if 5 <= n <= 26], 35, 90, villages=3, place="Nhà văn hóa thôn"),
    Habit(OutreachKind.SOCIAL_MEDIA, WEDNESDAYS, 250, 600, by="reporter", organisation=YOUTH),
    Habit(OutreachKind.LEAFLET, range(9, 25, 3), 70, 160, villages=1, organisation=WOMEN, place="Chợ và các ngõ"),
    Habit(OutreachKind.DOOR_TO_DOOR, range(3, DAYS, 6), 20, 55, villages=1, by="village_head"),
)


def store_outreach(commune: Commune, users: dict[str, User], made: dict[str, Organisation], rng: Random) -> None:
    """`made` holds the organisations by name."""
    activities = [activity for habit in HABITS for activity in _done(commune, habit, users, made, rng)]
    OutreachActivity.objects.bulk_create(activities)
    for activity in activities:
        activity.recorded_at = start_of(activity.day) + timedelta(hours=18)
    OutreachActivity.objects.bulk_update(activities, ["recorded_at"], batch_size=200)


def _done(
    commune: Commune, habit: Habit, users: dict[str, User], made: dict[str, Organisation], rng: Random
) -> Iterator[OutreachActivity]:
    """Nothing after today."""
    by = users[habit.by]
    villages = list(Village.objects.filter(commune=commune))
    if habit.by == "village_head":
        villages = list(by.headed_villages.all())
    for day in _days(habit):
        places = rng.sample(villages, k=min(habit.villages, len(villages))) if habit.villages else [None]
        for village in places:
            yield OutreachActivity(
                commune=commune,
                kind=habit.kind,
                day=day,
                village=village,
                reached=rng.randint(habit.least, habit.most),
                organisation=made.get(habit.organisation),
                by_whom=habit.by_whom,
                place=habit.place,
                recorded_by=by,
            )


def _days(habit: Habit) -> list[date]:
    days = [STARTS_ON + timedelta(days=number) for number in habit.days]
    return [day for day in days if day <= timezone.localdate()]
