from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import Commune, Role, User
from thongnhat_portal.days import start_of
from vault.fields import SealedTextField
from venues import hours
from venues.models.category import EVENTS, Category
from vietnam.text import SORT_KEY_LENGTH, fold, sort_key
from villages.models import Village

STAY_LEAST, STAY_MOST = 5, 24 * 60
CAPACITY_MOST = 50_000
FOLD_LENGTH = 300
EVERY_DAY = "1234567"
WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def counts(things: models.QuerySet[Any], *fields: str) -> dict[Any, int]:
    """How many by a field's value, or by the values of several, in one query."""
    rows = things.order_by().values_list(*fields).annotate(n=Count("pk"))
    return {row[0] if len(fields) == 1 else row[:-1]: row[-1] for row in rows}


class VenueQuerySet(models.QuerySet["Venue"]):
    def visible_to(self, user: User) -> Self:
        """Venues this user may know about; every view starts here."""
        mine = self.filter(commune=user.commune_id)
        if user.has_role(Role.CHAIR, Role.OFFICER, Role.MONITOR):
            return mine
        if user.has_role(Role.VILLAGE_HEAD):
            return mine.filter(village__in=Village.objects.visible_to(user))
        if user.has_role(Role.KEEPER, Role.HEALTH):
            return mine.filter(pk__in=user.kept_venues.values("pk"))
        return self.none()

    def open(self, on: date | None = None) -> Self:
        """Approved, without the events that were over before that day (today)."""
        return self.required(on).filter(status=Venue.Status.APPROVED)

    def required(self, on: date | None = None) -> Self:
        """Those that must have a poster: the open ones, and those that wait for approval and so have none yet."""
        begin = start_of(on or timezone.localdate())
        standing = (Venue.Status.PENDING, Venue.Status.APPROVED)
        return self.filter(Q(ends_at=None) | Q(ends_at__gte=begin), status__in=standing)

    def of_that_name(self, village: Village, name: str) -> Self:
        """Of a village, but for those closed for good: the venue may be on the register already."""
        return self.filter(village=village, sort_key=sort_key(name)).exclude(status=Venue.Status.RETIRED)

    def matching(self, text: str) -> Self:
        """Found by words of name or address, without accents."""
        words = fold(text).split()
        if not words:
            return self.none() if text.strip() else self
        found = Q()
        for word in words:
            found &= Q(search_fold__contains=word)
        return self.filter(found)

    def with_live_poster(self) -> Self:
        return self.marked().filter(has_poster=True)

    def without_live_poster(self) -> Self:
        return self.marked().filter(has_poster=False)

    def marked(self) -> Self:
        """Each with `has_poster`: whether a poster of it is not revoked."""
        from venues.models.poster import Poster

        return self.annotate(has_poster=Exists(Poster.objects.live().filter(venue=OuterRef("pk"))))

    def counts(self, *fields: str) -> dict[Any, int]:
        """How many by a field's value, or by the values of several, in one query."""
        return counts(self, *fields)


class Venue(models.Model):
    """A place (địa điểm) of the letter's two lists, or an event there: then it begins and ends. Never deleted."""

    class Status(models.TextChoices):
        PENDING = "pending", _("waits for approval")
        APPROVED = "approved", _("open")
        SUSPENDED = "suspended", _("suspended")
        RETIRED = "retired", _("closed for good")

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="venues")
    village = models.ForeignKey(Village, verbose_name=_("village"), on_delete=models.PROTECT, related_name="venues")
    name = models.CharField(_("name"), max_length=120)
    search_fold = models.CharField(max_length=FOLD_LENGTH, editable=False)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False)
    category = models.CharField(_("category"), max_length=16, choices=Category.choices)
    address = models.CharField(_("address"), max_length=160, blank=True)
    keepers = models.ManyToManyField(User, verbose_name=_("keepers"), blank=True, related_name="kept_venues")
    capacity = models.PositiveIntegerField(
        _("capacity (people)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(CAPACITY_MOST)],
    )
    usual_stay = models.PositiveSmallIntegerField(
        _("usual stay (minutes)"),
        blank=True,
        validators=[MinValueValidator(STAY_LEAST), MaxValueValidator(STAY_MOST)],
    )
    opens_at = models.TimeField(_("opens at"), null=True, blank=True)
    closes_at = models.TimeField(_("closes at"), null=True, blank=True, help_text=_("May lie after midnight."))
    open_on = models.CharField(
        _("open on"), max_length=7, default=EVERY_DAY, help_text=_("Days of the week, 1 Monday to 7 Sunday.")
    )
    asks_health = models.BooleanField(
        _("asks for a health declaration"), default=False, help_text=_("Three questions on the check-in page.")
    )
    contact_name = models.CharField(_("owner"), max_length=100, blank=True)
    contact_phone = SealedTextField(_("owner's phone"), blank=True, default="")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    status_reason = models.CharField(_("reason"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(
        null=True, blank=True, help_text=_("Reminders before then are settled: the officer opened it again.")
    )

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(category__in=Category.values), name="venue_category_known"),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "approved", "suspended", "retired"]), name="venue_status_known"
            ),
            models.CheckConstraint(condition=Q(usual_stay__range=(STAY_LEAST, STAY_MOST)), name="venue_stay_in_range"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__range=(1, CAPACITY_MOST)), name="venue_capacity_in_range"
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None)
                | Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=F("starts_at")),
                name="venue_event_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None, closes_at=None) | Q(opens_at__isnull=False, closes_at__isnull=False),
                name="venue_hours_are_whole",
            ),
            models.CheckConstraint(
                condition=~Q(category__in=EVENTS) | Q(starts_at__isnull=False), name="venue_event_has_its_times"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="venue_approval_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "retired"]) | Q(approved_at__isnull=False),
                name="venue_open_was_approved",
            ),
            models.CheckConstraint(
                condition=~Q(status="suspended") | ~Q(status_reason=""), name="venue_suspension_has_its_reason"
            ),
        ]
        indexes = [models.Index(fields=["commune", "status"]), models.Index(fields=["village", "status"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("venues:detail", args=[self.pk])

    def set_keys(self) -> None:
        self.sort_key = sort_key(self.name)
        self.search_fold = fold(f"{self.name} {self.address}")[:FOLD_LENGTH]
        if not self.usual_stay:
            self.usual_stay = Category(self.category).usual_stay

    @property
    def is_open(self) -> bool:
        return self.status == Venue.Status.APPROVED

    @property
    def is_event(self) -> bool:
        return self.ends_at is not None

    @property
    def is_over(self) -> bool:
        """An event closes itself by its end. Its poster still takes who comes late: such visits are marked doubtful."""
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def status_now(self) -> StrOrPromise:
        """Its status in a word; an open event whose end has come is over."""
        return _("over") if self.is_open and self.is_over else self.get_status_display()

    @property
    def open_days(self) -> list[str]:
        """The days of the week in words."""
        return [str(WEEKDAYS[int(day) - 1]) for day in self.open_on]

    def is_open_at(self, moment: datetime) -> bool:
        """The one rule of opening hours and of an event's window."""
        return hours.is_open_at(self, moment)


class VenuePhoto(models.Model):
    """How the place looks, so that visitors know it before they confirm: two small JPEGs without metadata.

    In the database, so that every machine serves it and a backup has it.
    """

    venue = models.OneToOneField(Venue, on_delete=models.CASCADE, related_name="photo")
    content = models.BinaryField()
    thumbnail = models.BinaryField()
    taken_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"photo of venue {self.venue_id}"
