from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Commune
from reports.coverage.figures import Coverage, Figures, coverage
from reports.permissions import check_can_see_coverage
from spreadsheets.writing import Value, write_xlsx
from thongnhat_portal.downloads import download
from thongnhat_portal.http import signed_in
from venues.inspecting.forms import VillageFilter


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Coverage now, by village and by category; the categories of one village by `?village=`."""
    user = signed_in(request)
    found = coverage(_commune(request))
    search = VillageFilter(user, request.GET)
    village = search.cleaned_data["village"] if search.is_valid() else None
    context = {
        "coverage": found,
        "search": search,
        "village": village,
        "villages": found.by_village(),
        "categories": found.by_category(village),
        "total": found.total(),
        "category_total": found.total(village),
    }
    return render(request, "reports/coverage.html", context)


@require_safe
def coverage_xlsx(request: HttpRequest) -> HttpResponse:
    """A row for every category of every village, and the sum of all."""
    found = coverage(_commune(request))
    counted = (_("Required"), _("With a live poster"), _("Active today"), _("Active in 7 days"))
    headers = [_("Village"), _("Category"), *counted]
    notes = [_("Coverage by QR posters on %(day)s") % {"day": f"{found.day:%d/%m/%Y}"}]
    content = write_xlsx(_("Coverage"), headers, list(_rows(found)), (22, 40, 12, 14, 16, 18), notes)
    return download(content, file_name=f"do-bao-phu-{found.day:%Y-%m-%d}.xlsx")


def _rows(found: Coverage) -> Iterator[list[Value]]:
    for village in found.villages:
        for category, figures in found.by_category(village):
            yield [village.name, str(category.label), *_numbers(figures)]
    yield [_("Total"), "", *_numbers(found.total())]


def _numbers(figures: Figures) -> list[Value]:
    return [figures.required, figures.with_poster, figures.active_today, figures.active_week]


def _commune(request: HttpRequest) -> Commune:
    """Of whoever may see the coverage; they all belong to one."""
    user = signed_in(request)
    check_can_see_coverage(user)
    assert user.commune is not None
    return user.commune
