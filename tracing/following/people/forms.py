"""The forms on a contact's page: one deed each, told apart by the hidden `deed`."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from thongnhat_portal.fields import CleanTextField, DayField
from tracing.following.people import actions
from tracing.models import Contact, FollowUp, FollowUpState

NOTE_MOST = 1000
QUARANTINE_MOST = timedelta(days=90)
FARTHEST = timedelta(days=366)
Result = FollowUp.Result
TEST_RESULTS = (Result.WAITING, Result.NEGATIVE, Result.POSITIVE)
CALL_RESULTS = (Result.REACHED, Result.NO_ANSWER, Result.WRONG_NUMBER)


class NoteField(CleanTextField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Note"), max_length=NOTE_MOST, **kwargs)


class DeedForm(forms.Form):
    """What every form of the page shares; `do` stores what was cleaned."""

    def __init__(self, contact: Contact, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = contact

    def do(self, actor: User) -> None:
        raise NotImplementedError


class CallForm(DeedForm):
    result = forms.ChoiceField(
        label=_("How did the call go?"),
        choices=[(one.value, one.label) for one in CALL_RESULTS],
        widget=forms.RadioSelect,
    )
    note = NoteField(required=False, help_text=_("Health, companions' names, what was agreed."))

    def do(self, actor: User) -> None:
        actions.note_call(actor=actor, contact=self.contact, **self.cleaned_data)


class QuarantineForm(DeedForm):
    first = DayField(label=_("Quarantine from"))
    last = DayField(label=_("to, this day included"))
    note = NoteField(required=False, help_text=_("Where: at home, in the quarantine centre."))

    def __init__(self, contact: Contact, *args: Any, **kwargs: Any) -> None:
        first, last = proposed_quarantine(contact)
        super().__init__(contact, *args, **{"initial": {"first": first, "last": last}, **kwargs})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not first <= last <= first + QUARANTINE_MOST:
            raise ValidationError(
                _("The last day lies before the first, or more than 90 days after it."), code="backwards"
            )
        return cleaned

    def do(self, actor: User) -> None:
        actions.quarantine(actor=actor, contact=self.contact, **self.cleaned_data)


class TestForm(DeedForm):
    day = DayField(label=_("Test taken on"))
    result = forms.ChoiceField(
        label=_("Result"), choices=[(one.value, one.label) for one in TEST_RESULTS], widget=forms.RadioSelect
    )
    note = NoteField(required=False)

    def __init__(self, contact: Contact, *args: Any, **kwargs: Any) -> None:
        super().__init__(contact, *args, **{"initial": {"day": timezone.localdate()}, **kwargs})

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not timezone.localdate() - FARTHEST <= day <= timezone.localdate():
            raise ValidationError(_("A test is taken today or was taken within the last year."), code="day")
        return day

    def do(self, actor: User) -> None:
        actions.note_test(actor=actor, contact=self.contact, **self.cleaned_data)


class NoteForm(DeedForm):
    note = NoteField()

    def do(self, actor: User) -> None:
        actions.note_down(actor=actor, contact=self.contact, **self.cleaned_data)


class PlanForm(DeedForm):
    state = forms.ChoiceField(label=_("Follow-up"), choices=FollowUpState.choices)
    next_step = CleanTextField(
        label=_("Next step"), max_length=200, required=False, help_text=_("Without names: it stands in the day's list.")
    )
    next_on = DayField(label=_("on"), required=False)

    def __init__(self, contact: Contact, *args: Any, **kwargs: Any) -> None:
        present = {name: getattr(contact, name) for name in ("state", "next_step", "next_on")}
        super().__init__(contact, *args, **{"initial": present, **kwargs})

    def clean_next_on(self) -> date | None:
        day: date | None = self.cleaned_data["next_on"]
        if day and day > timezone.localdate() + FARTHEST:
            raise ValidationError(_("This day is more than a year away."), code="day")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("next_step") and not cleaned.get("next_on") and "next_on" not in self.errors:
            self.add_error(
                "next_on", ValidationError(_("On which day? Then it stands in that day's list."), code="day")
            )
        return cleaned

    def do(self, actor: User) -> None:
        actions.plan(actor=actor, contact=self.contact, plan=actions.Plan(**self.cleaned_data))


FORMS: dict[str, type[DeedForm]] = {
    "call": CallForm,
    "quarantine": QuarantineForm,
    "test": TestForm,
    "note": NoteForm,
    "plan": PlanForm,
}


def forms_of(contact: Contact) -> dict[str, DeedForm]:
    return {deed: form(contact, prefix=deed) for deed, form in FORMS.items()}


def proposed_quarantine(contact: Contact) -> tuple[date, date]:
    """As it was given; else from today to the last time together + the case's days of quarantine."""
    if contact.quarantine_from and contact.quarantine_until:
        return contact.quarantine_from, contact.quarantine_until
    last = timezone.localdate(contact.last_exposed_at) + timedelta(days=contact.case.quarantine_days)
    return min(timezone.localdate(), last), last
