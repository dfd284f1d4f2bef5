from tests.conftest import Cast
from tests.permissions.roles import ALL, OPEN, SIGNED_IN, Rows, manager_only, others

SEEING_JOBS = ["admin", "chair", "officer", "foreigner"]


def rows(cast: Cast) -> Rows:
    account = cast.people["keeper"].pk
    return {
        "healthz": ("get", [], OPEN),
        "readyz": ("get", [], {503: ALL}),
        "login": ("get", [], OPEN),
        "logout": ("post", [], {302: ALL}),
        "language": ("post", [], {302: ALL}),
        "password": ("get", [], SIGNED_IN),
        "jobs": ("get", [], {200: SEEING_JOBS, 403: others(*SEEING_JOBS)}),
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
    }
