"""The list of doors to knock at again, on screen, on paper and as an Excel file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import audit
from surveys.fieldwork.forms import RevisitFilter
from surveys.fieldwork.revisiting import Door, doors, workbook
from surveys.permissions import check_can_direct_fieldwork
from thongnhat_portal.downloads import download
from thongnhat_portal.http import signed_in


def _asked(request: HttpRequest) -> tuple[RevisitFilter, list[Door]]:
    user = signed_in(request)
    check_can_direct_fieldwork(user)
    search = RevisitFilter(user, request.GET)
    return search, doors(search.found())


@require_safe
def revisit(request: HttpRequest) -> HttpResponse:
    search, found = _asked(request)
    context = {"search": search, "doors": found, "asked": request.GET.urlencode(), "today": timezone.localdate()}
    return render(request, "surveys/fieldwork/revisit.html", context)


@require_safe
def revisit_file(request: HttpRequest) -> HttpResponse:
    """The same rows. Who took away how many names is written down."""
    _search, found = _asked(request)
    today = timezone.localdate()
    audit.record(actor=signed_in(request), action="household.revisit_list", rows=len(found))
    return download(workbook(found, today), file_name=f"ho-can-den-lai-{today:%Y-%m-%d}.xlsx")
