from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from surveys.fieldwork.revisiting import Why, to_revisit
from thongnhat_portal.fields import CleanTextField, KeysField
from villages.assigning import Way
from villages.forms import GroupField, UserChoice, people
from villages.models import Household, HouseholdQuerySet, ResidentialGroup, Village


class GroupChoice(GroupField):
    """One group, or all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(ResidentialGroup.objects.none(), required=False, empty_label=_("all"), **kwargs)


TICK_SURVEYOR = _("Tick at least one surveyor.")


class AssignForm(forms.Form):
    """Ticked groups or households, ticked surveyors, and what to do with them."""

    surveyors = UserChoice(label=_("Surveyors"), error_messages={"required": TICK_SURVEYOR})
    way = forms.ChoiceField(label=_("What to do"), choices=Way.choices, initial=Way.ADD, widget=forms.RadioSelect)

    def __init__(self, user: User, things: QuerySet[Any], nothing_ticked: str, data: Any = None) -> None:
        super().__init__(data)
        self.fields["chosen"] = KeysField(things, error_messages={"required": nothing_ticked})
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


class RevisitFilter(forms.Form):
    """Which doors; it asks by GET, for places and states name nobody."""

    why = forms.MultipleChoiceField(
        label=_("Why again"), required=False, choices=Why.choices, widget=forms.CheckboxSelectMultiple
    )
    village = forms.ModelChoiceField(Village.objects.none(), label=_("Village"), required=False, empty_label=_("all"))
    group = GroupChoice(label=_("Residential group"))

    def __init__(self, user: User, data: QueryDict) -> None:
        super().__init__(data if "why" in data else self._all_of(data))
        self.user = user
        village, group = self.fields["village"], self.fields["group"]
        assert isinstance(village, forms.ModelChoiceField)
        assert isinstance(group, GroupChoice)
        village.queryset = Village.objects.visible_to(user)
        group.queryset = ResidentialGroup.objects.visible_to(user).select_related("village")

    @staticmethod
    def _all_of(data: QueryDict) -> QueryDict:
        """Nothing ticked is everything, as on the first visit."""
        every = data.copy()
        every.setlist("why", list(Why.values))
        return every

    def found(self) -> HouseholdQuerySet:
        """In the order of the walk; none for an address that somebody made up."""
        if not self.is_valid():
            return to_revisit(Household.objects.none(), ())
        asked = self.cleaned_data
        places = {name: asked[name] for name in ("village", "group") if asked[name]}
        return to_revisit(Household.objects.visible_to(self.user).filter(**places), asked["why"])


class MergeForm(forms.Form):
    """Which of two entries is kept, and why they are one household."""

    keep = forms.TypedChoiceField(label=_("Which entry is kept?"), coerce=int, widget=forms.RadioSelect)
    reason = CleanTextField(
        label=_("How do you know that they are one?"),
        max_length=300,
        help_text=_("As: same family, asked on the spot."),
    )

    def __init__(self, both: Sequence[Household], data: Any = None) -> None:
        listed_first = sorted(both, key=lambda household: (household.is_provisional, household.pk))
        super().__init__(data, initial={"keep": listed_first[0].pk})
        self.both = {household.pk: household for household in listed_first}
        keep = self.fields["keep"]
        assert isinstance(keep, forms.TypedChoiceField)
        keep.choices = [(household.pk, f"{household.code} · {household.head_name}") for household in listed_first]

    def chosen(self) -> tuple[Household, Household]:
        """(kept, double)"""
        kept = self.both[self.cleaned_data["keep"]]
        return kept, next(household for household in self.both.values() if household != kept)
