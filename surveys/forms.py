from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.drafts import PhoneSeen, VisitDraft
from surveys.models import NotInstalledReason, Outcome, PhoneKind
from thongnhat_portal.fields import CleanTextField, MomentField, PersonNameField, PhoneField
from villages.models.household import MEMBERS_MOST

INSTALLED, JUST_NOW, BASIC = "installed", "just_now", "basic"
STATUSES = [
    ("", _("— choose —")),
    (INSTALLED, _("Smartphone, Bluezone installed")),
    (JUST_NOW, _("Smartphone, Bluezone installed just now")),
    (
        _("Smartphone without Bluezone"),
        [(f"not:{value}", label) for value, label in NotInstalledReason.choices],
    ),
    (BASIC, _("Basic phone")),
]
CLOCK_SKEW = timedelta(minutes=2)
BLUEZONE_BEGAN = 2020
PHONES_MOST = 20
TOO_EARLY = _("This time is before Bluezone existed.")
TOO_FEW_MEMBERS = _("More people with a smartphone than members; lodgers count as members.")


class VisitForm(forms.Form):
    """The knock itself; phones are a formset beside it."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect)
    members = forms.IntegerField(
        label=_("Members living here, lodgers included"),
        required=False,
        min_value=1,
        max_value=MEMBERS_MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    captured_at = MomentField(
        label=_("Time of the visit, if not just now"),
        widget=forms.DateTimeInput,
        required=False,
        help_text=_("As 25/06/2021 14:30."),
    )
    note = CleanTextField(label=_("Note"), max_length=300, required=False)

    def clean_captured_at(self) -> datetime:
        moment: datetime = self.cleaned_data["captured_at"] or timezone.now()
        if moment > timezone.now() + CLOCK_SKEW:
            raise ValidationError(_("This time is in the future."), code="future")
        if moment.year < BLUEZONE_BEGAN:
            raise ValidationError(TOO_EARLY, code="too_early")
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == Outcome.COMPLETED and "members" not in self.errors and not cleaned.get("members"):
            self.add_error("members", _("Say how many people live here."))
        return cleaned


class PhoneForm(forms.Form):
    """One phone in two taps; owner and number may stay empty."""

    status = forms.ChoiceField(label=_("Phone"), choices=STATUSES, required=False)
    owner = PersonNameField(label=_("Owner (may stay empty)"), max_length=300, required=False)
    number = PhoneField(label=_("Number (may stay empty)"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("owner") or cleaned.get("number")) and not cleaned.get("status"):
            self.add_error("status", _("Say what kind of phone this is."))
        return cleaned

    def seen(self) -> PhoneSeen | None:
        """None for a row left empty."""
        status: str = self.cleaned_data.get("status", "")
        if not status:
            return None
        return PhoneSeen(
            kind=PhoneKind.BASIC if status == BASIC else PhoneKind.SMART,
            owner=self.cleaned_data["owner"],
            number=self.cleaned_data["number"],
            installed=status in (INSTALLED, JUST_NOW),
            installed_on_the_spot=status == JUST_NOW,
            reason=status.removeprefix("not:") if status.startswith("not:") else "",
        )


Phones = forms.formset_factory(PhoneForm, extra=3, max_num=PHONES_MOST, validate_max=True)


class VisitEntry:
    """The visit and its phones as one thing: what was typed, whether it is sound, the draft it makes."""

    def __init__(self, data: Mapping[str, Any] | None, *, members: int) -> None:
        self.data, self.members = data.dict() if isinstance(data, QueryDict) else data or {}, members
        self.visit = VisitForm(data, initial={"uuid": uuid4(), "members": members})
        self.phones = Phones(data, prefix="phone")

    def as_another_visit(self) -> "VisitEntry":
        """The same answers under a new id: this one was used for other answers (back button, then edited)."""
        data = {**self.data, "uuid": str(uuid4())}
        entry = VisitEntry(data, members=self.members)
        entry.visit.add_error(None, _("This form was saved before with other answers. Save again for a newer visit."))
        return entry

    def forget_errors(self) -> None:
        """Somebody is still typing: what is missing so far is no error yet."""
        for form in (self.visit, *self.phones):
            form.errors.clear()

    def is_valid(self) -> bool:
        sound = all([self.visit.is_valid(), self.phones.is_valid()])
        return sound and self._people_fit()

    def _people_fit(self) -> bool:
        if not self.draft().people_fit:
            self.visit.add_error("members", TOO_FEW_MEMBERS)
            return False
        return True

    def phones_seen(self) -> list[PhoneSeen]:
        return [phone for form in self.phones if (phone := form.seen())]

    @property
    def is_completed(self) -> bool:
        return bool(self.visit.cleaned_data["outcome"] == Outcome.COMPLETED)

    @property
    def status(self) -> int:
        return 422 if self.visit.is_bound else 200

    def draft(self) -> VisitDraft:
        """Phones and members count only when somebody opened the door."""
        cleaned = self.visit.cleaned_data
        return VisitDraft(
            uuid=cleaned["uuid"],
            captured_at=cleaned["captured_at"],
            outcome=Outcome(cleaned["outcome"]),
            members=cleaned["members"] if self.is_completed else 0,
            note=cleaned["note"],
            phones=self.phones_seen() if self.is_completed else (),
            is_just_now="captured_at" not in self.visit.changed_data,
        )
