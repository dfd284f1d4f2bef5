from tests.conftest import Cast
from tests.permissions.roles import ALL, KEEPING, OPEN, SURVEYING, Rows, others


def rows(cast: Cast) -> Rows:
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
