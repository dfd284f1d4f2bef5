from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune
from reports.models import Target
from reports.models.target import LONGEST
from thongnhat_portal.fields import DayField

EARLIEST = date(2020, 4, 18)  # the day Bluezone was published


PERCENT_RANGE = _("Enter a percentage over 0 and up to 100.")
OUT_OF_RANGE = {"percent": {"min_value": PERCENT_RANGE, "max_value": PERCENT_RANGE}}


class TargetForm(forms.ModelForm[Target]):
    class Meta:
        model = Target
        fields = ["percent", "denominator", "starts_on", "due_on", "source_letter"]
        field_classes = {"starts_on": DayField, "due_on": DayField}
        widgets = {name: forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}) for name in ("starts_on", "due_on")}
        error_messages = OUT_OF_RANGE

    def __init__(self, commune: Commune, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.commune = commune

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day < EARLIEST:
            raise ValidationError(_("Bluezone was not yet published on this day."), code="too_early")
        return day

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise ValidationError(_("This day has passed; choose today or a later day."), code="past")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, due_on = cleaned.get("starts_on"), cleaned.get("due_on")
        if starts_on and due_on and due_on < starts_on:
            self.add_error("due_on", _("The due day lies before the first day."))
        if starts_on and due_on and due_on - starts_on > LONGEST:
            self.add_error("due_on", _("A target runs for two years at the most."))
        return cleaned
