import re
from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import lockout
from accounts.models import MANAGED_ROLES, Commune, Role, User
from thongnhat_portal.fields import PersonNameField
from vietnam.text import fold


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("Wrong user name or password. Capital and small letters differ in the password."),
        "inactive": _("This account is closed."),
        "locked": _(
            "Too many wrong passwords. Wait 15 minutes, or sign in from a device on which you have signed in before."
        ),
    }

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.request: HttpRequest = request

    def clean(self) -> dict[str, Any]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username and password:
            self.user_cache = self._user(username, password)
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data

    def _user(self, username: str, password: str) -> User:
        device = lockout.known_device(self.request, username)
        if lockout.is_locked(username, device):
            raise ValidationError(self.error_messages["locked"], code="locked")
        user = authenticate(self.request, username=username, password=password)
        if user is None:
            lockout.note_failure(username, device)
            raise self.get_invalid_login_error()
        return user


class NewPasswordForm(forms.Form):
    """Replaces one's own password; the old one is asked for unless it was a one-time password."""

    old_password = forms.CharField(
        label=_("Present password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters, not only digits; three words with spaces are good."),
    )
    again = forms.CharField(
        label=_("New password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, account: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        if account.must_change_password:
            del self.fields["old_password"]

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if not self.account.check_password(old):
            raise ValidationError(_("This is not your present password."), code="wrong")
        return old

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.account)
        if self.account.check_password(password):
            raise ValidationError(_("Choose a password that differs from the present one."), code="same")
        return password

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError(_("The two passwords differ."), code="differ")
        return again


class AccountForm(forms.ModelForm[User]):
    full_name = PersonNameField(label=_("Full name"), max_length=200)

    class Meta:
        model = User
        fields = ["username", "full_name", "email", "role", "commune"]

    def __init__(self, manager: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managed = MANAGED_ROLES[manager.role]
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(value, label) for value, label in Role.choices if value in managed]
        commune = self.fields["commune"]
        assert isinstance(commune, forms.ModelChoiceField)
        commune.queryset = Commune.objects.visible_to(manager)
        if not manager.sees_all_communes:
            del self.fields["commune"]
            self.instance.commune = manager.commune

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needs_commune = cleaned.get("role") not in (Role.ADMIN, Role.SUPERVISOR, None)
        if "commune" in self.fields and needs_commune and not cleaned.get("commune"):
            self.add_error("commune", _("This role belongs to a commune: choose it."))
        return cleaned


COMMUNE_WORD = re.compile(r"^(?:xã|phường|thị trấn)\s+", re.IGNORECASE)
DISTRICT_WORDS = ("huyen ", "thi xa ", "thanh pho ", "quan ")


class CommuneForm(forms.ModelForm[Commune]):
    class Meta:
        model = Commune
        fields = [
            "name",
            "slug",
            "district",
            "province",
            "issuer",
            "signatory_title",
            "signatory_name",
            "retention_days",
        ]

    def clean_name(self) -> str:
        """Without the word before it: the letterhead writes it itself."""
        return COMMUNE_WORD.sub("", self.cleaned_data["name"])

    def clean_district(self) -> str:
        district: str = self.cleaned_data["district"]
        if district and not fold(district).startswith(DISTRICT_WORDS):
            raise ValidationError(self.fields["district"].help_text, code="incomplete")
        return district
