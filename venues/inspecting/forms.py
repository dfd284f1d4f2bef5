from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from thongnhat_portal.fields import CleanTextField
from venues.models import Inspection
from venues.photos.forms import PhotoField
from villages.models import Village

YES, NO = "yes", "no"


class AnswerField(forms.ChoiceField):
    """Yes or no, said on purpose: nothing is chosen beforehand."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(YES, _("yes")), (NO, _("no"))], widget=forms.RadioSelect, **kwargs)


class InspectionForm(forms.Form):
    is_up = AnswerField(label=_("Is the poster up?"))
    is_legible = AnswerField(label=_("Is it legible?"), required=False)
    is_used = AnswerField(label=_("Do visitors scan it?"), required=False)
    is_reminder = forms.BooleanField(label=_("I reminded the keeper"), required=False)
    note = CleanTextField(label=_("Note"), max_length=300, required=False)
    photo = PhotoField(label=_("Photo"), required=False, help_text=_("Of the poster, without people."))

    def clean(self) -> dict[str, Any]:
        """Of a poster that is not up nothing more is asked."""
        cleaned = super().clean() or {}
        if cleaned.get("is_up") == YES:
            for name in ("is_legible", "is_used"):
                if not cleaned.get(name) and name not in self.errors:
                    message = forms.Field.default_error_messages["required"]
                    self.add_error(name, ValidationError(message, code="required"))
        return cleaned

    def inspection(self) -> Inspection:
        """What was found, not yet stored."""
        is_up = self.cleaned_data["is_up"] == YES
        photo = self.cleaned_data["photo"]
        return Inspection(
            is_up=is_up,
            is_legible=is_up and self.cleaned_data["is_legible"] == YES,
            is_used=is_up and self.cleaned_data["is_used"] == YES,
            is_reminder=self.cleaned_data["is_reminder"],
            note=self.cleaned_data["note"],
            photo=photo.content if photo else None,
        )


class VillageFilter(forms.Form):
    """One village, or all that one sees."""

    village = forms.ModelChoiceField(Village.objects.none(), label=_("Village"), required=False, empty_label=_("all"))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        village = self.fields["village"]
        assert isinstance(village, forms.ModelChoiceField)
        village.queryset = Village.objects.visible_to(user)

    def chosen(self, things: Any) -> Any:
        """Those of the village; none for an address that somebody made up."""
        if not self.is_valid():
            return things.none()
        village = self.cleaned_data["village"]
        return things.filter(village=village) if village else things
