from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from thongnhat_portal.fields import CleanTextField
from villages.assigning import Way
from villages.forms import UserChoice, people

TICK_SURVEYOR = _("Tick at least one surveyor.")


class AssignForm(forms.Form):
    """Ticked groups or households, ticked surveyors, and what to do with them."""

    surveyors = UserChoice(label=_("Surveyors"), error_messages={"required": TICK_SURVEYOR})
    way = forms.ChoiceField(label=_("What to do"), choices=Way.choices, initial=Way.ADD, widget=forms.RadioSelect)

    def __init__(self, user: User, things: QuerySet[Any], nothing_ticked: str, data: Any = None) -> None:
        super().__init__(data)
        self.fields["chosen"] = forms.ModelMultipleChoiceField(things, error_messages={"required": nothing_ticked})
        limit_to_surveyors_of(user, self.fields["surveyors"], required=True)

    def ticked(self, name: str) -> set[str]:
        """What was ticked, also when the form is handed back."""
        return set(self.data.getlist(name)) if isinstance(self.data, QueryDict) else set()


class HouseholdSurveyorsForm(forms.Form):
    """Exactly those ticked have the household, besides those of its group."""

    surveyors = UserChoice(label=_("Surveyors of this household alone"))

    def __init__(self, user: User, given_to: list[User], data: Any = None) -> None:
        super().__init__(data, initial={"surveyors": given_to})
        limit_to_surveyors_of(user, self.fields["surveyors"], required=False)


def limit_to_surveyors_of(user: User, field: forms.Field, *, required: bool) -> None:
    assert user.commune is not None
    assert isinstance(field, UserChoice)
    field.required = required
    field.queryset = people(user.commune, Role.SURVEYOR).order_by("full_name", "username")


class ReasonForm(forms.Form):
    """Why, in the officer's own words: it goes into the audit."""

    reason = CleanTextField(label=_("Reason"), max_length=300)
