from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any, Self
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Commune, Role, User
from checkins.health import declares_risk
from checkins.models.card import VisitorCard
from thongnhat_portal.compiled import CompiledOnce, repeatably
from thongnhat_portal.days import start_of
from vault.fields import BlindIndexField, SealedTextField
from vault.masking import Masked
from venues.doors import Place, place
from venues.models import Poster, Venue
from venues.models.venue import STAY_MOST

COMPANIONS_MOST = 30
LONGEST_STAY = timedelta(minutes=STAY_MOST)  # the longest a usual stay may be: nobody is presumed inside for longer
STAY_WITHOUT_EXIT = timedelta(hours=12)  # who says later than that to be leaving came back without checking in
DAY_FIGURES = ("check_ins", "flagged_check_ins", "venues_active")


class Provenance(models.TextChoices):
    POSTER = "poster", _("poster")
    SCAN = "scan", _("keeper's scan")
    TYPED = "typed", _("typed by the keeper")
    PAPER = "paper", _("paper")
    DEMO = "demo", _("demo")


SLIP = ("venue", "public_id", "entered_at", "left_at", "companions")


@dataclass(frozen=True)
class Slip:
    """A visit as anybody may see it who holds its address: where and when, never who."""

    place: Place
    public_id: UUID
    entered_at: datetime
    left_at: datetime | None
    companions: int

    def may_leave(self, now: datetime) -> bool:
        """As `to_leave` has it."""
        presumed = self.entered_at + timedelta(minutes=self.place.usual_stay)
        return self.left_at is None and now < _latest_leaving(self.entered_at, presumed)


def _latest_leaving(entered_at: datetime, presumed_left_at: datetime) -> datetime:
    return max(presumed_left_at, entered_at + STAY_WITHOUT_EXIT)


class LeftHow(models.TextChoices):
    BUTTON = "button", _("by the button")
    EXIT = "exit", _("by the exit poster")
    NEXT = "next", _("by the next check-in")
    KEEPER = "keeper", _("by the keeper")


class Doubt(models.IntegerChoices):
    """Bits of `CheckIn.flags`: counted apart and shown, never dropped. Found by a job, not in the request."""

    OUT_OF_HOURS = 1, _("outside the opening hours")
    OUTSIDE_EVENT = 2, _("outside the event's time")
    MANY_FROM_DEVICE = 4, _("many from one device")
    TWO_PLACES = 8, _("in two places at once")
    REVOKED_POSTER = 16, _("by a revoked poster")


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, user: User) -> Self:
        """Masked visits: those of the venues one keeps. Nobody reads more without a release."""
        return self.filter(venue__in=user.kept_venues.filter(commune=user.commune_id))

    def insert_once(self, *, phone: str, **visit: Any) -> bool:
        """One INSERT … ON CONFLICT DO NOTHING, no look first: the same token and body again are one visit.

        `visit` by column names; what is not given begins as in a new visit. Whether it was stored now.

        One statement outside any transaction of its own: `bulk_create` would pay two more round trips at each door,
        and an instance with its two dozen fields costs a guest as much as the form does (decision 21).
        """
        database = connections[DEFAULT_DB_ALIAS]  # itself, not the stand-in that looks it up at every touch
        row = visit | {"phone": phone, "phone_index": CheckIn._meta.get_field("phone_index").index_of(phone)}
        statement, fields, others = _insertion(tuple(row))
        values = [field.get_db_prep_save(value, database) for field, value in zip(fields, row.values(), strict=True)]
        return bool(repeatably(statement, [*values, *others], attrgetter("rowcount")))

    def slip(self, public_id: UUID) -> Slip | None:
        """What the confirmation shows."""
        row = _SLIPS.row(CheckIn._meta.get_field("public_id").get_db_prep_value(public_id, connection))
        if row is None:
            return None
        venue, *seen = row
        return Slip(place(venue), *seen)

    def on_day(self, day: date) -> Self:
        return self.filter(entered_at__gte=start_of(day), entered_at__lt=start_of(day + timedelta(days=1)))

    def own_at(self, public_ids: Sequence[UUID], venue_id: int) -> Self:
        """A browser's own visits at one venue."""
        return self.filter(public_id__in=public_ids, venue=venue_id)

    def as_shown_to_visitor(self, public_ids: Sequence[UUID]) -> Self:
        """Own visits, newest first, with place, readers and holds. Three queries, however many."""
        own = self.filter(public_id__in=public_ids).select_related("venue__village", "venue__commune")
        return own.defer("health").prefetch_related("disclosures__read_by", "holds")

    def present(self, now: datetime) -> Self:
        """Not checked out, and not longer there than the usual stay."""
        return self.filter(still_there(now), left_at=None)

    def to_leave(self, now: datetime) -> Self:
        """What button, exit poster or desk ends: also who stayed longer than usual, but nothing of another day."""
        lately = Q(presumed_left_at__gt=now) | Q(entered_at__gt=now - STAY_WITHOUT_EXIT)
        return self.filter(lately, _entered_lately(now), left_at=None)

    def inside(self, now: datetime) -> Self:
        """Those present, without the doubtful ones."""
        return self.present(now).filter(flags=0)

    def to_examine(self, *, commune: Commune | None = None, before: datetime | None = None) -> Self:
        """Those in which nobody has looked for doubts yet, oldest first."""
        waiting = self.filter(examined_at=None).order_by("entered_at", "pk")
        if commune:
            waiting = waiting.filter(venue__commune=commune)
        return waiting.filter(entered_at__lt=before) if before else waiting

    def doubtful_to(self, user: User) -> Self:
        """The marked visits of the commune, for the officer alone; a page shows them masked."""
        return self.filter(venue__commune=user.commune_id, flags__gt=0) if user.has_role(Role.OFFICER) else self.none()

    def by_venue(self) -> Self:
        """As a page lists them: venue by venue, with village."""
        return self.select_related("venue__village").defer("health").order_by("venue__sort_key", "venue", "entered_at")

    def declared_to(self, user: User) -> Self:
        """Visits with a health declaration: the health station's own, and nobody else's."""
        return self.visible_to(user).exclude(health="") if user.has_role(Role.HEALTH) else self.none()

    def last_scans(self, posters: Sequence[Poster]) -> dict[int, datetime]:
        """{poster's key: when somebody last entered by it}; reads all visits of their venues."""
        scans = self.filter(venue__in={poster.venue_id for poster in posters}, poster__in=posters)
        return dict(scans.order_by().values_list("poster").annotate(last=Max("entered_at")))

    def people(self) -> int:
        """Visitors and their companions."""
        total: int = self.aggregate(people=Coalesce(Sum(F("companions") + 1), 0))["people"]
        return total

    def by_day_and_village(self, since: date | None, before: date) -> dict[tuple[date, int], dict[str, int]]:
        """{(day, village): {"check_ins", "flagged_check_ins", "venues_active"}} in one query; None: from the first."""
        recent = self.filter(entered_at__lt=start_of(before))
        if since:
            recent = recent.filter(entered_at__gte=start_of(since))
        rows = recent.annotate(day=TruncDate("entered_at")).order_by().values_list("day", "venue__village")
        counted = rows.annotate(
            check_ins=Count("pk", filter=Q(flags=0)),
            flagged_check_ins=Count("pk", filter=~Q(flags=0)),
            venues_active=Count("venue", filter=Q(flags=0), distinct=True),
        )
        return {(day, village): dict(zip(DAY_FIGURES, counts, strict=True)) for day, village, *counts in counted}


def still_there(moment: datetime) -> Q:
    """Who had entered by then and was not presumed to have left; a check-out is another matter."""
    return _entered_lately(moment) & Q(presumed_left_at__gt=moment)


def _entered_lately(moment: datetime) -> Q:
    """No longer ago than anybody stays: so the index of venue and time finds them without the venue's history."""
    return Q(entered_at__lte=moment, entered_at__gt=moment - LONGEST_STAY)


def _slips(public_id: UUID) -> models.QuerySet[CheckIn, Any]:
    return CheckIn.objects.filter(public_id=public_id).values_list(*SLIP)


_SLIPS = CompiledOnce(_slips)


@cache
def _insertion(given: tuple[str, ...]) -> tuple[str, list[Any], list[Any]]:
    """The statement, the fields of the columns given, and the plain defaults of the others; the rest is NULL."""
    columns = {field.attname: field for field in CheckIn._meta.local_concrete_fields}
    others = [field for name, field in columns.items() if name not in given and _has_plain_default(field)]
    fields = [columns[name] for name in given]
    names = ", ".join(str(field.column) for field in fields + others)
    places = ", ".join(["%s"] * len(fields + others))
    statement = f"INSERT INTO {CheckIn._meta.db_table} ({names}) VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608
    return statement, fields, [field.default for field in others]


def _has_plain_default(field: models.Field[Any, Any]) -> bool:
    return field.has_default() and not callable(field.default)


class CheckIn(Masked, models.Model):
    """One visit (lượt vào): who, where, when. Identity sealed; only retention and the visitor's own wish remove it."""

    # Each index is paid for at every door: keys that nobody searches by have none, the venue's is (venue, entered_at).
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="check_ins", db_index=False)
    poster = models.ForeignKey(
        Poster, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    public_id = models.UUIDField(unique=True)
    token = models.UUIDField()
    body_hash = models.CharField(max_length=64)
    entered_at = models.DateTimeField(_("in"))
    left_at = models.DateTimeField(_("out"), null=True, blank=True)
    presumed_left_at = models.DateTimeField(help_text=_("After the venue's usual stay, for want of a check-out."))
    received_at = models.DateTimeField(default=timezone.now)
    provenance = models.CharField(max_length=6, choices=Provenance.choices, default=Provenance.POSTER)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    name = SealedTextField(_("full name"))
    phone = SealedTextField(_("phone"), blank=True, default="")
    phone_index = BlindIndexField(source="phone", purpose="checkins", db_index=False)
    companions = models.PositiveSmallIntegerField(_("companions"), default=0)
    health = SealedTextField(
        _("health declaration"), blank=True, default="", help_text=_("JSON of the answers, where the venue asks.")
    )
    card = models.ForeignKey(
        VisitorCard, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    device_hash = models.CharField(
        max_length=32, blank=True, default="", help_text=_("Of a random number the browser keeps; tells devices apart.")
    )
    left_how = models.CharField(max_length=10, choices=LeftHow.choices, blank=True, default="")
    corrected_at = models.DateTimeField(null=True, blank=True)
    flags = models.PositiveSmallIntegerField(default=0, help_text=_("The sum of the doubts (Doubt) about this visit."))
    examined_at = models.DateTimeField(null=True, blank=True, help_text=_("When a job looked for doubts."))

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["token", "body_hash"], name="checkin_once"),
            models.CheckConstraint(condition=Q(companions__lte=COMPANIONS_MOST), name="checkin_companions_in_range"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("entered_at")), name="checkin_out_after_in"
            ),
            models.CheckConstraint(
                condition=Q(presumed_left_at__gt=F("entered_at")), name="checkin_presumed_out_after_in"
            ),
        ]
        indexes = [
            models.Index(fields=["venue", "entered_at"]),
            models.Index(fields=["phone_index", "entered_at"]),
            models.Index(fields=["entered_at"]),
            models.Index(fields=["entered_at"], condition=Q(examined_at=None), name="checkin_to_examine"),
            models.Index(fields=["entered_at"], condition=Q(flags__gt=0), name="checkin_doubtful"),
        ]

    def __str__(self) -> str:
        return f"check-in {self.public_id}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("check-ins are removed by retention, or by the visitor: checkins.actions")

    def may_leave(self, now: datetime) -> bool:
        """As `to_leave` has it."""
        return self.left_at is None and now < _latest_leaving(self.entered_at, self.presumed_left_at)

    @property
    def declares_risk(self) -> bool:
        return declares_risk(self.health)

    @property
    def doubts(self) -> list[Doubt]:
        return [doubt for doubt in Doubt if self.flags & doubt]

    @property
    def kept_until(self) -> datetime:
        """The day of its purge, unless a case holds it then."""
        return self.entered_at + timedelta(days=self.venue.commune.retention_days)

    @property
    def readings(self) -> list[tuple[str, date]]:
        """Which office read it on which days, each day once: what the visitor is told, not why."""
        read = ((str(Role(seen.read_by.role).label), timezone.localdate(seen.at)) for seen in self.disclosures.all())
        return list(dict.fromkeys(read))
