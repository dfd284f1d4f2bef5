from organisations.models import Organisation
from tests.conftest import Cast
from tests.organisations.bodies import an_activity, an_organisation
from tests.organisations.rosters import a_roster
from tests.permissions.roles import Rows, officer_only, others


def rows(cast: Cast) -> Rows:
    return register_rows(cast) | outreach_rows(cast) | roster_rows(cast)


def register_rows(cast: Cast) -> Rows:
    """The reporter reports for all these organisations."""
    lookers = ["chair", "officer", "reporter"]
    may_look = [*lookers, "foreigner"]
    kept, ended, mass = reported(cast), reported(cast), reported(cast, kind="mass")
    reporting = {200: ["officer", "reporter"], 403: ["chair"], 404: others(*lookers)}
    keeping = {302: ["officer"], 403: ["chair", "reporter"], 404: others(*lookers)}
    return {
        "organisations:list": ("get", [], {200: may_look, 403: others(*may_look)}),
        "organisations:xlsx": ("get", [], {200: may_look, 403: others(*may_look)}),
        "organisations:mass": ("get", [], {200: may_look, 403: others(*may_look)}),
        "organisations:mass_register": (
            "post",
            [],
            {302: ["officer", "foreigner"], 403: others("officer", "foreigner")},
        ),
        "organisations:create": ("get", [], officer_only()),
        "organisations:detail": ("get", [kept.pk], {200: lookers, 404: others(*lookers)}),
        "organisations:edit": (
            "get",
            [kept.pk],
            {200: ["officer"], 403: ["chair", "reporter"], 404: others(*lookers)},
        ),
        "organisations:retire": ("post", [ended.pk], keeping),
        "organisations:restore": ("post", [kept.pk], keeping),
        "organisations:report": ("get", [kept.pk], reporting),
        "organisations:volunteers": ("get", [mass.pk], reporting),
    }


def outreach_rows(cast: Cast) -> Rows:
    """Done in the village of the cast, by the reporter's organisation; recorded by the village head."""
    lookers = ["chair", "officer", "village_head", "reporter"]
    may_look = [*lookers, "stranger", "foreigner"]
    loggers = [role for role in may_look if role != "chair"]
    kept, gone = an_outreach(cast), an_outreach(cast)
    changers = ["officer", "village_head"]
    barred = {403: ["chair", "reporter"], 404: others(*lookers)}
    return {
        "outreach:list": ("get", [], {200: may_look, 403: others(*may_look)}),
        "outreach:xlsx": ("get", [], {200: may_look, 403: others(*may_look)}),
        "outreach:create": ("get", [], {200: loggers, 403: others(*loggers)}),
        "outreach:detail": ("get", [kept], {200: lookers, 404: others(*lookers)}),
        "outreach:photo": ("get", [kept], {200: lookers, 404: others(*lookers)}),
        "outreach:edit": ("get", [kept], {200: changers} | barred),
        "outreach:delete": ("post", [gone], {302: changers} | barred),
    }


def roster_rows(cast: Cast) -> Rows:
    senders = ["officer", "reporter"]
    may_send = [*senders, "foreigner"]
    mine = {200: senders, 404: others(*senders)}
    faulty, ready, stored = (a_roster(reported(cast), state).pk for state in ("faulty", "ready", "ready"))
    return {
        "rosters:upload": ("get", [], {200: may_send, 403: others(*may_send)}),
        "rosters:template": ("get", [], {200: may_send, 403: others(*may_send)}),
        "rosters:import": ("get", [ready], mine),
        "rosters:import_faults": ("get", [faulty], mine),
        "rosters:import_store": ("post", [stored], {302: senders, 404: others(*senders)}),
    }


def an_outreach(cast: Cast) -> int:
    facts = {"village": cast.village, "organisation": reported(cast), "photo": b"jpeg"}
    return an_activity(cast, "2021-07-01", by=cast.people["village_head"], **facts).pk


def reported(cast: Cast, **facts: object) -> Organisation:
    return an_organisation(cast, reporters=[cast.people["reporter"]], **facts)
