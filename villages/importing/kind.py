"""A household list on its way in."""

from django.utils.translation import gettext_lazy as _

from villages import actions
from villages.forms import ListUploadForm
from villages.importing import pages
from villages.importing.entries import COLUMN_TITLES
from villages.importing.messages import FAULTS
from villages.models import HouseholdImport
from villages.permissions import check_can_edit_register

HOUSEHOLDS = pages.ListKind(
    model=HouseholdImport,
    form=ListUploadForm,
    check_may=check_can_edit_register,
    actions=actions,
    tasks={"check": "villages.check_list", "store": "villages.store_list"},
    namespace="households",
    list_address="households:list",
    faults=FAULTS,
    example=pages.Example(
        file_name="mau-danh-sach-ho.xlsx",
        sheet="Danh sách hộ",
        titles=list(COLUMN_TITLES.values()),
        row=("000001", "Đồng Tiến", "Tổ 1", "Ngõ 3", "18", "Nguyễn Văn Mẫu", 4, "0912 345 678", ""),
        widths=(12, 18, 16, 18, 10, 28, 14, 18, 30),
    ),
    heading=_("Household list from Excel"),
    explanation=_(
        "One row a household; columns are found by their names. The household code decides: a known code is updated,"
        " a new one is created, nothing is deleted. An empty cell leaves what stands."
    ),
    new_things=_("New households"),
    left_out=_("Rows that are no household, left out"),
    see_all=_("See the households"),
)
