from uuid import uuid4

from django.utils import timezone

from intake.models import SetAside
from tests.conftest import Cast
from tests.factories import PosterFactory, VenueFactory, a_card, enter
from tests.permissions.roles import ALL, KEEPING, OPEN, Rows, others


def rows(cast: Cast) -> Rows:
    poster = PosterFactory(venue=VenueFactory(village=cast.village))
    visit = enter(poster.venue, "2021-07-01")
    return card_rows(cast) | {
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
        "desk_review": ("get", [], {200: ["officer", "foreigner"], 403: others("officer", "foreigner")}),
        "desk_accept": ("post", [aside_at_a_desk(cast).pk], {409: ["officer"], 404: others("officer")}),
        "desk_reject": ("post", [aside_at_a_desk(cast).pk], {422: ["officer"], 404: others("officer")}),
        "retention": (
            "get",
            [],
            {200: ["admin", "chair", "officer", "health", "foreigner"]}
            | {403: others("admin", "chair", "officer", "health", "foreigner")},
        ),
        "checkins:type_code": ("get", [], OPEN),
        "checkins:create": ("get", [poster.code], OPEN),
        "checkins:done": ("get", [visit.public_id], OPEN),
        "checkins:leave": ("post", [visit.public_id], {404: ALL}),
        "checkins:leave_by_exit": ("post", [poster.code], {302: ALL}),
        "checkins:mine": ("get", [], OPEN),
        "checkins:correct": ("get", [visit.public_id], {404: ALL}),
        "checkins:delete": ("get", [visit.public_id], {404: ALL}),
        "checkins:forget": ("post", [poster.code], {302: ALL}),
    }


def card_rows(cast: Cast) -> Rows:
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


def aside_at_a_desk(cast: Cast) -> SetAside:
    facts = {"commune": cast.commune, "sender": cast.people["keeper"], "received_at": timezone.now()}
    return SetAside.objects.create(kind="check_in", uuid=uuid4(), body="{}", cause="not_allowed", **facts)
