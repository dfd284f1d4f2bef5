"""Tracing from the list of contacts on: the health station works, the chair looks and signs; to others it is 404."""

from tests.conftest import Cast
from tests.permissions.roles import Rows, others
from tests.tracing.rows import a_traced_case, asked, signed


def rows(cast: Cast) -> Rows:
    case, stay, contact = a_traced_case(cast)
    waiting, to_withdraw = asked(case, stay), signed(cast, case, stay)
    both, station = {200: ["health", "chair"]}, {200: ["health"], 403: ["chair"], 404: others("health", "chair")}
    signing = {422: ["chair"], 403: ["health"], 404: others("health", "chair")}
    return {
        "tracing:work": ("get", [], {200: ["health"], 403: others("health")}),
        "tracing:releases": ("get", [], both | {403: others("health", "chair")}),
        "tracing:release": ("get", [waiting.pk], both | {404: others("health", "chair")}),
        "tracing:sign": ("post", [waiting.pk], signing),
        "tracing:refuse": ("post", [waiting.pk], signing),
        "tracing:withdraw": ("post", [to_withdraw.pk], {422: ["health", "chair"], 404: others("health", "chair")}),
        "tracing:ask_release": ("get", [case.pk], station),
        "tracing:contacts": ("get", [case.pk], both | {404: others("health", "chair")}),
        "tracing:contacts_xlsx": ("get", [case.pk], station),
        "tracing:contacts_pdf": ("get", [case.pk], station),
        "tracing:contact": ("get", [case.pk, contact.pk], station),
        "tracing:hand_over": ("get", [case.pk], station),
        "tracing:close": ("get", [case.pk], station),
        "audit": (
            "get",
            [],
            {200: ["admin", "chair", "health"], 403: others("admin", "chair", "health")},
        ),
        "audit_xlsx": (
            "get",
            [],
            {200: ["admin", "chair", "health"], 403: others("admin", "chair", "health")},
        ),
    }
