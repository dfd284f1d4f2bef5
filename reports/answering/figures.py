"""Villages and organisations on one closed day beside those who answer for them. A score of queries at any size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import Commune, User
from organisations.models import Organisation
from reports.answering.standing import UNKNOWN, ClosedDay, Standing, closed_day
from reports.models import DailySummary, MailPlan, Reminder, Target
from surveys.models import HomeVisit
from thongnhat_portal.days import start_of
from villages.models import Village

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Reminded:
    """Reminders up to the evening of the day shown."""

    count: int = 0
    last: datetime | None = None


Reminders = Mapping[tuple[int | None, int | None], Reminded]  # by keys of village and organisation; one is None


@dataclass(frozen=True)
class Unit:
    """A village or an organisation, those who answer for it, and how it stands."""

    place: Village | Organisation
    who: Sequence[str]
    standing: Standing
    last_activity: date | None
    """The last visit captured in the village, or the day of the organisation's last staff report; None: never any."""
    silent_days: int | None
    silent_after: int
    reminded: Reminded
    rank: int = 0
    before: int | None = None
    """The rank of a week before; None: it had none."""

    @property
    def is_silent(self) -> bool:
        return self.silent_days is None or self.silent_days >= self.silent_after

    @property
    def has_own_target(self) -> bool:
        return self.standing.target is not None and self.standing.target.village_id is not None

    @property
    def moved(self) -> int | None:
        """Places won since a week before; below zero: lost."""
        return None if self.before is None else self.before - self.rank

    @property
    def lost(self) -> int:
        return max(-(self.moved or 0), 0)

    @property
    def is_village(self) -> bool:
        return isinstance(self.place, Village)


@dataclass(frozen=True)
class Answers:
    """Both leagues stand best first."""

    summary: DailySummary
    target: Target | None
    compared_with: date | None
    villages: Sequence[Unit]
    organisations: Sequence[Unit]


def answers(user: User, commune: Commune, until: date | None = None) -> Answers | None:
    """How all stood on the last closed day up to `until`; None before the first. Reminders as `user` may see them."""
    shown = closed_day(commune, until)
    if shown is None:
        return None
    earlier = closed_day(commune, shown.day - WEEK)
    reminders = _reminders(user, commune, shown.day + DAY)
    villages = _villages(commune, shown, reminders)
    organisations = _organisations(commune, shown, reminders)
    return Answers(
        summary=shown.summary,
        target=shown.target,
        compared_with=earlier.day if earlier else None,
        villages=_league(villages, earlier.villages if earlier else {}),
        organisations=_league(organisations, earlier.organisations if earlier else {}),
    )


def _reminders(user: User, commune: Commune, before: date) -> Reminders:
    sent = Reminder.objects.visible_to(user).filter(commune=commune, sent_at__lt=start_of(before)).order_by()
    counted = sent.values_list("village", "organisation").annotate(n=Count("pk"), last=Max("sent_at"))
    return {(village, organisation): Reminded(n, last) for village, organisation, n, last in counted}


def _villages(commune: Commune, shown: ClosedDay, reminders: Reminders) -> list[Unit]:
    silent_after = MailPlan.objects.of(commune).silent_days
    return [
        Unit(
            village,
            [head.full_name for head in village.heads.all()],
            shown.villages.get(village.pk, UNKNOWN),
            *_silence(_day_of(last_visit_at), shown.day),
            silent_after,
            reminders.get((village.pk, None), Reminded()),
        )
        for village, last_visit_at in _with_last_visits(commune, shown.day + DAY)
    ]


def _with_last_visits(commune: Commune, before: date) -> list[tuple[Village, datetime | None]]:
    """Each asks the index for its newest visit; nothing walks through history."""
    visits = HomeVisit.objects.filter(village=OuterRef("pk")).knocks().captured_before(before).newest_first()
    villages = Village.objects.filter(commune=commune).prefetch_related("heads")
    found = villages.annotate(last_visit_at=Subquery(visits.values("captured_at")[:1]))
    return [(village, village.last_visit_at) for village in found]  # type: ignore[attr-defined]


def _day_of(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _organisations(commune: Commune, shown: ClosedDay, reminders: Reminders) -> list[Unit]:
    there = Q(retired_at=None) | Q(retired_at__gte=start_of(shown.day + DAY))
    return [
        Unit(
            organisation,
            [
                name
                for name in (organisation.head_name, *(one.full_name for one in organisation.reporters.all()))
                if name
            ],
            shown.organisations.get(organisation.pk, UNKNOWN),
            *_silence(shown.reports[organisation.pk].as_of if organisation.pk in shown.reports else None, shown.day),
            organisation.report_every_days + 1,  # on the day it is due it is not late
            reminders.get((None, organisation.pk), Reminded()),
        )
        for organisation in Organisation.objects.filter(there, commune=commune).prefetch_related("reporters")
    ]


def _silence(last: date | None, day: date) -> tuple[date | None, int | None]:
    return last, (day - last).days if last else None


def _league(units: Iterable[Unit], earlier: Mapping[int, Standing]) -> list[Unit]:
    """Best first; whoever cannot be told stands last."""
    found = list(units)
    now = _ranks({unit.place.pk: unit.standing for unit in found})
    before = _ranks(earlier)
    ranked = [replace(unit, rank=now[unit.place.pk], before=before.get(unit.place.pk)) for unit in found]
    return sorted(ranked, key=lambda unit: unit.rank)


def _ranks(standings: Mapping[int, Standing]) -> dict[int, int]:
    """1 for the largest share; equal shares have one rank, and the next is as many lower."""
    shares = {key: -1.0 if found.share is None else found.share for key, found in standings.items()}
    return {key: 1 + sum(other > share for other in shares.values()) for key, share in shares.items()}
