"""A village's figures, a group's, and the households behind a number."""

from collections.abc import Iterator
from datetime import date

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.models import Commune, Role, User
from reports.asking import asked_day
from reports.dashboard import progress_of_village
from reports.doing import todo
from reports.drilling.forms import DoorFilter
from reports.drilling.lists import ROWS_MOST, people_in, walked, workbook
from reports.drilling.tallies import tallies, total
from reports.organisations import by_kind, standings, summed
from reports.permissions import (
    can_open_lists,
    check_can_open_lists,
    check_can_see_dashboard,
    check_can_see_village_figures,
)
from surveys.households import states
from thongnhat_portal.downloads import download
from thongnhat_portal.http import signed_in
from villages.models import Household, HouseholdQuerySet, ResidentialGroup, Village

PAGE = 50


@require_safe
def village(request: HttpRequest, pk: int) -> HttpResponse:
    """A village's figures of a closed day; its groups below them for those who may open lists."""
    user = signed_in(request)
    shown = get_object_or_404(_villages(user).select_related("commune"), pk=pk)
    check_can_see_village_figures(user)
    day, problem = asked_day(request)
    progress = None if problem else progress_of_village(shown, day)
    context = {
        "village": shown,
        "day": day,
        "problem": problem,
        "progress": progress,
        "until": progress.summary.day if progress else None,
        "can_open": can_open_lists(user),
    }
    groups = _groups(shown, progress.summary.day) if progress and can_open_lists(user) else {}
    return render(request, "reports/drilling/village.html", context | groups, status=422 if problem else 200)


def _villages(user: User) -> QuerySet[Village]:
    """A village head's own; of others, figures without persons are seen by whoever sees the commune."""
    if user.has_role(Role.VILLAGE_HEAD):
        return Village.objects.visible_to(user)
    return Village.objects.filter(commune__in=Commune.objects.visible_to(user))


def _groups(shown: Village, until: date) -> dict[str, object]:
    counted = tallies(Household.objects.filter(village=shown), "group", until=until)
    groups = ResidentialGroup.objects.filter(village=shown).prefetch_related("surveyors")
    return {
        "groups": [(group, counted[group.pk]) for group in groups],
        "ungrouped": counted.get(None),
        "tally": total(list(counted.values())),
    }


@require_safe
def group(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    shown = get_object_or_404(ResidentialGroup.objects.visible_to(user).select_related("village"), pk=pk)
    check_can_open_lists(user)
    day, problem = asked_day(request)
    counted = tallies(Household.objects.filter(group=shown), "group", until=day)
    context = {
        "group": shown,
        "surveyors": shown.surveyors.order_by("full_name", "pk"),
        "day": day,
        "problem": problem,
        "tally": counted[shown.pk],
        "until": day,
        "can_open": True,
    }
    return render(request, "reports/drilling/group.html", context, status=422 if problem else 200)


@require_safe
def organisations(request: HttpRequest, pk: int) -> HttpResponse:
    """Each organisation with the staff report that speaks on a day, today if none is asked for; no person."""
    user = signed_in(request)
    commune = get_object_or_404(Commune.objects.visible_to(user), pk=pk)
    check_can_see_dashboard(user)
    day, problem = asked_day(request)
    found = [] if problem else standings(commune, day or timezone.localdate())
    context = {
        "commune": commune,
        "until": day,
        "problem": problem,
        "standings": found,
        "whole": summed(found),
        "kinds": by_kind(found),
        "can_open": can_open_lists(user) and user.commune == commune,
    }
    return render(request, "reports/drilling/organisations.html", context, status=422 if problem else 200)


@require_safe
def deeds(request: HttpRequest) -> HttpResponse:
    """All that would gain people, as it stands now; the dashboard shows the largest five."""
    user = signed_in(request)
    check_can_see_dashboard(user)
    check_can_open_lists(user)
    assert user.commune is not None
    return render(request, "reports/drilling/deeds.html", {"todo": todo(user.commune)})


@require_safe
def households(request: HttpRequest) -> HttpResponse:
    """The households behind a number, by village, group and state: of a day's evening, or as they stand now."""
    search, day, problem, found = _asked(request)
    page = Paginator(walked(found), PAGE).get_page(request.GET.get("page"))
    return _list_page(request, search, day, problem, page, found)


def _asked(request: HttpRequest) -> tuple[DoorFilter, date | None, str, HouseholdQuerySet]:
    user = signed_in(request)
    check_can_open_lists(user)
    day, problem = asked_day(request)
    search = DoorFilter(user, request.GET)
    found = search.found(day)
    return search, day, problem, found.none() if problem else found


def _list_page(
    request: HttpRequest, search: DoorFilter, day: date | None, problem: str, page: object, found: HouseholdQuerySet
) -> HttpResponse:
    context = {
        "search": search,
        "until": day,
        "problem": problem,
        "page": page,
        "rows": states(page.object_list),  # type: ignore[attr-defined]
        "people": people_in(found),
        "asked": _repeated(request),
        "most": ROWS_MOST,
        "can_open": True,
    }
    wrong = bool(problem) or not search.is_valid()
    return render(request, "reports/drilling/households.html", context, status=422 if wrong else 200)


def _repeated(request: HttpRequest) -> str:
    """The search as the links to other pages and to the file repeat it."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


@require_safe
def households_xlsx(request: HttpRequest) -> HttpResponse:
    """The same rows. Who took away how many names is written down."""
    search, day, problem, found = _asked(request)
    count = found.count()
    if problem or not search.is_valid() or count > ROWS_MOST:
        problem = problem or _("A file holds %(n)s households at most: choose a village or a group.") % {"n": ROWS_MOST}
        page = Paginator(walked(found), PAGE).get_page(1)
        response = _list_page(request, search, day, problem, page, found)
        response.status_code = 422
        return response
    content = workbook(found, _notes(search, day, count))
    audit.record(actor=signed_in(request), action="household.list", rows=count)
    return download(content, file_name=f"danh-sach-ho-{day or timezone.localdate():%Y-%m-%d}.xlsx")


def _notes(search: DoorFilter, day: date | None, count: int) -> Iterator[str]:
    at = date_format(day or timezone.localdate(), "SHORT_DATE_FORMAT")
    yield (_("Evening of %(at)s") if day else _("As it stands now, %(at)s")) % {"at": at}
    households = ngettext("%(n)s household", "%(n)s households", count) % {"n": count}
    yield " · ".join(part for part in (households, search.words) if part)
