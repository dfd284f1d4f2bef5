from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.models import DailySummary
from reports.permissions import check_can_see_dashboard
from reports.revisions.comparison import Cell, Comparison, compare
from thongnhat_portal.downloads import Column, download_table
from thongnhat_portal.http import signed_in
from villages.models import Village

PAGE = 50


@require_safe
def revision_list(request: HttpRequest) -> HttpResponse:
    """Closed days with more than one revision, newest first."""
    user = signed_in(request)
    check_can_see_dashboard(user)
    revised = DailySummary.objects.visible_to(user).revised_days()
    context = {
        "page": Paginator(revised, PAGE).get_page(request.GET.get("page")),
        "shows_communes": user.commune is None,
    }
    return render(request, "reports/revision_list.html", context)


@require_safe
def revision_list_xlsx(request: HttpRequest) -> HttpResponse:
    """All of them, a line each."""
    user = signed_in(request)
    check_can_see_dashboard(user)
    revised = DailySummary.objects.visible_to(user).revised_days()
    return download_table(revised, _day_columns(), title=_("Late data"), name="so-lieu-den-muon")


@require_safe
def revision_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What a revision changed against the one before it, or against the one of `?voi=`."""
    return render(request, "reports/revision_detail.html", {"found": _comparison(request, pk)})


@require_safe
def revision_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """Only what is different, a line each; day and both revisions are cited above."""
    found = _comparison(request, pk)
    numbers = {"later": found.later.revision, "earlier": found.earlier.revision}
    title = _("Revision %(later)d against %(earlier)d") % numbers
    return download_table(list(found.changes()), _columns(), title=title, name="thay-doi", day=found.later.day)


def _comparison(request: HttpRequest, pk: int) -> Comparison:
    user = signed_in(request)
    revised = DailySummary.objects.visible_to(user).filter(village=None, revision__gt=1)
    later = get_object_or_404(revised.select_related("commune"), pk=pk)
    check_can_see_dashboard(user)
    asked = request.GET.get("voi", "")
    known = {str(number): number for number in range(1, later.revision)}
    return compare(later, known.get(asked, later.revision - 1))


def _day_columns() -> list[Column[DailySummary]]:
    return [
        Column(_("Commune"), lambda row: row.commune.name, 24),
        Column(_("Day"), lambda row: row.day, 14),
        Column(_("Revision"), lambda row: row.revision, 10),
        Column(_("Installed at first"), lambda row: row.first_installed, 18),  # type: ignore[attr-defined]
        Column(_("Installed"), lambda row: row.installed, 12),
        Column(_("First closed"), lambda row: row.first_closed_at, 20),  # type: ignore[attr-defined]
        Column(_("Last closed"), lambda row: row.closed_at, 20),
    ]


def _columns() -> list[Column[tuple[Village | None, str, Cell]]]:
    return [
        Column(_("Where"), lambda change: change[0].name if change[0] else _("The whole commune"), 24),
        Column(_("Figure"), lambda change: change[1], 40),
        Column(_("Before"), lambda change: change[2].before, 12),
        Column(_("After"), lambda change: change[2].after, 12),
    ]
