from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.models.visit import HomeVisit
from vault.fields import BlindIndexField, SealedTextField
from vietnam.phones import format_phone


class PhoneKind(models.TextChoices):
    SMART = "smart", _("Smartphone")
    BASIC = "basic", _("Basic phone")


class NotInstalledReason(models.TextChoices):
    """Why not: asked without blame, and nothing follows from the answer."""

    TOO_OLD = "too_old", _("Phone too old")
    FULL = "full", _("No storage left")
    NO_INTERNET = "no_internet", _("No internet")
    CANNOT = "cannot", _("Does not know how")
    OWNER_AWAY = "owner_away", _("Owner was away")
    UNWILLING = "unwilling", _("Does not want to")
    OTHER = "other", _("Other reason")


class SurveyedPhone(models.Model):
    """A phone seen during a visit. Families share phones: a number is never unique."""

    visit = models.ForeignKey(HomeVisit, on_delete=models.CASCADE, related_name="phones")
    owner = models.CharField(_("owner"), max_length=100, blank=True)
    number = SealedTextField(_("number"), blank=True, default="")
    number_index = BlindIndexField(source="number", purpose="surveys")
    kind = models.CharField(_("kind"), max_length=5, choices=PhoneKind.choices)
    installed = models.BooleanField(_("Bluezone installed"), default=False)
    installed_on_the_spot = models.BooleanField(_("installed just now"), default=False)
    reason = models.CharField(_("why not installed"), max_length=12, choices=NotInstalledReason.choices, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PhoneKind.values), name="phone_kind_known"),
            models.CheckConstraint(
                condition=Q(installed=False) | Q(kind=PhoneKind.SMART, reason=""),
                name="phone_installed_is_smart",
            ),
            models.CheckConstraint(
                condition=Q(installed_on_the_spot=False) | Q(installed=True),
                name="phone_on_the_spot_is_installed",
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(kind=PhoneKind.SMART, reason__in=NotInstalledReason.values),
                name="phone_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return f"phone {self.pk}"

    @property
    def number_shown(self) -> str:
        return format_phone(self.number) if self.number else ""
