"""One phone number in many households. Families share phones, three households seldom do."""

from collections import defaultdict
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import ngettext

from accounts.models import User
from reports.quality.checks import LIMIT, Finding, Found, found, recent_visits
from surveys.models import HomeVisit, SurveyedPhone
from vault.masking import mask_phone

HOUSEHOLDS_LEAST = 3
SHOWN_EACH = 10
ROWS_MOST = 2000


def shared_phones(user: User, today: date) -> Found:
    """Numbers, masked, that stand in the newest survey of three households or more; surveys of the last 90 days."""
    phones = _newest(user, today)
    counted = phones.order_by().values("number_index").annotate(households=Count("visit__household", distinct=True))
    many = counted.filter(households__gte=HOUSEHOLDS_LEAST).order_by("-households", "number_index")
    numbers = list(many.values_list("number_index", "households")[: LIMIT + 1])
    return found(_findings(phones, numbers))


def _newest(user: User, today: date) -> QuerySet[SurveyedPhone]:
    newer = HomeVisit.objects.settling().filter(
        household=OuterRef("household"), captured_at__gt=OuterRef("captured_at")
    )
    visits = recent_visits(user, today).filter(~Exists(newer), household__retired_at=None)
    return SurveyedPhone.objects.filter(visit__in=visits.order_by()).exclude(number_index="")


def _findings(phones: QuerySet[SurveyedPhone], numbers: list[tuple[str, int]]) -> list[Finding]:
    rows = phones.filter(number_index__in=[index for index, _n in numbers]).select_related("visit__household")
    masked: dict[str, str] = {}
    seen: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for phone in rows.defer("visit__household__phone").order_by("visit__household__code", "pk")[:ROWS_MOST]:
        household = phone.visit.household
        masked.setdefault(phone.number_index, mask_phone(phone.number))
        seen[phone.number_index][household.code] = household.get_absolute_url()
    return [_finding(masked[index], n, seen[index]) for index, n in numbers if index in masked]


def _finding(masked: str, n: int, households: dict[str, str]) -> Finding:
    detail = ngettext("in %(n)d household", "in %(n)d households", n) % {"n": n}
    return Finding(masked, detail, "", list(households.items())[:SHOWN_EACH])
