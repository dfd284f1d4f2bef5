from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from thongnhat_portal.fields import CleanTextField
from venues.enrolling.forms import places_that_stay
from venues.models import RequiredPlace, Venue
from vietnam.text import fold, sort_key
from villages.models import Village


class PlaceForm(forms.Form):
    """Three fields, for somebody who stands before the place."""

    name = CleanTextField(label=_("Name of the venue"), max_length=120)
    category = forms.ChoiceField(label=_("Category"), choices=lambda: [("", _("— choose —")), *places_that_stay()])
    village = forms.ModelChoiceField(Village.objects.none(), label=_("Village"), empty_label=_("— choose —"))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village = self.fields["village"]
        assert isinstance(village, forms.ModelChoiceField)
        village.queryset = Village.objects.visible_to(user)
        only = list(village.queryset[:2])
        village.initial = only[0] if len(only) == 1 else None

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not fold(name):
            raise ValidationError(forms.Field.default_error_messages["required"], code="required")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self._check_is_new(cleaned["village"], cleaned["name"])
        return cleaned

    def _check_is_new(self, village: Village, name: str) -> None:
        if RequiredPlace.objects.open().filter(village=village, sort_key=sort_key(name)).exists():
            self.add_error("name", ValidationError(_("This place is on the list already."), code="listed"))
        elif Venue.objects.of_that_name(village, name).exists():
            self.add_error(
                "name", ValidationError(_("This place is registered as a venue already."), code="registered")
            )

    def place(self) -> RequiredPlace:
        return RequiredPlace(**self.cleaned_data)
