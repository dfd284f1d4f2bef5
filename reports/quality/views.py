from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise

from accounts import audit
from accounts.models import User
from reports.permissions import check_can_see_quality
from reports.quality.checks import RECENT_DAYS, Found, apart, crowded, doubles, future, hurried, populations
from reports.quality.shared_phones import shared_phones
from thongnhat_portal.downloads import Column, download_table
from thongnhat_portal.http import signed_in

RULES: tuple[tuple[str, StrOrPromise, StrOrPromise, Callable[[User, date], Found]], ...] = (
    (
        "population",
        gettext_lazy("Population missing or older than a year"),
        gettext_lazy("Every rate is divided by it: with an old figure the rate is wrong, without one it is a guess."),
        populations,
    ),
    (
        "crowded",
        gettext_lazy("Households with more than 15 members"),
        gettext_lazy("Rarely true: often two households were entered as one, or a digit was typed twice."),
        crowded,
    ),
    (
        "doubles",
        gettext_lazy("Households that may stand twice on the register"),
        gettext_lazy(
            "A household entered twice is asked twice and counted twice. One head's name, and one alley or phone."
        ),
        lambda user, _today: doubles(user),
    ),
    (
        "phones",
        gettext_lazy("One phone number in three households or more"),
        gettext_lazy(
            "Families share phones, but seldom three of them: the number may be the surveyor's own, or made up."
        ),
        shared_phones,
    ),
    (
        "future",
        gettext_lazy("Visits dated in the future, or by a clock wrong by more than an hour"),
        gettext_lazy(
            "A visit counts on the day on which it was captured: with a wrong clock it counts on the wrong day."
        ),
        future,
    ),
    (
        "pace",
        gettext_lazy("Surveyors at an impossible pace"),
        gettext_lazy(
            "More than 12 households surveyed within any 30 minutes, or two alleys within a minute: it may have "
            "been filled in afterwards. Ask before you judge; paper typed in later is left out."
        ),
        hurried,
    ),
    (
        "members",
        gettext_lazy("Households whose surveys differ by five members or more"),
        gettext_lazy("One of the two is probably mistaken, and the rate of the village with it."),
        apart,
    ),
)


@dataclass(frozen=True)
class Check:
    """A rule in words, why it matters, and what it found."""

    key: str
    heading: StrOrPromise
    why: StrOrPromise
    found: Found


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """What does not look right, within what one may see: the commune, or the own village."""
    user = signed_in(request)
    check_can_see_quality(user)
    context = {"checks": _checks(user, timezone.localdate()), "recent_days": RECENT_DAYS}
    return render(request, "reports/quality.html", context)


@require_safe
def quality_xlsx(request: HttpRequest) -> HttpResponse:
    """What the page shows, a line for each finding. Names stand in it, so that taking it is an event."""
    user = signed_in(request)
    check_can_see_quality(user)
    checks = _checks(user, timezone.localdate())
    rows = [(str(check.heading), finding.title, finding.detail) for check in checks for finding in check.found.findings]
    audit.record(actor=user, action="quality.export", rows=len(rows))
    return download_table(rows, _columns(), title=_("Data quality"), name="chat-luong-so-lieu")


def _columns() -> list[Column[tuple[str, str, str]]]:
    return [
        Column(_("Rule"), lambda row: row[0], 50),
        Column(_("Found"), lambda row: row[1], 40),
        Column(_("Detail"), lambda row: row[2], 70),
    ]


def _checks(user: User, today: date) -> list[Check]:
    return [Check(key, heading, why, find(user, today)) for key, heading, why, find in RULES]
