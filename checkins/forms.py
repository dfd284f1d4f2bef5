from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from checkins.health import NO, QUESTIONS, YES, declaration
from checkins.models.checkin import COMPANIONS_MOST
from checkins.visitor import Visitor
from thongnhat_portal.fields import PersonNameField, PhoneField
from venues.doors import Door

ALONE, FAMILY = "alone", "family"


class CompanionsField(forms.IntegerField):
    """How many people come along; None for nothing typed."""

    def __init__(self) -> None:
        wrong = format_lazy(_("Write a number from 0 to {most}."), most=COMPANIONS_MOST)
        messages = dict.fromkeys(["invalid", "min_value", "max_value"], wrong)
        label = _("People with you")
        super().__init__(label=label, required=False, min_value=0, max_value=COMPANIONS_MOST, error_messages=messages)


class Unchanging(dict[str, forms.Field]):
    """Fields that nobody changes: a form takes them as they are, since copying costs as much as checking."""

    def __deepcopy__(self, memo: object) -> "Unchanging":
        return Unchanging(self)


class CheckInForm(forms.Form):
    """What a visitor types; name and phone are not asked for again from somebody remembered."""

    name = PersonNameField(label=_("Full name"), max_length=300)
    phone = PhoneField(label=_("Phone"))
    companions = CompanionsField()
    remember = forms.BooleanField(label=_("Remember me on this phone"), required=False)

    def __init__(self, data: Any = None, *, known: Visitor | None = None) -> None:
        super().__init__(data)
        if known:
            for name in ("name", "phone", "remember"):
                del self.fields[name]
        self.known = known

    @property
    def visitor(self) -> Visitor:
        """With the family as it came this time, where it came."""
        who, typed = self.known, self.cleaned_data["companions"] or 0
        if who is None:
            return Visitor(self.cleaned_data["name"], self.cleaned_data["phone"], typed)
        return Visitor(who.name, who.phone, typed or who.family)

    @property
    def companions_count(self) -> int:
        """A number typed says more than the button pressed: the enter key presses the first button by itself."""
        typed: int | None = self.cleaned_data["companions"]
        if typed is not None or self.known is None:
            return typed or 0
        return self.known.family if self.data.get("who") == FAMILY else 0

    @property
    def health(self) -> str:
        """The declaration as it is stored; "" where none is asked for."""
        return ""


def _question(name: str) -> forms.ChoiceField:
    missing = _("Please answer with yes or no.")
    return forms.ChoiceField(
        label=QUESTIONS[name],
        choices=[(YES, _("Yes")), (NO, _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )


class DeclaringForm(CheckInForm):
    """With the health declaration."""

    symptoms = _question("symptoms")
    contact = _question("contact")
    outbreak = _question("outbreak")

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in QUESTIONS]

    @property
    def health(self) -> str:
        return declaration(self.cleaned_data)


for form in (CheckInForm, DeclaringForm):
    form.base_fields = Unchanging(form.base_fields)


def form_at(door: Door, data: Any = None, *, known: Visitor | None = None) -> CheckInForm:
    return (DeclaringForm if door.asks_health else CheckInForm)(data, known=known)


class CorrectionForm(forms.Form):
    """One's own visit, corrected. What it says now stands masked beside the empty fields: no page shows it whole."""

    name = PersonNameField(label=_("Full name"), max_length=300, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    companions = CompanionsField()

    def clean_companions(self) -> int:
        return self.cleaned_data["companions"] or 0
