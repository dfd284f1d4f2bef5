"""The checks: each a bounded list out of one or two queries, within what a user may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from reports.quality.pace import Hurry, Seen, hurries
from surveys.fieldwork.doubles import suspected
from surveys.models import HomeVisit, Outcome, Provenance
from surveys.models.visit import HomeVisitQuerySet
from surveys.permissions import can_direct_fieldwork
from villages.models import Household, Village

LIMIT = 50
RECENT_DAYS = 90
YEAR = timedelta(days=365)
MEMBERS_PLAUSIBLE = 15
MEMBERS_APART = 5
FUTURE_MARGIN = timedelta(minutes=2)
SKEW_MOST = 3600  # seconds; a clock that is wrong by more than an hour
NOT_TIMED = (Provenance.PAPER, Provenance.MERGE)  # their moment is not when somebody stood at the door


@dataclass(frozen=True)
class Finding:
    title: str
    detail: str
    address: str
    more: Sequence[tuple[str, str]] = ()
    """Further (words, address) that belong to it."""


@dataclass(frozen=True)
class Found:
    """The first findings, at most LIMIT."""

    findings: Sequence[Finding]
    count: int
    is_more: bool
    """Whether there are more than `count`, which was not counted to the end."""


def found(findings: Sequence[Finding], count: int | None = None) -> Found:
    """Of LIMIT + 1 findings one was only asked for to know that there are more."""
    shown = list(findings[:LIMIT])
    return Found(shown, len(shown) if count is None else count, count is None and len(findings) > LIMIT)


def recent_visits(user: User, today: date) -> HomeVisitQuerySet:
    return HomeVisit.objects.visible_to(user).captured_since(today - timedelta(days=RECENT_DAYS))


def populations(user: User, today: date) -> Found:
    """Villages whose official population is unknown or older than a year."""
    stale = Q(population=None) | Q(population_as_of__lt=today - YEAR)
    villages = Village.objects.visible_to(user).filter(stale)[: LIMIT + 1]
    return found([Finding(str(one), _population(one), one.get_absolute_url()) for one in villages])


def _population(village: Village) -> str:
    if village.population is None or village.population_as_of is None:
        return _("population unknown")
    facts = {"n": number_format(village.population), "day": date_format(village.population_as_of, "SHORT_DATE_FORMAT")}
    return _("%(n)s people, as of %(day)s") % facts


def crowded(user: User, today: date) -> Found:
    """Households with more than 15 members on the register, or in a survey of the last 90 days."""
    crowds = recent_visits(user, today).filter(members__gt=MEMBERS_PLAUSIBLE)
    largest = crowds.filter(household=OuterRef("pk")).order_by("-members").values("members")[:1]
    households = Household.objects.visible_to(user).living().select_related("village")
    too_many = Q(member_count__gt=MEMBERS_PLAUSIBLE) | Q(pk__in=crowds.order_by().values("household"))
    many = _first(households.filter(too_many).annotate(surveyed=Subquery(largest)))
    return found([_of_household(one, _members(one.member_count, one.surveyed)) for one in many])  # type: ignore[attr-defined]


def _members(n: int, surveyed: int | None) -> str:
    told = ngettext("%(n)d member on the register", "%(n)d members on the register", n) % {"n": n}
    if surveyed is None:
        return told
    return f"{told}, " + ngettext("%(n)d in a survey", "%(n)d in a survey", surveyed) % {"n": surveyed}


def _first(households: QuerySet[Household]) -> QuerySet[Household]:
    return households.defer("phone").order_by("village__sort_key", "head_sort", "code")[: LIMIT + 1]


def _of_household(household: Household, detail: str) -> Finding:
    place = f"{household.village.name} · {detail}"
    return Finding(f"{household.head_name} ({household.code})", place, household.get_absolute_url())


def doubles(user: User) -> Found:
    """Pairs of households that may be one; the whole register is walked once, as on the page of doubles."""
    pairs = suspected(Household.objects.visible_to(user))
    keys = {key for pair in pairs[:LIMIT] for key in pair}
    households = Household.objects.defer("phone").select_related("village").in_bulk(keys)
    can_compare = can_direct_fieldwork(user)
    findings = [_pair(households[older], households[newer], can_compare) for older, newer in pairs[:LIMIT]]
    return found(findings, len(pairs))


def _pair(older: Household, newer: Household, can_compare: bool) -> Finding:
    codes = f"{older.village.name} · {older.code}, {newer.code}"
    if can_compare:
        return Finding(older.head_name, codes, reverse("fieldwork:compare", args=[older.pk, newer.pk]))
    more = [(newer.code, newer.get_absolute_url())]
    return Finding(older.head_name, codes, older.get_absolute_url(), more)


def future(user: User, today: date) -> Found:
    """Visits dated after they were received, or from a device whose clock was wrong by more than an hour."""
    ahead = Q(captured_at__gt=F("received_at") + FUTURE_MARGIN)
    skewed = Q(clock_skew_s__gt=SKEW_MOST) | Q(clock_skew_s__lt=-SKEW_MOST)
    visits = recent_visits(user, today).filter(ahead | skewed).select_related("household", "surveyor")
    return found([_dated(visit) for visit in visits.defer("household__phone")[: LIMIT + 1]])


def _dated(visit: HomeVisit) -> Finding:
    facts = {
        "captured": date_format(timezone.localtime(visit.captured_at), "SHORT_DATETIME_FORMAT"),
        "received": date_format(timezone.localtime(visit.received_at), "SHORT_DATETIME_FORMAT"),
        "minutes": round(visit.clock_skew_s / 60),
        "who": visit.surveyor.full_name,
    }
    detail = _("%(who)s: dated %(captured)s, received %(received)s, the clock was wrong by %(minutes)d minutes") % facts
    return Finding(f"{visit.household.head_name} ({visit.household.code})", detail, visit.household.get_absolute_url())


def apart(user: User, today: date) -> Found:
    """Households whose surveys of the last 90 days differ by five members or more."""
    surveyed = recent_visits(user, today).filter(outcome=Outcome.COMPLETED).order_by().values("household")
    spread = surveyed.annotate(least=Min("members"), most=Max("members")).filter(most__gte=F("least") + MEMBERS_APART)
    rows = spread.order_by("-most", "household").values_list(
        "household", "household__code", "household__head_name", "household__village__name", "least", "most"
    )
    return found([_spread(*row) for row in rows[: LIMIT + 1]])


def _spread(pk: int, code: str, head: str, village: str, least: int, most: int) -> Finding:
    detail = _("between %(least)d and %(most)d members") % {"least": least, "most": most}
    return Finding(f"{head} ({code})", f"{village} · {detail}", reverse("households:detail", args=[pk]))


def hurried(user: User, today: date) -> Found:
    """Surveyors at an impossible pace (see `pace`), of visits with a moment of their own."""
    visits = recent_visits(user, today).filter(outcome=Outcome.COMPLETED).exclude(provenance__in=NOT_TIMED)
    columns = ("surveyor", "captured_at", "village", "household__alley_sort", "household")
    rows = visits.order_by("surveyor", "captured_at", "pk").values_list(*columns).iterator()
    quick = list(islice(hurries(Seen(*row) for row in rows), LIMIT + 1))
    names = dict(
        User.objects.get_queryset().filter(pk__in={one.surveyor for one in quick}).values_list("pk", "full_name")
    )
    return found([_too_quick(one, names[one.surveyor]) for one in quick])


def _too_quick(hurry: Hurry, name: str) -> Finding:
    since, until = timezone.localtime(hurry.since), timezone.localtime(hurry.until)
    facts = {
        "n": hurry.households,
        "day": date_format(since, "SHORT_DATE_FORMAT"),
        "since": f"{since:%H:%M}",
        "until": f"{until:%H:%M}",
    }
    told = (
        _("%(day)s: two alleys within a minute, at %(until)s")
        if hurry.is_two_alleys
        else _("%(day)s: %(n)d households surveyed between %(since)s and %(until)s")
    )
    return Finding(name, told % facts, reverse("households:detail", args=[hurry.household]))
