from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from spreadsheets.archives import MAX_BYTES
from thongnhat_portal.fields import CleanTextField, DayField, KeysField, PersonNameField, PhoneField
from vietnam.text import fold
from villages.importing.entries import CODE
from villages.importing.messages import FAULTS, UNREADABLE
from villages.models import Household, ResidentialGroup, Village
from villages.models.household import MEMBERS_MOST
from villages.models.village import group_fold, village_fold


class UserChoice(KeysField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name} ({obj.username})"


def people(commune: Commune, *roles: str) -> Any:
    return User.objects.get_queryset().filter(commune=commune, role__in=roles, is_active=True)


def _check_has_letters(folded: str) -> None:
    """Signs alone name nothing: all such names would be one."""
    if not folded:
        raise ValidationError(forms.Field.default_error_messages["required"], code="required")


class ListFileForm(forms.Form):
    file = forms.FileField(
        label=_("List (.xlsx or .csv)"),
        help_text=_("At most 10 MB. The header may stand anywhere; it is found by its names."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"empty": _("The file is empty."), "required": _("Choose a file.")},
    )

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """As the page of a kind of list makes it."""
        return cls(request.POST or None, request.FILES or None)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(UNREADABLE["too_large"], code="too_large")
        return file


class ListUploadForm(ListFileForm):
    create_villages = forms.BooleanField(
        label=_("Create missing villages"),
        required=False,
        help_text=_("Otherwise a village that is not on the register is an error of its row."),
    )


class VillageForm(forms.ModelForm[Village]):
    name = CleanTextField(label=_("Village"), max_length=100, help_text=_("Without the word “Thôn”, as “Đồng Tiến”."))
    heads = UserChoice(label=_("Village heads"))

    class Meta:
        model = Village
        fields = [
            "name",
            "population",
            "population_source",
            "population_as_of",
            "official_households",
            "official_households_source",
            "official_households_as_of",
        ]
        field_classes = {"population_as_of": DayField, "official_households_as_of": DayField}
        widgets = {
            name: forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"})
            for name in ("population_as_of", "official_households_as_of")
        }

    def __init__(self, commune: Commune, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.commune = commune
        heads = self.fields["heads"]
        assert isinstance(heads, UserChoice)
        heads.queryset = people(commune, Role.VILLAGE_HEAD)
        heads.initial = list(self.instance.heads.all()) if self.instance.pk else []

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        name = name[5:].strip() if fold(name).startswith("thon ") else name
        _check_has_letters(village_fold(name))
        twins = Village.objects.filter(commune=self.instance.commune, name_fold=village_fold(name))
        if twins.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a village of this name already."), code="twice")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for figure in ("population", "official_households"):
            self._check_date(cleaned, figure)
        return cleaned

    def _check_date(self, cleaned: dict[str, Any], figure: str) -> None:
        as_of = cleaned.get(f"{figure}_as_of")
        if as_of and as_of > timezone.localdate():
            self.add_error(f"{figure}_as_of", _("This day is in the future."))
        if cleaned.get(figure) is not None and not as_of and f"{figure}_as_of" not in self.errors:
            self.add_error(f"{figure}_as_of", _("Say of what day this figure is."))


class GroupForm(forms.ModelForm[ResidentialGroup]):
    name = CleanTextField(label=_("Residential group"), max_length=100)
    surveyors = UserChoice(label=_("Surveyors"))

    class Meta:
        model = ResidentialGroup
        fields = ["name"]

    def __init__(self, village: Village, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.village = village
        surveyors = self.fields["surveyors"]
        assert isinstance(surveyors, UserChoice)
        surveyors.queryset = people(village.commune, Role.SURVEYOR)
        surveyors.initial = list(self.instance.surveyors.all()) if self.instance.pk else []

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        _check_has_letters(group_fold(name))
        twins = ResidentialGroup.objects.filter(village=self.instance.village, name_fold=group_fold(name))
        if twins.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This village has a group of this name already."), code="twice")
        return name


class GroupField(forms.ModelChoiceField[ResidentialGroup]):
    """Groups named with their village: every village has its group 1."""

    def label_from_instance(self, obj: ResidentialGroup) -> str:
        return f"{obj.village.name} · {obj.name}"


class HouseholdForm(forms.ModelForm[Household]):
    code = CleanTextField(label=_("Household code"), max_length=20)
    head_name = PersonNameField(label=_("Household head"), max_length=300)
    group = GroupField(ResidentialGroup.objects.none(), label=_("Residential group"), required=False)
    alley = CleanTextField(label=_("Alley"), max_length=100, required=False)
    house_number = CleanTextField(label=_("House number"), max_length=30, required=False)
    member_count = forms.IntegerField(label=_("Members"), min_value=1, max_value=MEMBERS_MOST)
    phone = PhoneField(label=_("Phone"), required=False)
    note = CleanTextField(label=_("Note"), max_length=300, required=False)

    class Meta:
        model = Household
        fields = [
            "code",
            "head_name",
            "village",
            "group",
            "alley",
            "house_number",
            "member_count",
            "phone",
            "note",
        ]

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert user.commune is not None
        self.instance.commune = user.commune
        self._limit("village", Village.objects.visible_to(user))
        self._limit("group", ResidentialGroup.objects.visible_to(user).select_related("village"))

    def _limit(self, name: str, queryset: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queryset

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not CODE.fullmatch(code):
            raise ValidationError(FAULTS["code_invalid"], code="invalid")
        twins = Household.objects.filter(commune=self.instance.commune, code=code)
        if twins.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another household has this code."), code="twice")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        group, village = cleaned.get("group"), cleaned.get("village")
        if group and village and group.village_id != village.pk:
            self.add_error("group", _("This group belongs to another village."))
        return cleaned
