from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from organisations.models import Organisation, OrganisationKind, OrganisationQuerySet
from thongnhat_portal.fields import CleanTextField, PersonNameField
from vietnam.text import fold
from villages.forms import UserChoice, people
from villages.models import Village

REPORT_EVERY_USUAL, REPORT_EVERY_MOST = 7, 60
ACTIVE, OVERDUE, RETIRED = "", "overdue", "retired"


class OrganisationForm(forms.ModelForm[Organisation]):
    name = CleanTextField(label=_("Name of the organisation"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: [("", _("— choose —")), *OrganisationKind.choices])
    head_name = PersonNameField(
        label=_("Head"), required=False, max_length=300, help_text=_("Who answers to the chair.")
    )
    report_every_days = forms.IntegerField(
        label=_("A staff report is due every (days)"),
        initial=REPORT_EVERY_USUAL,
        min_value=1,
        max_value=REPORT_EVERY_MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reporters = UserChoice(
        label=_("Reporters"), help_text=_("Accounts with the role of a reporter; make new ones under Accounts.")
    )

    class Meta:
        model = Organisation
        fields = ["name", "kind", "village", "head_name", "report_every_days"]
        help_texts = {"village": _("Where it has its seat; may stay empty.")}

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert user.commune is not None
        self.instance.commune = user.commune
        village, reporters = self.fields["village"], self.fields["reporters"]
        assert isinstance(village, forms.ModelChoiceField)
        assert isinstance(reporters, UserChoice)
        village.queryset, village.empty_label = Village.objects.visible_to(user), "–"
        reporters.queryset = people(user.commune, Role.REPORTER)
        reporters.initial = list(self.instance.reporters.all()) if self.instance.pk else []

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not fold(name):
            raise ValidationError(forms.Field.default_error_messages["required"], code="required")
        twins = Organisation.objects.filter(commune=self.instance.commune, name_fold=fold(name))
        if twins.exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                _("There is an organisation of this name already; perhaps it is retired and can be restored."),
                code="twice",
            )
        return name


class OrganisationFilter(forms.Form):
    """The search above the list; it asks by GET, for an organisation is no person."""

    q = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=lambda: [("", _("all")), *OrganisationKind.choices]
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[(ACTIVE, _("active")), (OVERDUE, _("report overdue")), (RETIRED, _("retired"))],
    )

    def chosen(self, organisations: OrganisationQuerySet, day: Any) -> OrganisationQuerySet:
        """Those asked for, with `spoke_on`; none for an address that somebody made up."""
        if not self.is_valid():
            return organisations.none()
        found = organisations.filter(name_fold__contains=fold(self.cleaned_data["q"]))
        if self.cleaned_data["kind"]:
            found = found.filter(kind=self.cleaned_data["kind"])
        if self.cleaned_data["status"] == OVERDUE:
            return found.overdue(day)
        return found.filter(retired_at__isnull=self.cleaned_data["status"] != RETIRED).with_silence(day)


class VolunteersForm(forms.Form):
    volunteers = UserChoice(label=_("Lent volunteers"))

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        """Surveyors of the commune whom no other organisation lends, and those lent already."""
        super().__init__(*args, **kwargs)
        volunteers = self.fields["volunteers"]
        assert isinstance(volunteers, UserChoice)
        free = Q(lending_organisations=None) | Q(lending_organisations=organisation)
        volunteers.queryset = people(organisation.commune, Role.SURVEYOR).filter(free).distinct()
        volunteers.initial = list(organisation.volunteers.all())
