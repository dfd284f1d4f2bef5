from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.models.checkin import COMPANIONS_MOST
from checkins.visitor import Visitor
from thongnhat_portal.fields import PersonNameField, PhoneField


class CheckInForm(forms.Form):
    """What a visitor types; name and phone are not asked for again from somebody remembered."""

    name = PersonNameField(label=_("Full name"), max_length=300)
    phone = PhoneField(label=_("Phone"))
    companions = forms.IntegerField(label=_("People with you"), required=False, min_value=0, max_value=COMPANIONS_MOST)
    remember = forms.BooleanField(label=_("Remember me on this phone"), required=False)

    def __init__(self, data: Any = None, *, known: Visitor | None = None) -> None:
        super().__init__(data)
        if known:
            for name in ("name", "phone", "remember"):
                del self.fields[name]
        self.known = known

    @property
    def visitor(self) -> Visitor:
        return self.known or Visitor(self.cleaned_data["name"], self.cleaned_data["phone"])

    @property
    def companions_count(self) -> int:
        return self.cleaned_data["companions"] or 0
