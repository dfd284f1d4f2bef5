"""The list of households as an Excel file: what the page found, and never a phone number."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import audit
from surveys.households import HouseholdState, states, with_newest_visits
from surveys.permissions import check_can_export_households
from surveys.views import filtered
from thongnhat_portal.downloads import Column, download_table
from thongnhat_portal.http import signed_in


@require_POST
def household_list_xlsx(request: HttpRequest) -> HttpResponse:
    """Asked for by POST as the search is. Who took away how many names is written down."""
    user = signed_in(request)
    check_can_export_households(user)
    found = with_newest_visits(filtered(request).by_name()).select_related("village", "group").defer("phone")
    rows = states(found)
    audit.record(actor=user, action="household.export", rows=len(rows))
    return download_table(rows, _columns(), title=_("Households"), name="ho-gia-dinh")


def _columns() -> list[Column[HouseholdState]]:
    return [
        Column(_("Code"), lambda row: row.household.code, 14),
        Column(_("Household head"), lambda row: row.household.head_name, 28),
        Column(_("Village"), lambda row: row.household.village.name, 18),
        Column(_("Residential group"), lambda row: row.household.group.name if row.household.group else "", 18),
        Column(_("House number"), lambda row: row.household.house_number, 12),
        Column(_("Alley"), lambda row: row.household.alley, 20),
        Column(_("Members"), lambda row: row.household.member_count, 10),
        Column(_("State"), _state, 20),
        Column(_("Last visit"), lambda row: row.tried.captured_at if row.tried else None, 18),
        Column(_("People with a smartphone"), lambda row: row.known.smartphones if row.known else None, 14),
        Column(_("People with Bluezone"), lambda row: row.known.installed if row.known else None, 14),
    ]


def _state(row: HouseholdState) -> str:
    visit = row.known or row.tried
    return str(visit.get_outcome_display()) if visit else _("not visited")
