"""Closing one ordinary day after two years of history, against after a week of it.

The register is the same, and every household was visited once before either began: a day's visits find a predecessor
in both, so that history alone makes the difference.
"""

from datetime import date, timedelta

from benchmarks.fresh import analyse, fresh_database, seconds

VISITS_A_DAY = 60
HOUSEHOLDS = 1_900


def measure(quick: bool) -> dict[str, float]:
    days = 90 if quick else 730
    return {"close_day_history_ratio": closing_after(days) / closing_after(7)}


def closing_after(days: int) -> float:
    """Seconds to close a day, the median of five days in a row, after `days` closed days of history."""
    from reports.actions import close_days

    fresh_database()
    commune, households, surveyor = build_register()
    start = date(2021, 1, 1)
    record(households, surveyor, start - timedelta(days=1), 0)
    for number in range(days):
        record(of_day(households, number), surveyor, start + timedelta(days=number), number)
    close_days(commune=commune, until=start + timedelta(days=days - 1))
    analyse()
    times = []
    for number in range(days, days + 5):
        record(of_day(households, number), surveyor, start + timedelta(days=number), number)
        day = start + timedelta(days=number)
        times.append(seconds(lambda day=day: close_days(commune=commune, until=day)))  # type: ignore[misc]
    return sorted(times)[2]


def build_register():  # type: ignore[no-untyped-def]
    from accounts.models import Commune, Role, User
    from villages.models import Household, Village

    commune = Commune.objects.create(name="Mẫu", slug="mau")
    surveyor = User.objects.create(username="surveyor", role=Role.SURVEYOR, commune=commune, full_name="Mẫu")
    villages = [Village(commune=commune, name=f"Thôn {number}") for number in range(8)]
    for village in villages:
        village.save()
    households = [
        Household(
            commune=commune, village=villages[number % 8], code=f"{number:06d}", head_name="Trần Mẫu", member_count=4
        )
        for number in range(HOUSEHOLDS)
    ]
    for household in households:
        household.set_keys()
    return commune, Household.objects.bulk_create(households), surveyor


def of_day(households, number: int):  # type: ignore[no-untyped-def]
    """The next ones in the round through the register."""
    return [households[(number * VISITS_A_DAY + n) % HOUSEHOLDS] for n in range(VISITS_A_DAY)]


def record(households, surveyor, day: date, number: int) -> None:  # type: ignore[no-untyped-def]
    from surveys.models import HomeVisit
    from tests.factories import at

    HomeVisit.objects.bulk_create(
        HomeVisit(
            household=household,
            village_id=household.village_id,
            surveyor=surveyor,
            captured_at=at(day, 8 + n % 10),
            outcome="completed",
            members=4,
            smartphones=2,
            installed=(number + n) % 3,
        )
        for n, household in enumerate(households)
    )
