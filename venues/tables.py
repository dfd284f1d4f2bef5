"""Venues, inspections and places without a poster as Excel files: places, never their owners or visitors."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thongnhat_portal.downloads import Column, download_table
from thongnhat_portal.http import signed_in
from venues.forms import VenueFilter
from venues.inspecting.forms import VillageFilter
from venues.inspecting.overview import to_visit
from venues.models import RequiredPlace, Venue
from venues.permissions import check_can_list_places, check_can_see_inspections, check_can_see_venues


@require_safe
def venue_list_xlsx(request: HttpRequest) -> HttpResponse:
    """What the page found with the same search."""
    user = signed_in(request)
    check_can_see_venues(user)
    search = VenueFilter(user, request.GET)
    venues = search.chosen(Venue.objects.visible_to(user)).marked().select_related("village")
    columns = [
        *_of_venue(),
        Column(_("Status"), lambda venue: str(venue.status_now), 18),
        Column(_("Poster"), lambda venue: _yes(venue.has_poster), 10),
        Column(_("Capacity"), lambda venue: venue.capacity, 10),
        Column(_("Begins"), lambda venue: venue.starts_at, 18),
        Column(_("Ends"), lambda venue: venue.ends_at, 18),
    ]
    return download_table(venues, columns, title=_("Venues"), name="dia-diem")


@require_safe
def inspection_list_xlsx(request: HttpRequest) -> HttpResponse:
    """In the order of the round; what was last found."""
    user = signed_in(request)
    check_can_see_inspections(user)
    search = VillageFilter(user, request.GET)
    venues = search.chosen(to_visit(Venue.objects.visible_to(user).open())).select_related("village")
    columns = [
        *_of_venue(),
        Column(_("Last inspection"), lambda venue: venue.last_at, 18),
        Column(_("In order"), lambda venue: "" if venue.last_at is None else _yes(venue.last_in_order), 12),
        Column(_("Reminders"), lambda venue: venue.reminders, 10),
    ]
    return download_table(venues, columns, title=_("Inspections"), name="kiem-tra")


@require_safe
def place_list_xlsx(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_can_list_places(user)
    places = RequiredPlace.objects.visible_to(user).open().select_related("village")
    columns: list[Column[RequiredPlace]] = [*_of_venue(), Column(_("Listed at"), lambda place: place.listed_at, 18)]
    ordered = places.order_by("village__sort_key", "sort_key", "pk")
    return download_table(ordered, columns, title=_("Places without a poster"), name="chua-co-ma-qr")


def _of_venue() -> list[Column[Any]]:
    """Of a venue or a place that ought to be one."""
    return [
        Column(_("Name"), lambda place: place.name, 36),
        Column(_("Category"), lambda place: str(place.get_category_display()), 30),
        Column(_("Village"), lambda place: place.village.name, 18),
        Column(_("Address"), lambda place: getattr(place, "address", ""), 30),
    ]


def _yes(is_so: bool | None) -> str:
    return _("yes") if is_so else _("no")
