"""A row for every village; one day and one letter for all."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.forms import OUT_OF_RANGE
from reports.models import Target
from reports.targets.allotment import Allotment, Share
from thongnhat_portal.fields import CleanTextField, DayField
from thongnhat_portal.template_filters import decimal


def _shown(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


class LetterForm(forms.Form):
    """From when on the villages' targets speak, and which letter says so."""

    starts_on = DayField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}))
    source_letter = CleanTextField(label=gettext_lazy("Source letter"), max_length=200, required=False)

    def __init__(self, target: Target, data: Mapping[str, Any] | None = None) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"starts_on": min(max(today, target.starts_on), target.due_on)})
        self.target = target

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if not self.target.starts_on <= day <= self.target.due_on:
            days = {"first": _shown(self.target.starts_on), "last": _shown(self.target.due_on)}
            raise ValidationError(_("The commune's target runs from %(first)s to %(last)s.") % days, code="outside")
        return day


class ShareForm(forms.ModelForm[Target]):
    """One village's percent and due date; no percent: the commune's target."""

    class Meta:
        model = Target
        fields = ["percent", "due_on"]
        field_classes = {"due_on": DayField}
        widgets = {
            "percent": forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
            "due_on": forms.DateInput,
        }
        error_messages = OUT_OF_RANGE

    def __init__(self, share: Share, target: Target, data: Mapping[str, Any] | None = None) -> None:
        initial = {"percent": share.own.percent, "due_on": share.own.due_on} if share.own else {}
        super().__init__(data, prefix=f"village-{share.village.pk}", initial=initial)
        self.share, self.target = share, target
        for field in self.fields.values():
            field.required = False
            told = {"village": share.village.name, "what": field.label}
            field.widget.attrs["aria-label"] = _("%(village)s: %(what)s") % told
        self.fields["percent"].widget.attrs["placeholder"] = decimal(target.percent)
        self.fields["due_on"].widget.attrs["placeholder"] = _shown(target.due_on)

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"] or self.target.due_on
        if day > self.target.due_on:
            due = {"due": _shown(self.target.due_on)}
            raise ValidationError(_("The commune's target is due on %(due)s; choose this day or earlier.") % due)
        return day

    def check_start(self, starts_on: date) -> None:
        """Beside its row, once the day for all is known; only rows that say something new are asked."""
        own, due_on = self.share.own, self.cleaned_data.get("due_on")
        if own and starts_on < own.starts_on:
            self.add_error(
                None, _("A target from %(day)s stands already; begin on it or later.") % {"day": _shown(own.starts_on)}
            )
        if due_on and due_on < starts_on:
            self.add_error("due_on", _("The due day lies before the first day."))

    @property
    def is_new(self) -> bool:
        """Whether the row says something else than what stands."""
        percent, own = self.cleaned_data.get("percent"), self.share.own
        if percent is None or own is None:
            return (percent is None) != (own is None)
        return (percent, self.cleaned_data.get("due_on")) != (own.percent, own.due_on)

    def target_from(self, starts_on: date, source_letter: str) -> Target:
        percent = self.cleaned_data["percent"]
        return Target(
            commune_id=self.target.commune_id,
            village=self.share.village,
            percent=self.target.percent if percent is None else percent,
            denominator=self.target.denominator,
            follows_commune=percent is None,
            starts_on=starts_on,
            due_on=self.target.due_on if percent is None else self.cleaned_data["due_on"],
            source_letter=source_letter,
        )


class AllotmentForms:
    """The day and the letter, and a row for each village; valid or handed back all together."""

    def __init__(self, allotment: Allotment, data: Mapping[str, Any] | None = None) -> None:
        self.letter = LetterForm(allotment.target, data)
        self.rows = [ShareForm(share, allotment.target, data) for share in allotment.shares]

    def is_valid(self) -> bool:
        if all([self.letter.is_valid(), *(row.is_valid() for row in self.rows)]):
            for row in self.rows:
                if row.is_new:
                    row.check_start(self.letter.cleaned_data["starts_on"])
        return not self.has_errors

    @property
    def has_errors(self) -> bool:
        return any(form.is_bound and form.errors for form in (self.letter, *self.rows))

    def targets(self) -> list[Target]:
        """Those that say something new; none when nothing was changed."""
        return [row.target_from(**self.letter.cleaned_data) for row in self.rows if row.is_new]
