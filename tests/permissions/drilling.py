from tests.conftest import Cast
from tests.permissions.roles import Rows, others

STEERING = ["chair", "officer", "supervisor"]
WITHIN = ["chair", "officer"]  # who may open the households behind a number


def rows(cast: Cast) -> Rows:
    anywhere = [*WITHIN, "foreigner"]
    lists = {200: anywhere, 403: others(*anywhere)}
    group_seen = ["monitor", "village_head", "surveyor"]
    return {
        "drilling:village": ("get", [cast.village.pk], steering_of_seen()),
        "drilling:group": (
            "get",
            [cast.group.pk],
            {200: WITHIN, 403: group_seen, 404: others(*WITHIN, *group_seen)},
        ),
        "drilling:organisations": ("get", [cast.commune.pk], steering_of_seen()),
        "drilling:reasons": ("get", [cast.commune.pk], steering_of_seen()),
        "drilling:reasons_xlsx": ("get", [cast.commune.pk], steering_of_seen()),
        "drilling:deeds": ("get", [], lists),
        "drilling:households": ("get", [], lists),
        "drilling:households_xlsx": ("get", [], lists),
    }


def steering_of_seen() -> dict[int, list[str]]:
    """Figures without persons, of one's own commune or of any for those who see all."""
    return {200: STEERING, 404: ["foreigner"], 403: others(*STEERING, "foreigner")}
