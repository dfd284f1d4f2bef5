from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, User
from reports.models import MailPlan
from thongnhat_portal.fields import KeysField


class ReadersField(KeysField):
    """Accounts with their role: two people may have one name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name} ({obj.get_role_display()})"


class MailPlanForm(forms.ModelForm[MailPlan]):
    recipients = ReadersField(
        User.objects.none(),
        label=_("Daily summary to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Active accounts with an e-mail address. The summary names no citizen."),
    )

    class Meta:
        model = MailPlan
        fields = ["summary_at", "recipients", "reminders_on", "reminders_at", "silent_days"]
        widgets = {
            name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M") for name in ("summary_at", "reminders_at")
        }

    def __init__(self, commune: Commune, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.commune = commune
        people = User.objects.get_queryset().filter(commune=commune, is_active=True).exclude(email="")
        self.fields["recipients"].queryset = people.order_by("full_name", "pk")  # type: ignore[attr-defined]
