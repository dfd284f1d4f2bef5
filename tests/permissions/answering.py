from tests.conftest import Cast
from tests.permissions.roles import Rows, others

STEERING = ["chair", "officer", "foreigner"]


def rows(cast: Cast) -> Rows:
    steers = {200: STEERING, 403: others(*STEERING)}
    return {
        "village_targets": ("get", [], {200: ["chair"], 403: others("chair")}),
        "target_history": ("get", [], steers),
        "target_history_xlsx": ("get", [], steers),
    }
