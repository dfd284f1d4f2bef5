"""A venue list on its way in."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from venues.importing import actions
from venues.importing.entries import COLUMN_TITLES
from venues.importing.messages import FAULTS
from venues.models import Category, VenueImport
from villages.forms import ListFileForm
from villages.importing import pages
from villages.permissions import check_can_edit_register


class VenueListForm(ListFileForm):
    approve = forms.BooleanField(
        label=_("Open the new venues at once"),
        required=False,
        help_text=_("Each is given its first poster. Otherwise they wait for approval one by one."),
    )


def _notes() -> Sequence[str]:
    with override("vi"):
        kinds = "; ".join(str(category.label) for category in Category if not category.is_event)
        return [f"Loại địa điểm ghi một trong các loại sau: {kinds}."]


VENUES = pages.ListKind(
    model=VenueImport,
    form=VenueListForm,
    check_may=check_can_edit_register,
    actions=actions,
    tasks={"check": "venues.check_list", "store": "venues.store_list"},
    namespace="venue_lists",
    list_address="venues:list",
    faults=FAULTS,
    example=pages.Example(
        file_name="mau-danh-sach-dia-diem.xlsx",
        sheet="Danh sách địa điểm",
        titles=list(COLUMN_TITLES.values()),
        row=("Quán phở Mẫu", "Quán ăn", "Đồng Tiến", "Ngõ 3", "Nguyễn Văn Mẫu", "0912 345 678", 40),
        widths=(34, 34, 18, 26, 26, 18, 10),
        notes=_notes,
    ),
    heading=_("Venue list from Excel"),
    explanation=_(
        "One row a venue; columns are found by their names. Village and name decide: a known venue is updated,"
        " a new one is created, nothing is deleted. An empty cell leaves what stands."
    ),
    new_things=_("New venues"),
    left_out=_("Rows that are no venue, left out"),
    see_all=_("See the venues"),
)
