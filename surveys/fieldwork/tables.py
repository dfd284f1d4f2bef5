"""Who walks where, and what their phones still hold, as Excel files."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intake.models import Device
from surveys.fieldwork.coverage import Share, by_place
from surveys.permissions import check_can_direct_fieldwork, check_can_see_fieldwork
from thongnhat_portal.downloads import Column, as_percent, download_table
from thongnhat_portal.http import signed_in
from villages.models import Household, ResidentialGroup


@require_safe
def assignments_xlsx(request: HttpRequest) -> HttpResponse:
    """Every group with its surveyors, and what is left in it."""
    user = signed_in(request)
    check_can_direct_fieldwork(user)
    groups = ResidentialGroup.objects.visible_to(user).select_related("village").prefetch_related("surveyors")
    places = by_place(Household.objects.visible_to(user))
    rows = [(group, places[group.village_id, group.pk]) for group in groups]
    return download_table(rows, _columns(), title=_("Assignments"), name="phan-cong")


def _columns() -> list[Column[tuple[ResidentialGroup, Share]]]:
    return [
        Column(_("Residential group"), lambda row: row[0].name, 22),
        Column(_("Village"), lambda row: row[0].village.name, 18),
        Column(_("Surveyors"), lambda row: ", ".join(one.full_name for one in row[0].surveyors.all()), 40),
        Column(_("Surveyed"), lambda row: row[1].done, 12),
        Column(_("Still left"), lambda row: row[1].left, 12),
        Column(_("Rate (%)"), lambda row: as_percent(row[1].ratio), 10),
    ]


@require_safe
def devices_xlsx(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_see_fieldwork(user)
    known = Device.objects.visible_to(user).worst_first().select_related("user")
    columns = [
        Column[Device](_("Who used it last"), lambda device: device.user.full_name, 28),
        Column[Device](_("Device"), lambda device: device.name, 28),
        Column[Device](_("Unsent"), lambda device: device.unsent, 12),
        Column[Device](_("Oldest unsent"), lambda device: device.oldest_unsent_at, 18),
        Column[Device](_("Last heard of"), lambda device: device.seen_at, 18),
    ]
    return download_table(known, columns, title=_("Unsent work"), name="chua-gui")
