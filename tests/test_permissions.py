"""One table: every address × every role → what a GET answers (for addresses that take POST only, what a POST answers).

`stranger` is the head of the next village, `foreigner` the officer of the next commune, `-` nobody signed in.
Objects are those of the cast: its village, group, household; the account is the keeper's.
"""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import Role
from intake.models import SetAside
from jobs.models import Job
from tests.conftest import Cast
from tests.factories import HouseholdFactory, PosterFactory, VenueFactory, a_card, enter
from tests.factories import visit as surveyed
from tests.venues.lists import a_row, venue_list
from venues.models import Inspection, PosterPrint, RequiredPlace, Venue, VenueImport, VenuePhoto
from villages.models import HouseholdImport

ALL = [*Role.values, "stranger", "foreigner", "-"]
LOGIN = 302

# address → (method, arguments, {answer: roles}); roles not named get the last entry, `rest`.
OPEN = {200: ALL}
SIGNED_IN = {200: [role for role in ALL if role != "-"]}
WALKERS = ["chair", "officer", "monitor", "village_head", "surveyor"]
KEEPING = ["keeper", "health"]
SURVEYING = ["officer", "monitor", "village_head", "surveyor", "stranger", "foreigner"]


def officer_only(rest: int = 403) -> dict[int, list[str]]:
    return {200: ["officer", "foreigner"], rest: others("officer", "foreigner")}


def others(*named: str) -> list[str]:
    return [role for role in ALL if role not in (*named, "-")]


COVERING = ["chair", "officer", "monitor", "foreigner"]


def table(cast: Cast) -> dict[str, tuple[str, list[object], dict[int, list[str]]]]:
    village, group, household = cast.village.pk, cast.group.pk, cast.household.pk
    account = cast.people["keeper"].pk
    faulty = waiting_import(cast, "faulty").pk
    ready = waiting_import(cast, "ready").pk
    poster = PosterFactory(venue=VenueFactory(village=cast.village))
    visit = enter(poster.venue, "2021-07-01")
    see = {200: WALKERS, 404: others(*WALKERS)}
    return (
        venue_rows(cast)
        | fieldwork_rows(cast)
        | api_rows()
        | paper_rows()
        | print_rows(cast)
        | card_rows(cast)
        | {
            "healthz": ("get", [], OPEN),
            "readyz": ("get", [], {503: ALL}),
            "login": ("get", [], OPEN),
            "logout": ("post", [], {302: ALL}),
            "language": ("post", [], {302: ALL}),
            "password": ("get", [], SIGNED_IN),
            "progress_list": ("get", [], OPEN),
            "progress": ("get", [cast.commune.slug], OPEN),
            "home": ("get", [], {302: ALL}),
            "dashboard": (
                "get",
                [],
                {200: ["chair", "officer", "supervisor", "foreigner"]}
                | {403: others("chair", "officer", "supervisor", "foreigner")},
            ),
            "commune_dashboard": (
                "get",
                [cast.commune.pk],
                {200: ["chair", "officer", "supervisor"], 404: ["foreigner"]}
                | {403: others("chair", "officer", "supervisor", "foreigner")},
            ),
            "keeper": ("get", [], {200: KEEPING, 403: others(*KEEPING)}),
            "keeper_today": ("get", [], {200: KEEPING, 403: others(*KEEPING)}),
            "keeper_worker": ("get", [], OPEN),
            "keeper_manifest": ("get", [], OPEN),
            "declarations": ("get", [], {200: ["health"], 403: others("health")}),
            "doubts": (
                "get",
                [],
                {200: ["officer", "village_head", "stranger", "foreigner"]}
                | {403: others("officer", "village_head", "stranger", "foreigner")},
            ),
            "coverage": ("get", [], {200: COVERING, 403: others(*COVERING)}),
            "coverage_xlsx": ("get", [], {200: COVERING, 403: others(*COVERING)}),
            "desk_review": ("get", [], {200: ["officer", "foreigner"], 403: others("officer", "foreigner")}),
            "desk_accept": ("post", [aside_at_a_desk(cast).pk], {409: ["officer"], 404: others("officer")}),
            "desk_reject": ("post", [aside_at_a_desk(cast).pk], {422: ["officer"], 404: others("officer")}),
            "retention": (
                "get",
                [],
                {200: ["admin", "chair", "officer", "health", "foreigner"]}
                | {403: others("admin", "chair", "officer", "health", "foreigner")},
            ),
            "checkins:create": ("get", [poster.code], OPEN),
            "checkins:done": ("get", [visit.public_id], OPEN),
            "checkins:leave": ("post", [visit.public_id], {404: ALL}),
            "checkins:leave_by_exit": ("post", [poster.code], {302: ALL}),
            "checkins:mine": ("get", [], OPEN),
            "checkins:correct": ("get", [visit.public_id], {404: ALL}),
            "checkins:delete": ("get", [visit.public_id], {404: ALL}),
            "checkins:forget": ("post", [poster.code], {302: ALL}),
            "targets": ("get", [], {200: ["chair"], 403: others("chair")}),
            "jobs": ("get", [], {200: ["admin"], 403: others("admin")}),
            "communes:list": ("get", [], {200: ["admin"], 403: others("admin")}),
            "communes:create": ("get", [], {200: ["admin"], 403: others("admin")}),
            "communes:edit": (
                "get",
                [cast.commune.pk],
                {200: ["admin"], 404: ["foreigner"], 403: others("admin", "foreigner")},
            ),
            "accounts:list": ("get", [], manager_only()),
            "accounts:create": ("get", [], manager_only()),
            "accounts:edit": ("get", [account], {200: ["officer"], 404: others("officer")}),
            "accounts:reset": ("post", [account], {200: ["officer"], 404: others("officer")}),
            "accounts:set_active": ("post", [account], {302: ["officer"], 404: others("officer")}),
            "villages:list": ("get", [], walkers_and_neighbours()),
            "villages:create": ("get", [], officer_only()),
            "villages:detail": ("get", [village], see),
            "villages:edit": ("get", [village], editor_of_seen()),
            "villages:group_create": ("get", [village], editor_of_seen()),
            "villages:group_edit": ("get", [group], editor_of_seen()),
            "survey": ("get", [], {200: SURVEYING, 403: others(*SURVEYING)}),
            "survey_worker": ("get", [], OPEN),
            "survey_manifest": ("get", [], OPEN),
            "households:list": ("get", [], walkers_and_neighbours()),
            "households:create": (
                "get",
                [],
                {200: ["officer", "village_head", "stranger", "foreigner"]}
                | {403: others("officer", "village_head", "stranger", "foreigner")},
            ),
            "households:detail": ("get", [household], see),
            "households:edit": (
                "get",
                [household],
                {200: ["officer", "village_head"], 403: ["chair", "monitor", "surveyor"], 404: others(*WALKERS)},
            ),
            "households:visit": (
                "get",
                [household],
                {200: ["officer", "monitor", "village_head", "surveyor"], 403: ["chair"], 404: others(*WALKERS)},
            ),
            "households:upload": ("get", [], officer_only()),
            "households:template": ("get", [], officer_only()),
            "households:import": ("get", [ready], {200: ["officer"], 404: others("officer")}),
            "households:import_faults": ("get", [faulty], {200: ["officer"], 404: others("officer")}),
            "households:import_store": ("post", [ready], {302: ["officer"], 404: others("officer")}),
        }
    )


def venue_rows(cast: Cast) -> dict[str, tuple[str, list[object], dict[int, list[str]]]]:
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
    }


def fieldwork_rows(cast: Cast) -> dict[str, tuple[str, list[object], dict[int, list[str]]]]:
    """The chair looks at the overview and the devices; village heads and officers direct."""
    village, group, household = cast.village.pk, cast.group.pk, cast.household.pk
    directors = ["officer", "village_head", "stranger", "foreigner"]
    onlookers = ["chair", *directors]
    directs = {200: directors, 403: others(*directors)}
    looks = {200: onlookers, 403: others(*onlookers)}
    seen = {200: ["officer", "village_head"], 403: ["chair", "monitor", "surveyor"], 404: others(*WALKERS)}
    decides = {200: ["officer"], 404: others("officer")}
    aside = damaged_record(cast).pk
    found = HouseholdFactory(village=cast.village, group=cast.group, is_provisional=True).pk
    pair: list[object] = [surveyed(cast.household, f"2021-07-0{day}").pk for day in (1, 2)]
    return {
        "fieldwork:overview": ("get", [], looks),
        "fieldwork:assignments": ("get", [], directs),
        "fieldwork:undo": ("post", [], {302: directors, 403: others(*directors)}),
        "fieldwork:group": ("get", [group], seen),
        "fieldwork:ungrouped": ("get", [village], seen),
        "fieldwork:household": ("get", [household], seen),
        "fieldwork:devices": ("get", [], looks),
        "fieldwork:revisit": ("get", [], directs),
        "fieldwork:revisit_file": ("get", [], directs),
        "fieldwork:provisional": ("get", [], directs),
        "fieldwork:confirm": ("get", [found], seen),
        "fieldwork:doubles": ("get", [], directs),
        "fieldwork:compare": ("get", [household, found], seen),
        "fieldwork:find_double": ("get", [household], seen),
        "fieldwork:review": ("get", [], directs),
        "fieldwork:record": ("get", [aside], decides),
        "fieldwork:accept": ("post", [aside], decides | {409: ["officer"], 200: []}),
        "fieldwork:reject": ("post", [aside], decides | {422: ["officer"], 200: []}),
        "fieldwork:pair": ("get", pair, seen),
        "fieldwork:pair_seen": ("post", pair, seen | {302: seen[200], 200: []}),
    }


def aside_at_a_desk(cast: Cast) -> SetAside:
    facts = {"commune": cast.commune, "sender": cast.people["keeper"], "received_at": timezone.now()}
    return SetAside.objects.create(kind="check_in", uuid=uuid4(), body="{}", cause="not_allowed", **facts)


def damaged_record(cast: Cast) -> SetAside:
    facts = {"commune": cast.commune, "sender": cast.people["surveyor"], "received_at": timezone.now()}
    return SetAside.objects.create(kind="visit", uuid=uuid4(), body="{}", cause="conflict", **facts)


def print_rows(cast: Cast) -> dict[str, tuple[str, list[object], dict[int, list[str]]]]:
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


def card_rows(cast: Cast) -> dict[str, tuple[str, list[object], dict[int, list[str]]]]:
    """Strangers to a card get 404; whoever issues none gets 403 everywhere. A print of nothing leads back."""
    issuers = ["officer", "village_head", "stranger", "foreigner"]
    one, other, printed = (a_card(cast.village).pk for _ in range(3))
    deed = {302: ["officer", "village_head"], 404: ["stranger", "foreigner"], 403: others(*issuers)}
    page, led_back = {200: issuers, 403: others(*issuers)}, {302: issuers, 403: others(*issuers)}
    return {
        "card": ("get", ["CDEFHJKMPRTVWXY2"], OPEN),
        "cards:list": ("get", [], page),
        "cards:create": ("get", [], page),
        "cards:upload": ("get", [], page),
        "cards:template": ("get", [], page),
        "cards:issue_list": ("post", [], led_back),
        "cards:print": ("get", [], led_back),
        "cards:download": ("get", [printed], {200: deed[302], 404: deed[404], 403: deed[403]}),
        "cards:revoke": ("post", [one], deed),
        "cards:reissue": ("post", [other], deed),
    }


def paper_rows() -> dict[str, tuple[str, list[object], dict[int, list[str]]]]:
    """Whoever has one village is not asked which; `stranger` has no household in it to print."""
    surveying = ["officer", "monitor", "village_head", "surveyor", "stranger", "foreigner"]
    answers = {200: ["village_head", "surveyor"], 302: ["officer", "monitor", "foreigner"], 422: ["stranger"]}
    return {
        "paper:choose": ("get", [], {200: surveying, 403: others(*surveying)}),
        "paper:sheet": ("get", [], answers | {403: others(*surveying)}),
        "paper:type": ("get", [], answers | {403: others(*surveying)}),
    }


def api_rows() -> dict[str, tuple[str, list[object], dict[int, list[str]]]]:
    """Devices get 403 where people are sent to sign in. A form is no batch; records are judged one by one."""
    without_commune = ["admin", "supervisor", "-"]
    return {
        "api_session": ("get", [], OPEN),
        "api_schema": ("get", [], {200: [role for role in ALL if role != "-"], 403: ["-"]}),
        "api_households": ("get", [], {200: SURVEYING, 403: [role for role in ALL if role not in SURVEYING]}),
        "api_visits_batch": ("post", [], {415: others(*without_commune), 403: without_commune}),
        "api_desk": ("get", [], keeping(200)),
        "api_desk_test_scan": ("post", [], keeping(415)),
        "api_cards_lookup": ("post", [], keeping(415)),
        "api_check_ins_batch": ("post", [], {415: others(*without_commune), 403: without_commune}),
    }


def keeping(answer: int) -> dict[int, list[str]]:
    return {answer: KEEPING, 403: [role for role in ALL if role not in KEEPING]}


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


def decider(lookers: list[str], answer: int = 302) -> dict[int, list[str]]:
    """The officer decides; whoever else sees the venue gets 403, strangers get 404."""
    return {answer: ["officer"], 403: [role for role in lookers if role != "officer"], 404: others(*lookers)}


def manager_only() -> dict[int, list[str]]:
    return {200: ["admin", "officer", "foreigner"], 403: others("admin", "officer", "foreigner")}


def walkers_and_neighbours() -> dict[int, list[str]]:
    may = [*WALKERS, "stranger", "foreigner"]
    return {200: may, 403: others(*may)}


def editor_of_seen() -> dict[int, list[str]]:
    """Whoever sees it but is not the officer gets 403; strangers get 404."""
    lookers = [role for role in WALKERS if role != "officer"]
    return {200: ["officer"], 403: lookers, 404: others(*WALKERS)}


def waiting_import(cast: Cast, state: str) -> HouseholdImport:
    from spreadsheets.writing import write_xlsx
    from villages.importing.entries import COLUMN_TITLES

    upload = HouseholdImport(commune=cast.commune, state=state, file_name="danh-sach.xlsx")
    upload.file = write_xlsx("Danh sách", list(COLUMN_TITLES.values()), [["", "Đồng Tiến"]])
    upload.outcome = {
        "rows": 1,
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "failed": 1,
        "faults": {"2": ["code_missing"]},
    }
    upload.save()
    return upload


def all_names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            yield from all_names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)


def test_every_address_stands_in_the_table(cast: Cast) -> None:
    assert set(table(cast)) == set(all_names(get_resolver()))


@pytest.mark.parametrize("role", ALL)
def test_every_address_answers_every_role_as_the_table_says(cast: Cast, role: str) -> None:
    client = Client() if role == "-" else cast.client(role)
    wrong = {}

    for name, (method, arguments, answers) in table(cast).items():
        expected = next((answer for answer, roles in answers.items() if role in roles), LOGIN)
        got = getattr(client, method)(reverse(name, args=arguments)).status_code
        if name == "logout" and role != "-":
            client = cast.client(role)
        if got != expected:
            wrong[name] = (got, expected)

    assert not wrong


def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page(cast: Cast) -> None:
    response = Client().get(reverse("households:detail", args=[cast.household.pk]))

    assert response.url.startswith("/login/?next=")


def test_an_account_without_commune_finds_no_household_anywhere(cast: Cast) -> None:
    for role in ("admin", "supervisor"):
        client = cast.client(role)

        assert client.get(reverse("households:detail", args=[cast.household.pk])).status_code == 404
        assert client.get(reverse("villages:detail", args=[cast.village.pk])).status_code == 404


def test_the_job_of_an_import_is_not_asked_for_by_a_stranger(cast: Cast) -> None:
    ready = waiting_import(cast, "ready")

    cast.client("foreigner").post(reverse("households:import_store", args=[ready.pk]))

    assert not Job.objects.exists()
