from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import lockout
from accounts.forms import SignInForm
from accounts.models import User
from thongnhat_portal.fields import CleanTextField
from tracing.following.releasing.listing import Listable
from tracing.models.release import DAYS_MOST

USUAL_DAYS = 14


class AskForm(forms.Form):
    """What is asked for; the stays stand in the page's own table, a box each."""

    reason = CleanTextField(
        label=_("Reason"), max_length=500, help_text=_("What the names are needed for; the chair signs on this.")
    )
    days = forms.IntegerField(
        label=_("For how many days"),
        initial=USUAL_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(DAYS_MOST)],
        widget=forms.NumberInput(attrs={"min": 1, "max": DAYS_MOST, "inputmode": "numeric"}),
        help_text=_("After that the list is masked again; it can be renewed."),
    )
    stays = forms.TypedMultipleChoiceField(
        label=_("Stays to open"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one stay: a release opens what it lists."),
            "invalid_choice": _("One of the stays ticked does not count any more. Look at the list again."),
        },
    )

    def __init__(self, rows: Sequence[Listable], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        stays = self.fields["stays"]
        assert isinstance(stays, forms.TypedMultipleChoiceField)
        stays.choices = [(row.stay.pk, str(row.stay.venue)) for row in rows]

    def listed(self) -> list[Listable]:
        chosen = set(self.cleaned_data["stays"])
        return [row for row in self.rows if row.stay.pk in chosen]

    def boxes(self) -> list[tuple[Listable, bool]]:
        """Each stay and whether its box is ticked: as sent, or as proposed."""
        value = self["stays"].value() or []
        ticked = {str(key) for key in value}
        return [(row, str(row.stay.pk) in ticked) for row in self.rows]


class SignForm(forms.Form):
    """The signer's own password once more: an unattended browser signs nothing. Guessing locks as at the sign-in."""

    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )

    def __init__(self, request: HttpRequest, signer: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.signer = request, signer

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        device = lockout.known_device(self.request, self.signer.username)
        if lockout.is_locked(self.signer.username, device):
            raise ValidationError(SignInForm.error_messages["locked"], code="locked")
        if not self.signer.check_password(password):
            lockout.note_failure(self.signer.username, device)
            raise ValidationError(_("This is not your password."), code="wrong")
        return password


class WhyForm(forms.Form):
    """Why it is refused or withdrawn."""

    why = CleanTextField(label=_("Reason"), max_length=500)
