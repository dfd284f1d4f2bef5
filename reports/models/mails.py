from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from organisations.models import Organisation
from venues.models.venue import WEEKDAYS
from villages.models import Village


class MailPlanQuerySet(models.QuerySet["MailPlan"]):
    def of(self, commune: Commune) -> MailPlan:
        """The one there is, or one as it would begin, not stored."""
        return self.filter(commune=commune).first() or MailPlan(commune=commune)


class MailPlan(models.Model):
    """What a commune mails by itself: the day's summary to chosen people, reminders to those behind or silent."""

    commune = models.OneToOneField(Commune, on_delete=models.PROTECT, related_name="mail_plan")
    summary_at = models.TimeField(_("daily summary at"), null=True, blank=True, help_text=_("Empty: none is sent."))
    recipients = models.ManyToManyField(User, verbose_name=_("daily summary to"), blank=True, related_name="+")
    reminders_on = models.PositiveSmallIntegerField(
        _("weekly reminders on"),
        null=True,
        blank=True,
        choices=list(enumerate(WEEKDAYS, start=1)),
        help_text=_("Empty: none are sent."),
    )
    reminders_at = models.TimeField(_("weekly reminders at"), default="07:00")
    silent_days = models.PositiveSmallIntegerField(
        _("silent after (days)"), default=3, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = MailPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reminders_on=None) | Q(reminders_on__range=(1, 7)), name="mail_plan_weekday_known"
            )
        ]

    def __str__(self) -> str:
        return f"mail plan of {self.commune_id}"


class SentMail(models.Model):
    """One mail to one person about one day: the constraint, not a look, decides that it goes once."""

    class Kind(models.TextChoices):
        SUMMARY = "summary", _("daily summary")
        REMINDER = "reminder", _("weekly reminder")

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    day = models.DateField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-claimed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["commune", "kind", "day", "user"], name="mail_sent_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.day}"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: User) -> Self:
        if user.has_role(Role.CHAIR, Role.OFFICER):
            return self.filter(commune=user.commune_id)
        return self.none()


class Reminder(models.Model):
    """A village or an organisation was reminded (đôn đốc), by mail or by a letter. Last paragraph of letter 210."""

    class Cause(models.TextChoices):
        BEHIND = "behind", _("behind its target")
        SILENT = "silent", _("silent")
        OVERDUE = "overdue", _("report overdue")

    class Channel(models.TextChoices):
        MAIL = "mail", _("e-mail")
        LETTER = "letter", _("letter")

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    cause = models.CharField(max_length=7, choices=Cause.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    sent_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text=_("Empty: by the schedule.")
    )
    sent_at = models.DateTimeField()

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(village=None, organisation__isnull=False) | Q(village__isnull=False, organisation=None),
                name="reminder_of_one_unit",
            ),
            models.CheckConstraint(condition=Q(cause__in=["behind", "silent", "overdue"]), name="reminder_cause_known"),
        ]
        indexes = [models.Index(fields=["commune", "-sent_at"])]

    def __str__(self) -> str:
        return f"reminder {self.pk}"

    @property
    def unit_key(self) -> tuple[str, int]:
        """Kind and key of the unit that was reminded."""
        return ("village", self.village_id) if self.village_id else ("organisation", self.organisation_id or 0)
