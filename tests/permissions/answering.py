from datetime import date

from reports.models import DailySummary
from tests.conftest import Cast
from tests.factories import at
from tests.permissions.roles import Rows, others

STEERING = ["chair", "officer", "foreigner"]
IN_THE_LEAGUE = ["chair", "officer", "village_head", "stranger", "foreigner"]


def rows(cast: Cast) -> Rows:
    steers = {200: STEERING, 403: others(*STEERING)}
    league = {200: IN_THE_LEAGUE, 403: others(*IN_THE_LEAGUE)}
    leads = {200: [*STEERING, "supervisor"], 403: others(*STEERING, "supervisor")}
    revised = {200: ["chair", "officer", "supervisor"], 404: others("chair", "officer", "supervisor")}
    again = revised_day(cast).pk
    return {
        "quality": ("get", [], league),
        "revision_list": ("get", [], leads),
        "revision_detail": ("get", [again], revised),
        "revision_xlsx": ("get", [again], revised),
        "answerability": ("get", [], league),
        "answerability_xlsx": ("get", [], league),
        "village_targets": ("get", [], {200: ["chair"], 403: others("chair")}),
        "target_history": ("get", [], steers),
        "target_history_xlsx": ("get", [], steers),
    }


def revised_day(cast: Cast) -> DailySummary:
    """The commune's row of the second revision of a day; the same however often it is asked for."""
    day, rows = date(2021, 7, 1), DailySummary.objects.of_commune(cast.commune)
    for revision in (1, 2):
        rows.get_or_create(commune=cast.commune, day=day, revision=revision, defaults={"closed_at": at(day, 23)})
    return rows.get(day=day, revision=2)
