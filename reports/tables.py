"""The tables of the dashboard as Excel files: of the page's own day, by `?ngay=`."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Commune
from reports.asking import asked_day
from reports.dashboard import Progress, VillageStanding, progress
from reports.models import DailySummary
from reports.permissions import check_can_see_dashboard
from thongnhat_portal.downloads import Column, as_percent, download_table
from thongnhat_portal.http import signed_in


@require_safe
def villages_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranking of a commune's villages."""
    shown = _progress(request, pk)
    day = shown.summary.day
    return download_table(shown.villages, _of_village(), title=_("Villages"), name="xep-hang-thon", day=day)


@require_safe
def days_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """A line for each closed day of the trend: people, visits, check-ins; newest first."""
    shown = _progress(request, pk)
    rows = list(reversed(shown.series))
    return download_table(rows, _of_day(), title=_("Day by day"), name="tung-ngay", day=shown.summary.day)


def _progress(request: HttpRequest, pk: int) -> Progress:
    """404 also for what is no day, and before the first closed one: there is no page that links here then."""
    user = signed_in(request)
    commune = get_object_or_404(Commune.objects.visible_to(user), pk=pk)
    check_can_see_dashboard(user)
    day, problem = asked_day(request)
    shown = None if problem else progress(commune, day)
    if shown is None:
        raise Http404
    return shown


def _of_village() -> list[Column[VillageStanding]]:
    return [
        Column(_("Rank"), lambda row: row.rank, 8),
        Column(_("Village"), lambda row: row.summary.village.name if row.summary.village else "", 22),
        Column(_("Of all people (%)"), lambda row: as_percent(row.summary.adoption), 14),
        Column(_("Installed"), lambda row: row.summary.installed, 12),
        Column(_("People"), lambda row: row.summary.people, 12),
        Column(_("Official population"), lambda row: row.summary.population, 14),
        Column(_("Of smartphones (%)"), lambda row: as_percent(row.summary.adoption_among_smartphones), 16),
        Column(_("Without Bluezone"), lambda row: row.summary.without_bluezone, 14),
        Column(_("People wanted"), lambda row: row.goal.wanted if row.goal else None, 14),
        Column(_("Own target (%)"), lambda row: row.own_target.percent if row.own_target else None, 14),
        Column(_("Needed per day"), lambda row: row.goal.needed_per_day if row.goal else None, 14),
        Column(_("Households surveyed"), lambda row: row.summary.surveyed, 14),
        Column(_("Households"), lambda row: row.summary.households_present, 12),
        Column(_("Revision"), lambda row: row.summary.revision, 10),
    ]


def _of_day() -> list[Column[DailySummary]]:
    return [
        Column(_("Day"), lambda row: row.day, 12),
        Column(_("Revision"), lambda row: row.revision, 10),
        Column(_("Installed"), lambda row: row.installed, 12),
        Column(_("With a smartphone"), lambda row: row.smartphones, 14),
        Column(_("Of all people (%)"), lambda row: as_percent(row.adoption), 14),
        Column(_("Visits that day"), lambda row: row.visits, 14),
        Column(_("Installed on the spot"), lambda row: row.installed_on_the_spot, 14),
        Column(_("Venues required"), lambda row: row.venues_required, 14),
        Column(_("With a live poster"), lambda row: row.venues_with_poster, 14),
        Column(_("Active venues"), lambda row: row.venues_active, 14),
        Column(_("Check-ins"), lambda row: row.check_ins, 12),
        Column(_("Doubtful check-ins"), lambda row: row.flagged_check_ins, 14),
    ]
