from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from thongnhat_portal.fields import CleanTextField
from venues.models import Venue
from villages.forms import people


class KeeperChoice(forms.ModelChoiceField[User]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name} ({obj.username})"


class TransferForm(forms.Form):
    """From whom to whom, and why if there is something to say."""

    leaving = KeeperChoice(User.objects.none(), label=_("From"), widget=forms.RadioSelect, empty_label=None)
    coming = KeeperChoice(User.objects.none(), label=_("To"), empty_label=_("— choose —"))
    reason = CleanTextField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, venue: Venue, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaving, coming = self.fields["leaving"], self.fields["coming"]
        assert isinstance(leaving, KeeperChoice)
        assert isinstance(coming, KeeperChoice)
        leaving.queryset = venue.keepers.get_queryset()
        coming.queryset = people(venue.commune, Role.KEEPER, Role.HEALTH)
        leaving.initial = leaving.queryset.first()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("leaving") and cleaned.get("leaving") == cleaned.get("coming"):
            self.add_error("coming", ValidationError(_("This is the same keeper."), code="same"))
        return cleaned
