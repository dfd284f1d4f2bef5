from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from checkins.models.checkin import LONGEST_STAY
from thongnhat_portal.days import start_of
from thongnhat_portal.fields import CleanTextField, DayField, MomentField, PhoneField
from tracing.models import Case, CaseKind
from tracing.models.case import PARTICULARS
from venues.models import Venue

PHONES = ("phone", "phone_2", "phone_3")
BEFORE_ONSET, BEFORE_TEST = timedelta(days=2), timedelta(days=3)
WINDOW_LONGEST = timedelta(days=60)


class PastDayField(DayField):
    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."), code="future")
        return day


class CaseForm(forms.ModelForm[Case]):
    """The particulars of a case. What is left empty of the infectious time follows from onset or test."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=CaseKind.choices, widget=forms.RadioSelect, initial=CaseKind.CONFIRMED
    )
    authority_reference = CleanTextField(
        label=_("Authority's reference"),
        max_length=200,
        help_text=_("The document or test result this case rests on, with number and day. No name."),
    )
    reason = CleanTextField(label=_("Reason for tracing"), max_length=500)
    onset_on = PastDayField(
        label=_("Onset of symptoms"), required=False, help_text=_("Infectious from two days before.")
    )
    tested_on = PastDayField(
        label=_("Test taken on"), required=False, help_text=_("Without symptoms: infectious from three days before.")
    )
    infectious_from = MomentField(
        label=_("Infectious from"), required=False, help_text=_("Empty: as proposed by onset or test.")
    )
    infectious_until = MomentField(
        label=_("Infectious until"), required=False, help_text=_("Empty: until the end of today.")
    )

    class Meta:
        model = Case
        fields: Sequence[str] = PARTICULARS
        help_texts = {
            "least_minutes": _("0: however short."),
            "lingering_minutes": _("How long the air of a visit counts after its end."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not {"onset_on", "tested_on", "infectious_from", "infectious_until"} & set(self.errors):
            begin = cleaned["infectious_from"] or proposed_from(cleaned["onset_on"], cleaned["tested_on"])
            end = cleaned["infectious_until"] or start_of(timezone.localdate() + timedelta(days=1))
            cleaned |= {"infectious_from": begin, "infectious_until": end}
            self._check_window(begin, end)
        return cleaned

    def _check_window(self, begin: datetime | None, end: datetime) -> None:
        if begin is None:
            message = _("Say when symptoms began or the test was taken, or from when the person was infectious.")
            self.add_error("onset_on", ValidationError(message, code="required"))
        elif end <= begin:
            self.add_error(
                "infectious_until", ValidationError(_("The end must come after the beginning."), code="order")
            )
        elif end - begin > WINDOW_LONGEST:
            self.add_error("infectious_from", ValidationError(_("This is longer than 60 days."), code="too_long"))


class NewCaseForm(CaseForm):
    """One form from the test result to the list of contacts; the measures are the usual ones until they are edited."""

    phone = PhoneField(label=_("Phone of the person"), required=False)
    phone_2 = PhoneField(label=_("Second phone"), required=False)
    phone_3 = PhoneField(label=_("Third phone"), required=False)

    class Meta(CaseForm.Meta):
        fields = CaseForm.Meta.fields[:7]

    field_order = (*CaseForm.Meta.fields[:3], *PHONES)

    @property
    def phones(self) -> list[str]:
        """Those given, in E.164, each once."""
        return list(dict.fromkeys(self.cleaned_data[name] for name in PHONES if self.cleaned_data[name]))


def proposed_from(onset_on: date | None, tested_on: date | None) -> datetime | None:
    if onset_on:
        return start_of(onset_on - BEFORE_ONSET)
    return start_of(tested_on - BEFORE_TEST) if tested_on else None


class SubjectPhoneForm(forms.Form):
    phone = PhoneField(label=_("Phone of the person"))


class VenueChoice(forms.ModelChoiceField[Venue]):
    """Any venue of the commune, closed ones and past events too: people were there."""

    def label_from_instance(self, obj: Venue) -> str:
        return f"{obj.name} · {obj.village}"


class StayForm(forms.Form):
    """A venue and a time of at most a day."""

    venue = VenueChoice(Venue.objects.none(), label=_("Venue"), empty_label=_("— choose —"))
    from_at = MomentField(label=_("From"))
    until_at = MomentField(label=_("Until"))

    def __init__(self, user: User, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        venue = self.fields["venue"]
        assert isinstance(venue, VenueChoice)
        approved = Venue.objects.filter(commune=user.commune_id).exclude(approved_at=None)
        venue.queryset = approved.select_related("village").defer("contact_phone").order_by("sort_key", "pk")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self._check_period(cleaned["from_at"], cleaned["until_at"])
        return cleaned

    def _check_period(self, begin: datetime, end: datetime) -> None:
        if end <= begin:
            self.add_error("until_at", ValidationError(_("The end must come after the beginning."), code="order"))
        elif end - begin > LONGEST_STAY:
            message = _("This is longer than a day; add the visits one by one.")
            self.add_error("until_at", ValidationError(message, code="too_long"))
        elif begin > timezone.now():
            self.add_error("from_at", ValidationError(_("This time has not come yet."), code="future"))
        elif begin >= self.case.infectious_until or end <= self.case.infectious_from:
            message = _("This lies outside the infectious time of the case and would not count. Edit the case first.")
            self.add_error("from_at", ValidationError(message, code="outside"))


class NoticeForm(forms.Form):
    """What the venue is to do. Who it was about stands nowhere: the keeper reads this, and the village head."""

    text = CleanTextField(
        label=_("What the venue is to do"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Never write who it was, nor anything by which one could guess it."),
        initial=_(
            "Clean and disinfect the place. Keep the list of visitors and of staff on duty. "
            "Whoever was there at that time stays at home and waits for the health station's call."
        ),
    )
