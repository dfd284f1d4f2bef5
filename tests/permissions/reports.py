from tests.conftest import Cast
from tests.permissions.roles import ALL, OPEN, Rows, others

COVERING = ["chair", "officer", "monitor", "foreigner"]
LEADING = ["chair", "officer", "supervisor", "foreigner"]


def rows(cast: Cast) -> Rows:
    return {
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
        "coverage": ("get", [], {200: COVERING, 403: others(*COVERING)}),
        "coverage_xlsx": ("get", [], {200: COVERING, 403: others(*COVERING)}),
        "targets": ("get", [], {200: ["chair"], 403: others("chair")}),
    }
