"""The villages as an Excel file, each figure with where it comes from."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thongnhat_portal.downloads import Column, download_table
from thongnhat_portal.http import signed_in
from villages.models import Village
from villages.permissions import check_can_see_households


@require_safe
def village_list_xlsx(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_see_households(user)
    villages = Village.objects.visible_to(user).with_household_counts().prefetch_related("heads")
    return download_table(villages, _columns(), title=_("Villages"), name="cac-thon")


def _columns() -> list[Column[Village]]:
    return [
        Column(_("Village"), lambda village: village.name, 22),
        Column(_("Village heads"), lambda village: ", ".join(head.full_name for head in village.heads.all()), 30),
        Column(_("Official population"), lambda village: village.population, 14),
        Column(_("Source"), lambda village: village.population_source, 30),
        Column(_("As of"), lambda village: village.population_as_of, 12),
        Column(_("Official households"), lambda village: village.official_households, 14),
        Column(_("Source"), lambda village: village.official_households_source, 30),
        Column(_("As of"), lambda village: village.official_households_as_of, 12),
        Column(_("Households on the register"), lambda village: village.household_count, 14),  # type: ignore[attr-defined]
    ]
