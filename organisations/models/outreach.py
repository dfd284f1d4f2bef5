from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, ExpressionWrapper, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from organisations.models.organisation import Organisation
from villages.models import Village


class OutreachKind(models.TextChoices):
    LOUDSPEAKER = "loudspeaker", _("loudspeaker")
    LEAFLET = "leaflet", _("leaflets")
    MEETING = "meeting", _("meeting")
    BANNER = "banner", _("banner")
    SOCIAL_MEDIA = "social", _("social media")
    DOOR_TO_DOOR = "door", _("door to door")


class OutreachQuerySet(models.QuerySet["OutreachActivity"]):
    def visible_to(self, user: User) -> Self:
        """The commune's, for those who lead it; of own villages and of the commune as a whole, for village heads; a
        reporter's own organisations'."""
        mine = self.filter(commune=user.commune_id)
        if user.has_role(Role.CHAIR, Role.OFFICER):
            return mine
        if user.has_role(Role.VILLAGE_HEAD):
            return mine.filter(Q(village=None) | Q(village__in=Village.objects.visible_to(user)))
        if user.has_role(Role.REPORTER):
            return mine.filter(organisation__in=Organisation.objects.visible_to(user))
        return self.none()

    def with_photo_known(self) -> Self:
        """`has_photo`, without the photo itself."""
        has_photo = ExpressionWrapper(Q(photo__isnull=False), models.BooleanField())
        return self.annotate(has_photo=has_photo).defer("photo")

    def by_day(self, since: date, until: date) -> dict[date, tuple[int, int]]:
        """{day: (activities, people reached)} of the days from `since` up to and with `until` that had any."""
        rows = self.filter(day__range=(since, until)).order_by("day").values_list("day")
        return {day: (n, reached) for day, n, reached in rows.annotate(n=Count("pk"), people=Sum("reached"))}


class OutreachActivity(models.Model):
    """One thing done to tell people (tuyên truyền): when, where, by whom, how many were reached. Letter 210 §3.4."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="outreach")
    kind = models.CharField(_("kind"), max_length=11, choices=OutreachKind.choices)
    day = models.DateField(_("day"))
    village = models.ForeignKey(
        Village,
        verbose_name=_("village"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: the whole commune."),
    )
    place = models.CharField(_("place"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outreach",
    )
    by_whom = models.CharField(_("by whom"), max_length=160, blank=True)
    reached = models.PositiveIntegerField(_("people reached"), default=0)
    note = models.CharField(_("note"), max_length=500, blank=True)
    photo = models.BinaryField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OutreachQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OutreachKind.values), name="outreach_kind_known"),
        ]
        indexes = [models.Index(fields=["commune", "-day"])]

    def __str__(self) -> str:
        return f"outreach {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("outreach:detail", args=[self.pk])

    @property
    def done_by(self) -> str:
        """Whom the list names: who is written down, else the organisation, else who recorded it."""
        return self.by_whom or (self.organisation.name if self.organisation else str(self.recorded_by))
