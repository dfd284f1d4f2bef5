from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from spreadsheets.archives import MAX_BYTES
from thongnhat_portal.fields import PersonNameField, PhoneField
from villages.importing.messages import UNREADABLE
from villages.models import Village


class Layout(models.TextChoices):
    """Cards for the purse, or the bare code: personal codes of 5 × 5 cm were asked for in 2021."""

    CARD = "card", _("cards of 85 × 54 mm, ten a page")
    SQUARE = "square", _("codes of 5 × 5 cm, twelve a page")


class VillageChoice(forms.ModelChoiceField[Village]):
    """One of the villages this person sees; an only one is chosen already."""

    def __init__(self, user: User, **kwargs: Any) -> None:
        villages = Village.objects.visible_to(user).select_related("commune")
        super().__init__(villages, label=_("Village"), empty_label=_("— choose —"), **kwargs)
        only = list(villages[:2])
        self.initial = only[0] if len(only) == 1 else None


class CardForm(forms.Form):
    name = PersonNameField(label=_("Full name"), max_length=300)
    phone = PhoneField(label=_("Phone"), required=False, help_text=_("Of the person or of a relative."))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"] = VillageChoice(user)


class CardListForm(forms.Form):
    file = forms.FileField(
        label=_("List of people (.xlsx or .csv)"),
        help_text=_("Columns “Họ và tên” and “Số điện thoại”; at most 1,000 people."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"empty": _("The file is empty."), "required": _("Choose a file.")},
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"] = VillageChoice(user)
        self.order_fields(["village", "file"])

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(UNREADABLE["too_large"], code="too_large")
        return file


class CardPrintForm(forms.Form):
    """Every live card of a village; those issued today alone."""

    layout = forms.ChoiceField(label=_("Format"), choices=Layout.choices, initial=Layout.CARD)
    today = forms.BooleanField(label=_("Only those issued today"), required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["village"] = VillageChoice(user)
        self.order_fields(["village", "layout", "today"])
