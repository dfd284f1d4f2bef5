from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Commune
from reports.permissions import can_open_lists, check_can_see_dashboard
from reports.reasons.figures import Reasons, reasons
from spreadsheets.writing import Value, write_xlsx
from thongnhat_portal.downloads import download
from thongnhat_portal.http import signed_in


@require_safe
def reasons_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The reasons as they stand now, of the commune and by village; no person."""
    user = signed_in(request)
    commune = _commune(request, pk)
    found = reasons(commune)
    context = {
        "commune": commune,
        "total": found.total(),
        "reasons": found.of_commune(),
        "villages": found.by_village(),
        "can_open": can_open_lists(user) and user.commune == commune,
    }
    return render(request, "reports/reasons.html", context)


def _commune(request: HttpRequest, pk: int) -> Commune:
    user = signed_in(request)
    commune = get_object_or_404(Commune.objects.visible_to(user), pk=pk)
    check_can_see_dashboard(user)
    return commune


@require_safe
def reasons_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """A row for each village and the sum of all."""
    found, today = reasons(_commune(request, pk)), timezone.localdate()
    headers = [_("Village"), *(reason.label for reason in found.of_commune()), _("Total")]
    notes = [_("Smartphones without Bluezone, as it stands now, %(at)s") % {"at": date_format(today, "d/m/Y")}]
    content = write_xlsx(_("Reasons"), headers, _rows(found), [22] + [16] * (len(headers) - 1), notes)
    return download(content, file_name=f"ly-do-chua-cai-{today:%Y-%m-%d}.xlsx")


def _rows(found: Reasons) -> Iterator[list[Value]]:
    for village, total, counts in found.by_village():
        yield [village.name, *counts, total]
    yield [_("Total"), *(reason.phones for reason in found.of_commune()), found.total()]
