from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reports.drilling.states import State, in_state, with_reason
from reports.reasons.figures import LABELS as REASONS
from surveys.fieldwork.forms import GroupChoice
from surveys.households import unassigned, with_newest_visits
from villages.models import Household, HouseholdQuerySet, ResidentialGroup, Village

LABELS = {**dict(State.choices), **REASONS}


class DoorFilter(forms.Form):
    """Which households; it asks by GET, for places and states name nobody."""

    state = forms.ChoiceField(label=_("Which households"), required=False, choices=[("", _("all")), *State.choices])
    village = forms.ModelChoiceField(Village.objects.none(), label=_("Village"), required=False, empty_label=_("all"))
    group = GroupChoice(label=_("Residential group"))
    reason = forms.ChoiceField(
        label=_("Reason for not installing"),
        required=False,
        choices=[("", _("all")), *REASONS.items()],
    )
    nobody = forms.BooleanField(label=_("only where nobody is assigned"), required=False)

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data)
        self.user = user
        village, group = self.fields["village"], self.fields["group"]
        assert isinstance(village, forms.ModelChoiceField)
        assert isinstance(group, GroupChoice)
        village.queryset = Village.objects.visible_to(user)
        group.queryset = ResidentialGroup.objects.visible_to(user).select_related("village")

    def found(self, until: date | None) -> HouseholdQuerySet:
        """As one walks; none for an address that somebody made up. What is known is that of the evening of a day."""
        if not self.is_valid():
            return with_newest_visits(Household.objects.none())
        asked = self.cleaned_data
        places = {name: asked[name] for name in ("village", "group") if asked[name]}
        found = with_newest_visits(Household.objects.visible_to(self.user).living().filter(**places), until)
        found = in_state(found, asked["state"])
        if asked["reason"]:
            found = with_reason(found, asked["reason"])
        return unassigned(found) if asked["nobody"] else found

    @property
    def words(self) -> str:
        """What the list shows, for its heading and the notes of its file."""
        asked: dict[str, Any] = getattr(self, "cleaned_data", {})
        labels = [str(LABELS[asked[name]]) for name in ("state", "reason") if asked.get(name)]
        return " · ".join([*labels, *(str(asked[name]) for name in ("village", "group") if asked.get(name))])
