from organisations.models import Organisation
from tests.conftest import Cast
from tests.organisations.bodies import an_organisation
from tests.permissions.roles import Rows, officer_only, others


def rows(cast: Cast) -> Rows:
    return register_rows(cast)


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


def reported(cast: Cast, **facts: object) -> Organisation:
    return an_organisation(cast, reporters=[cast.people["reporter"]], **facts)
