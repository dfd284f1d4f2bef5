"""The invented campaign: which door was knocked on when, and what was seen. No database."""

# ruff: noqa: S311 - drawn from a seed so that every demo is the same; nothing here is a secret

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import accumulate
from math import exp
from random import Random
from uuid import UUID

from demo.register import Home, Person, VillagePlan, homes
from surveys.drafts import PhoneSeen, VisitDraft
from surveys.models import NotInstalledReason, Outcome, PhoneKind
from surveys.models.visit import SETTLING
from thongnhat_portal.days import start_of

STARTS_ON, DUE_ON = date(2021, 6, 25), date(2021, 7, 30)
DAYS = (DUE_ON - STARTS_ON).days + 1
FIRST_MINUTE, LAST_MINUTE = 7 * 60, 20 * 60 + 30  # doors are knocked on between 7:00 and 20:30
EVENING, MORNING = 18 * 60 + 30, 9 * 60  # when most people are found: on weekdays, at weekends
KNOCKS_MOST = 4
REASONS = {
    NotInstalledReason.TOO_OLD: 24,
    NotInstalledReason.CANNOT: 18,
    NotInstalledReason.OWNER_AWAY: 18,
    NotInstalledReason.FULL: 14,
    NotInstalledReason.NO_INTERNET: 12,
    NotInstalledReason.UNWILLING: 9,
    NotInstalledReason.OTHER: 5,
}
OUTCOMES = (Outcome.COMPLETED, Outcome.ABSENT, Outcome.REFUSED, Outcome.MOVED_AWAY)
FIRST_CHANCES, CHANCES_AFTER_REFUSAL = (0.80, 0.15, 0.043, 0.007), (0.5, 0.1, 0.4, 0)


@dataclass(frozen=True)
class Knock:
    """One visit as it was captured, and when it reached the server."""

    draft: VisitDraft
    received_at: datetime


def journal(plan: VillagePlan, *, seed: int) -> Iterator[tuple[Home, list[Knock]]]:
    """Every household of a village with its visits, oldest first."""
    rng = Random(f"campaign {seed} {plan.code}")
    for home in homes(plan, seed=seed):
        reached = rng.random() < plan.reached
        yield home, list(_knocks(home, plan.willing, rng)) if reached else []


def _weight(day: int) -> float:
    """How much is done on a day, counted from 0: a slow start, strong middle weeks, a flat end."""
    place = day / (DAYS - 1)
    return (exp(-(((place - 0.45) / 0.24) ** 2)) + 0.07) * (1.6 if _is_weekend(day) else 1)


def _is_weekend(day: int) -> bool:
    return (STARTS_ON + timedelta(days=day)).weekday() >= 5


_CUMULATED = list(accumulate(map(_weight, range(DAYS))))


def _first_day(place: float, rng: Random) -> int:
    """The day on which a walk gets to this place of its group, give or take."""
    share = abs(place + rng.uniform(-0.08, 0.08))
    share = min(share, 2 - share)  # mirrored at both ends, so that nothing piles up on the first and last day
    return bisect(_CUMULATED, share * _CUMULATED[-1])


def _knocks(home: Home, willing: float, rng: Random) -> Iterator[Knock]:
    """Until somebody answers, four times at the most; then perhaps once more for those without Bluezone."""
    day, chances = _first_day(home.place, rng), FIRST_CHANCES
    for _attempt in range(KNOCKS_MOST):
        if day >= DAYS:
            return
        outcome = rng.choices(OUTCOMES, chances)[0]
        knock = _knock(outcome, day, home.people, willing, rng)
        yield knock
        if outcome in SETTLING:
            yield from _second_round(knock, day, rng)
            return
        chances = CHANCES_AFTER_REFUSAL if outcome == Outcome.REFUSED else FIRST_CHANCES
        day += rng.randint(2, 8)


def _knock(outcome: Outcome, day: int, people: Sequence[Person], willing: float, rng: Random) -> Knock:
    if outcome != Outcome.COMPLETED:
        later = outcome == Outcome.ABSENT and rng.random() < 0.3
        return _captured(day, rng, outcome=outcome, note="Hẹn quay lại buổi tối" if later else "")
    lodgers = rng.choices((0, 1, 2), (95, 4, 1))[0]
    phones = [phone for person in people for phone in _phones(person, willing, rng)]
    phones += [_smartphone("", "", willing, rng) for _ in range(lodgers)]
    return _captured(day, rng, outcome=outcome, members=len(people) + lodgers, phones=phones)


def _captured(
    day: int,
    rng: Random,
    *,
    outcome: Outcome,
    members: int = 0,
    note: str = "",
    phones: Sequence[PhoneSeen] = (),
) -> Knock:
    minute = rng.triangular(FIRST_MINUTE, LAST_MINUTE, MORNING if _is_weekend(day) else EVENING)
    at = start_of(STARTS_ON + timedelta(days=day)) + timedelta(seconds=int(minute * 60))
    uuid = UUID(int=rng.getrandbits(128), version=4)
    draft = VisitDraft(uuid, captured_at=at, outcome=outcome, members=members, note=note, phones=phones)
    return Knock(draft, received_at=at + timedelta(minutes=rng.randint(1, 90)))


def _phones(person: Person, willing: float, rng: Random) -> Iterator[PhoneSeen]:
    """A person's phone; now and then a second one, never with Bluezone. Owners and numbers may stay empty."""
    owner = person.name if rng.random() < 0.85 else ""
    number = person.number if rng.random() < 0.75 else ""
    if person.kind == PhoneKind.BASIC:
        yield PhoneSeen(PhoneKind.BASIC, owner, number)
    elif person.kind == PhoneKind.SMART:
        yield _smartphone(owner, number, willing, rng)
        if owner and rng.random() < 0.04:
            yield PhoneSeen(PhoneKind.SMART, owner, reason=_reason(rng))


def _smartphone(owner: str, number: str, willing: float, rng: Random) -> PhoneSeen:
    if rng.random() < willing:
        on_the_spot = rng.random() < 0.55
        return PhoneSeen(PhoneKind.SMART, owner, number, installed=True, installed_on_the_spot=on_the_spot)
    return PhoneSeen(PhoneKind.SMART, owner, number, reason=_reason(rng))


def _reason(rng: Random) -> NotInstalledReason:
    return rng.choices(list(REASONS), list(REASONS.values()))[0]


def _second_round(first: Knock, day: int, rng: Random) -> Iterator[Knock]:
    """Some households are asked again about the phones that lacked Bluezone, and half of those get it."""
    day += rng.randint(4, 12)
    missing = any(phone.reason for phone in first.draft.phones)
    if missing and day < DAYS and rng.random() < 0.35:
        phones = [_seen_again(phone, rng) for phone in first.draft.phones]
        yield _captured(day, rng, outcome=Outcome.COMPLETED, members=first.draft.members, phones=phones)


def _seen_again(phone: PhoneSeen, rng: Random) -> PhoneSeen:
    if phone.reason and rng.random() < 0.5:
        return replace(phone, installed=True, installed_on_the_spot=True, reason="")
    return replace(phone, installed_on_the_spot=False)
