from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from organisations.models import FIGURES, Organisation, StaffReport
from thongnhat_portal.fields import CleanTextField, DayField

PEOPLE_MOST, PREMISES_MOST = 100_000, 1_000
# part, whole, what is wrong when the part is larger
WITHIN: tuple[tuple[str, str, StrOrPromise], ...] = (
    ("smartphones", "headcount", _("More people with a smartphone than staff.")),
    ("installed", "smartphones", _("More people with Bluezone than people with a smartphone.")),
    ("relatives_installed", "relatives_reached", _("More relatives with Bluezone than relatives reached.")),
    ("premises_with_qr", "premises", _("More premises with a QR poster than premises.")),
    ("staff_scanning", "headcount", _("More people who scan than staff.")),
)


class FigureField(forms.IntegerField):
    """A number of people or places: large, from the digits' keyboard."""

    def __init__(self, most: int = PEOPLE_MOST, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "class": "form-control-lg", "autocomplete": "off"}
        super().__init__(min_value=0, max_value=most, widget=forms.NumberInput(attrs=attrs), **kwargs)


class StaffReportForm(forms.ModelForm[StaffReport]):
    """Numbers only. They begin as the last report said, so that only what changed is typed."""

    as_of = DayField(label=_("Figures of the day"))
    headcount = FigureField(label=_("Staff (people)"))
    smartphones = FigureField(label=_("With a smartphone"))
    installed = FigureField(label=_("With Bluezone"))
    relatives_reached = FigureField(label=_("Relatives reached"))
    relatives_installed = FigureField(label=_("Relatives with Bluezone"))
    premises = FigureField(PREMISES_MOST, label=_("Own premises"))
    premises_with_qr = FigureField(PREMISES_MOST, label=_("Premises with a QR poster"))
    staff_scanning = FigureField(label=_("Staff who scan when they enter"))
    note = CleanTextField(label=_("Note"), max_length=500, required=False)

    class Meta:
        model = StaffReport
        fields = ["as_of", *FIGURES, "note"]

    def __init__(self, organisation: Organisation, last: StaffReport | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        self.initial["as_of"] = timezone.localdate()
        for name in FIGURES:
            if last:
                self.initial[name] = getattr(last, name)
                self.fields[name].help_text = _("Last time: %(figure)d") % {"figure": getattr(last, name)}

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is in the future."), code="future")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for part, whole, words in WITHIN:
            if cleaned.get(part, 0) > cleaned.get(whole, PEOPLE_MOST):
                self.add_error(part, ValidationError(words, code="too_many"))
        return cleaned


def figure_labels() -> dict[str, str]:
    """Figure → its words, in the order of the form."""
    return {name: str(StaffReportForm.base_fields[name].label) for name in FIGURES}
