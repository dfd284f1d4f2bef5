"""Form fields that every app shares: a person's name, a telephone number, clean text, days and moments."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vietnam.legacy import looks_like_legacy
from vietnam.names import NotAName, clean_name
from vietnam.phones import InvalidPhone, format_phone, parse_phone
from vietnam.text import clean

FIRST_YEAR, LAST_YEAR = 1900, 2199
NAME_ERRORS = {
    "empty": _("Enter a name."),
    "too_long": _("The name is longer than 100 characters."),
    "legacy_encoding": _("The name is in an old font encoding (TCVN3 or VNI); type it again in Unicode."),
    "not_a_name": _("This is not a person's name: use letters only."),
}


class KeysField(forms.ModelMultipleChoiceField[Any]):
    """Ticked rows; a number that no key can be is an unknown choice, not a crash of SQLite's."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list") from None


def usual_year(day: date) -> None:
    """Of a day or a moment: whatever is reckoned from it stays within the calendar."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(
            _("This day is too far away: write a year from %(first)s to %(last)s."), code="far", params=years
        )


class DayField(forms.DateField):
    """A day of the years 1900 to 2199; a phone shows its calendar."""

    default_validators = [usual_year]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)


class MomentField(forms.DateTimeField):
    """Day and hour, of the same years; a phone shows its own wheel, an old browser a line of text."""

    default_validators = [usual_year]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}))
        super().__init__(**kwargs)


class CleanTextField(forms.CharField):
    """One line of text in composed Unicode, without invisible characters."""

    def to_python(self, value: Any) -> str:
        text = clean(super().to_python(value) or "")
        if looks_like_legacy(text):
            raise ValidationError(NAME_ERRORS["legacy_encoding"], code="legacy_encoding")
        return text


class PersonNameField(forms.CharField):
    """A full name, cleaned; says why a text is not one."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return clean_name(text)
        except NotAName as fault:
            raise ValidationError(NAME_ERRORS[fault.code], code=fault.code) from fault


class PhoneField(forms.CharField):
    """A telephone number in any usual form; cleaned to E.164, shown as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}))
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return parse_phone(text).e164
        except InvalidPhone as fault:
            message = _("This is not a valid phone number. Write it like 0912 345 678.")
            raise ValidationError(message, code="invalid") from fault

    def prepare_value(self, value: Any) -> Any:
        """A stored number as people write it; what was typed stays as it was typed."""
        return format_phone(value) if isinstance(value, str) and _is_stored(value) else value


def _is_stored(text: str) -> bool:
    try:
        return text.startswith("+84") and parse_phone(text).e164 == text
    except InvalidPhone:
        return False
