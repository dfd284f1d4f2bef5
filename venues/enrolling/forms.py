from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune
from thongnhat_portal.fields import CleanTextField, PersonNameField, PhoneField
from venues.models import Category, Venue, choices_by_list
from venues.models.venue import CAPACITY_MOST
from vietnam.text import fold
from villages.models import Village


def places_that_stay() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Without events, which have a beginning and an end and are the village head's."""
    return [
        (heading, [(value, label) for value, label in choices if not Category(value).is_event])
        for heading, choices in choices_by_list()
    ]


class EnrolForm(forms.Form):
    """What an owner says of the place; who else is on the register is not shown by any answer."""

    name = CleanTextField(label=_("Name of the venue"), max_length=120)
    category = forms.ChoiceField(
        label=_("Category"),
        choices=lambda: [("", _("— choose —")), *places_that_stay()],
        help_text=_("Letter 210, §2."),
    )
    village = forms.ModelChoiceField(Village.objects.none(), label=_("Village"), empty_label=_("— choose —"))
    address = CleanTextField(label=_("Address"), max_length=160, required=False)
    contact_name = PersonNameField(
        label=_("Owner's full name"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_phone = PhoneField(
        label=_("Owner's phone"),
        help_text=_("The commune calls this number. Officers and the village head alone see it."),
    )
    capacity = forms.IntegerField(
        label=_("How many people fit in, if known"), required=False, min_value=1, max_value=CAPACITY_MOST
    )
    # Out of sight: who fills it in is no person, or a browser that fills in everything and is told so.
    web_page = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": -1}),
    )

    def __init__(self, commune: Commune, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commune = commune
        village = self.fields["village"]
        assert isinstance(village, forms.ModelChoiceField)
        village.queryset = Village.objects.filter(commune=commune)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not fold(name):
            raise ValidationError(forms.Field.default_error_messages["required"], code="required")
        return name

    def clean_web_page(self) -> str:
        if self.cleaned_data["web_page"]:
            raise ValidationError(_("This field must stay empty. Empty it and send again."), code="filled")
        return ""

    def venue(self) -> Venue:
        """The place as asked for, not yet stored."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "web_page"}
        return Venue(commune=self.commune, asks_health=Category(facts["category"]).asks_health, **facts)
