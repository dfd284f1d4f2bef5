from datetime import date

from reports.models import DailySummary
from tests.conftest import Cast
from tests.factories import at
from tests.permissions.roles import Rows, others, walkers_and_neighbours

STEERING = ["chair", "officer", "foreigner"]
IN_THE_LEAGUE = ["chair", "officer", "village_head", "stranger", "foreigner"]

LEADING = ["chair", "officer", "supervisor"]
DIRECTING = ["officer", "village_head", "stranger", "foreigner"]
VISITED = ["chair", "officer", "monitor", "village_head", "keeper", "health", "stranger", "foreigner"]


def rows(cast: Cast) -> Rows:
    steers = {200: STEERING, 403: others(*STEERING)}
    league = {200: IN_THE_LEAGUE, 403: others(*IN_THE_LEAGUE)}
    leads = {200: [*STEERING, "supervisor"], 403: others(*STEERING, "supervisor")}
    revised = {200: ["chair", "officer", "supervisor"], 404: others("chair", "officer", "supervisor")}
    led = {200: LEADING, 404: ["foreigner"], 403: others(*LEADING, "foreigner")}
    inspected = {200: [*IN_THE_LEAGUE, "monitor"], 403: others(*IN_THE_LEAGUE, "monitor")}
    listing = ["officer", "monitor", "village_head", "stranger", "foreigner"]
    listed = {200: listing, 403: others(*listing)}
    again = revised_day(cast).pk
    return {
        "households:list_xlsx": ("post", [], league),
        "villages:list_xlsx": ("get", [], walkers_and_neighbours()),
        "venues:list_xlsx": ("get", [], {200: VISITED, 403: others(*VISITED)}),
        "inspections:list_xlsx": ("get", [], inspected),
        "inspections:places_xlsx": ("get", [], listed),
        "fieldwork:assignments_xlsx": ("get", [], {200: DIRECTING, 403: others(*DIRECTING)}),
        "fieldwork:devices_xlsx": ("get", [], league),
        "dashboard_villages_xlsx": ("get", [cast.commune.pk], led),
        "dashboard_days_xlsx": ("get", [cast.commune.pk], led),
        "quality": ("get", [], league),
        "quality_xlsx": ("get", [], league),
        "revision_list": ("get", [], leads),
        "revision_list_xlsx": ("get", [], leads),
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
