"""A roster on its way in: for the officer, and for the reporters of the organisation."""

from typing import Any, Self

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organisations.models import Organisation, RosterImport
from organisations.permissions import check_can_send_rosters
from organisations.roster import actions
from organisations.roster.entries import COLUMN_TITLES
from organisations.roster.messages import FAULTS
from thongnhat_portal.http import signed_in
from villages.forms import ListFileForm
from villages.importing import pages


class RosterListForm(ListFileForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=_("— choose —")
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ModelChoiceField)
        organisation.queryset = Organisation.objects.visible_to(user).active()
        only = list(organisation.queryset[:2])
        if len(only) == 1:
            self.initial["organisation"] = only[0].pk

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """For one of the own organisations, the one of `?organisation=` at first."""
        chosen = {"organisation": request.GET.get("organisation", "")}
        return cls(signed_in(request), request.POST or None, request.FILES or None, initial=chosen)


ROSTERS = pages.ListKind(
    model=RosterImport,
    form=RosterListForm,
    check_may=check_can_send_rosters,
    actions=actions,
    tasks={"check": "organisations.check_roster", "store": "organisations.store_roster"},
    namespace="rosters",
    list_address="organisations:list",
    faults=FAULTS,
    example=pages.Example(
        file_name="mau-danh-sach-can-bo.xlsx",
        sheet="Danh sách cán bộ",
        titles=list(COLUMN_TITLES.values()),
        row=("Nguyễn Văn Mẫu", "0912 345 678", "có", "chưa"),
        widths=(30, 18, 26, 18),
    ),
    heading=_("Staff roster from Excel"),
    explanation=_(
        "Optional. One row a person; the roster takes the place of the one before. Phones are sealed and never shown"
        " again: they only serve to count how many of the roster the household surveys saw as well."
    ),
    new_things=_("People on the roster"),
    left_out=_("Rows that are nobody, left out"),
    see_all=_("See the organisations"),
)
