"""Venues with what the monitoring team last found: in what order to visit them, and which to suspend."""

from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from venues.models import Inspection, Venue, VenueQuerySet
from venues.models.inspection import InspectionQuerySet

REMINDERS_ENOUGH = 3  # Hà Nội's rule of 2021: who is reminded and does not mend it is suspended
IN_ORDER = Q(is_up=True, is_legible=True, is_used=True)
HISTORY = 10
NEVER, DISORDER, ORDER = range(3)


def inspected(venues: VenueQuerySet) -> Any:
    """Each with `last_at`, `last_in_order` (None: never inspected) and `reminders` since it was last in order."""
    newest = Inspection.objects.filter(venue=OuterRef("pk")).order_by("-at", "-pk")
    in_order = Case(When(IN_ORDER, then=True), default=False)
    return venues.annotate(
        last_at=Subquery(newest.values("at")[:1]),
        last_in_order=Subquery(newest.annotate(in_order=in_order).values("in_order")[:1]),
        reminders=Coalesce(Subquery(_counted_reminders()), 0),
    )


def _counted_reminders() -> Any:
    """Those that no inspection in order and no reopening by the officer has settled since."""
    settled = Inspection.objects.filter(IN_ORDER, venue=OuterRef("venue"), at__gte=OuterRef("at"))
    reminders = Inspection.objects.filter(~Exists(settled), venue=OuterRef("pk"), is_reminder=True)
    unsettled = reminders.filter(Q(venue__reopened_at=None) | Q(at__gt=F("venue__reopened_at")))
    return unsettled.order_by().values("venue").annotate(n=Count("pk")).values("n")


def to_visit(venues: VenueQuerySet) -> Any:
    """Never inspected first, then in disorder, then the others; in each the longest ago first."""
    rank = Case(
        When(last_at=None, then=Value(NEVER)), When(last_in_order=False, then=Value(DISORDER)), default=Value(ORDER)
    )
    return inspected(venues).annotate(rank=rank).order_by("rank", "last_at", "sort_key", "pk")


def to_suspend(venues: VenueQuerySet) -> Any:
    """Open, and reminded often enough: the officer is asked to suspend them."""
    return inspected(venues.open()).filter(reminders__gte=REMINDERS_ENOUGH).order_by("last_at", "pk")


def suspension_reason(venue: Venue) -> str:
    """Of a venue out of `to_suspend`, for the officer to send as it stands."""
    last = date_format(localtime(venue.last_at), "SHORT_DATE_FORMAT")  # type: ignore[attr-defined]
    facts = {"n": venue.reminders, "last": last}  # type: ignore[attr-defined]
    return _("Reminded %(n)d times, the last time on %(last)s, and not put in order.") % facts


def history(venue: Venue) -> InspectionQuerySet:
    """The newest inspections of a venue, without their photos."""
    return venue.inspections.defer("photo").select_related("inspector").with_photo_marks()[:HISTORY]
