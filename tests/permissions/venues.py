from django.utils import timezone

from jobs.models import Job
from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory
from tests.permissions.roles import OPEN, WALKERS, Rows, decider, officer_only, others
from tests.venues.lists import a_row, venue_list
from venues.models import Inspection, PosterPrint, RequiredPlace, Venue, VenueImport, VenuePhoto


def rows(cast: Cast) -> Rows:
    return venue_rows(cast) | print_rows(cast)


def venue_rows(cast: Cast) -> Rows:
    """The keeper keeps all these venues; the health station keeps none of them."""
    lookers = ["chair", "officer", "monitor", "village_head", "keeper"]
    neighbours = ["health", "stranger", "foreigner"]
    registrars = ["officer", "village_head", "stranger", "foreigner"]
    editors = ["officer", "village_head"]
    waiting, to_approve = kept_venue(cast, "pending").pk, kept_venue(cast, "pending").pk
    open_venue = kept_venue(cast, "approved")
    is_open, suspended, ended = open_venue.pk, kept_venue(cast, "suspended").pk, kept_venue(cast, "approved").pk
    poster, revoked = PosterFactory(venue=open_venue).pk, PosterFactory(venue=open_venue).pk
    keep_a_photo(open_venue)
    seeing = ["chair", "officer", "monitor", "village_head", "stranger", "foreigner"]
    listing = ["officer", "monitor", "village_head", "stranger", "foreigner"]
    settling = {302: editors, 403: ["chair", "monitor", "surveyor"], 404: others(*WALKERS)}
    photographers = ["officer", "village_head", "keeper"]
    photographing = {403: ["chair", "monitor"], 404: others(*lookers)}
    return {
        "door_photo": ("get", [open_venue.posters.first().code], OPEN),
        "venues:photo": ("get", [is_open], {200: lookers, 404: others(*lookers)}),
        "venues:photo_change": ("get", [is_open], {200: photographers} | photographing),
        "venues:photo_remove": ("post", [suspended], {302: photographers} | photographing),
        "venues:list": ("get", [], {200: [*lookers, *neighbours], 403: others(*lookers, *neighbours)}),
        "venues:create": ("get", [], {200: registrars, 403: others(*registrars)}),
        "venues:event": ("get", [], {200: registrars, 403: others(*registrars)}),
        "venues:detail": ("get", [is_open], {200: lookers, 404: others(*lookers)}),
        "venues:edit": (
            "get",
            [waiting],
            {200: editors, 403: ["chair", "monitor", "keeper"], 404: others(*lookers)},
        ),
        "venues:enrol_communes": ("get", [], OPEN),
        "venues:enrol": ("get", [cast.commune.slug], OPEN),
        "venues:enrolled": ("get", [cast.commune.slug], OPEN),
        "venues:owner_account": ("post", [is_open], decider(lookers, 409)),
        "venue_lists:upload": ("get", [], officer_only()),
        "venue_lists:template": ("get", [], officer_only()),
        "venue_lists:import": ("get", [waiting_venues(cast, "ready")], {200: ["officer"], 404: others("officer")}),
        "venue_lists:import_faults": (
            "get",
            [waiting_venues(cast, "faulty")],
            {200: ["officer"], 404: others("officer")},
        ),
        "venue_lists:import_store": (
            "post",
            [waiting_venues(cast, "ready")],
            {302: ["officer"], 404: others("officer")},
        ),
        "inspections:list": ("get", [], {200: seeing, 403: others(*seeing)}),
        "inspections:reminded": ("get", [], {200: seeing, 403: others(*seeing)}),
        "inspections:create": (
            "get",
            [is_open],
            {200: ["officer", "monitor"], 403: ["chair", "village_head", "keeper"], 404: others(*lookers)},
        ),
        "inspections:photo": (
            "get",
            [an_inspection(open_venue, cast)],
            {200: ["chair", "officer", "monitor", "village_head"], 403: ["keeper"], 404: others(*lookers)},
        ),
        "inspections:places": ("get", [], {200: listing, 403: others(*listing)}),
        "inspections:place_register": ("post", [a_place(cast)], settling),
        "inspections:place_strike": ("post", [a_place(cast)], settling),
        "venues:keepers": ("get", [], {200: ["officer", "foreigner"], 403: others("officer", "foreigner")}),
        "venues:transfer": ("get", [is_open], decider(lookers, 200)),
        "venues:approve": ("post", [to_approve], decider(lookers)),
        "venues:suspend": ("post", [is_open], decider(lookers, 422)),
        "venues:reopen": ("post", [suspended], decider(lookers)),
        "venues:retire": ("post", [ended], decider(lookers)),
        "venues:poster": ("get", [is_open, poster, "pdf"], {200: lookers, 404: others(*lookers)}),
        "venues:poster_detail": ("get", [is_open, poster], {200: lookers, 404: others(*lookers)}),
        "venues:poster_issue": ("get", [is_open], decider(lookers, 200)),
        "venues:poster_reissue": ("post", [is_open, poster], decider(lookers, 422)),
        "venues:poster_revoke": ("post", [is_open, revoked], decider(lookers)),
        "venues:print_venue": (
            "get",
            [is_open],
            {200: editors, 403: ["chair", "monitor", "keeper"], 404: others(*lookers)},
        ),
    }


def print_rows(cast: Cast) -> Rows:
    """A file of many posters is found by the one who asked for it."""
    printers = ["officer", "village_head", "stranger", "foreigner"]
    mine = {200: ["officer"], 404: others("officer")}
    job = Job.objects.create(task="venues.print_posters", state="done")
    officer = cast.people["officer"]
    asked = PosterPrint.objects.create(commune=cast.commune, paper="a4", asked_by=officer, job=job, content=b"%PDF-")
    return {
        "venues:print": ("get", [], {200: printers, 403: others(*printers)}),
        "venues:print_status": ("get", [asked.pk], mine),
        "venues:print_download": ("get", [asked.pk], mine),
    }


def kept_venue(cast: Cast, status: str) -> Venue:
    venue: Venue = VenueFactory(village=cast.village, status=status)
    venue.keepers.add(cast.people["keeper"])
    return venue


def waiting_venues(cast: Cast, state: str) -> int:
    upload = VenueImport(commune=cast.commune, state=state, file_name="dia-diem.xlsx")
    upload.file = venue_list(a_row(name=""))
    upload.outcome = {"rows": 1, "created": 0, "updated": 0, "unchanged": 0, "failed": 1, "faults": {"2": ["event"]}}
    upload.save()
    return upload.pk


def an_inspection(venue: Venue, cast: Cast) -> int:
    facts = {"is_up": True, "is_legible": True, "is_used": True, "at": timezone.now(), "photo": b"jpeg"}
    return Inspection.objects.create(venue=venue, inspector=cast.people["monitor"], **facts).pk


def a_place(cast: Cast) -> int:
    place = {"name": "Quán Chưa Có Mã", "category": "eatery", "village": cast.village, "commune": cast.commune}
    return RequiredPlace.objects.create(listed_by=cast.people["monitor"], **place).pk


def keep_a_photo(venue: Venue) -> None:
    VenuePhoto.objects.create(venue=venue, content=b"jpeg", thumbnail=b"jpeg")
