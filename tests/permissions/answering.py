from tests.conftest import Cast
from tests.permissions.roles import Rows, others

STEERING = ["chair", "officer", "foreigner"]
IN_THE_LEAGUE = ["chair", "officer", "village_head", "stranger", "foreigner"]


def rows(cast: Cast) -> Rows:
    steers = {200: STEERING, 403: others(*STEERING)}
    league = {200: IN_THE_LEAGUE, 403: others(*IN_THE_LEAGUE)}
    return {
        "answerability": ("get", [], league),
        "answerability_xlsx": ("get", [], league),
        "village_targets": ("get", [], {200: ["chair"], 403: others("chair")}),
        "target_history": ("get", [], steers),
        "target_history_xlsx": ("get", [], steers),
    }
