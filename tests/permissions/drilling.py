from tests.conftest import Cast
from tests.permissions.roles import Rows, others

STEERING = ["chair", "officer", "supervisor"]
WITHIN = ["chair", "officer"]  # who may open the households behind a number


def rows(cast: Cast) -> Rows:
    anywhere = [*WITHIN, "foreigner"]
    commune_wide = {200: anywhere, 403: others(*anywhere)}
    heads = ["village_head", "stranger"]  # of this village, and of another one
    doors = {200: [*anywhere, *heads], 403: others(*anywhere, *heads)}
    unseen = ["stranger", "foreigner"]
    own_groups, group_seen = [*WITHIN, "village_head"], ["monitor", "surveyor"]
    return {
        "drilling:village": (
            "get",
            [cast.village.pk],
            {200: [*STEERING, "village_head"], 404: unseen, 403: others(*STEERING, "village_head", *unseen)},
        ),
        "drilling:group": (
            "get",
            [cast.group.pk],
            {200: own_groups, 403: group_seen, 404: others(*own_groups, *group_seen)},
        ),
        "drilling:organisations": ("get", [cast.commune.pk], steering_of_seen()),
        "drilling:reasons": ("get", [cast.commune.pk], steering_of_seen()),
        "drilling:reasons_xlsx": ("get", [cast.commune.pk], steering_of_seen()),
        "drilling:deeds": ("get", [], commune_wide),
        "drilling:households": ("get", [], doors),
        "drilling:households_xlsx": ("get", [], doors),
    }


def steering_of_seen() -> dict[int, list[str]]:
    """Figures without persons, of one's own commune or of any for those who see all."""
    return {200: STEERING, 404: ["foreigner"], 403: others(*STEERING, "foreigner")}
