from spreadsheets.writing import write_xlsx
from tests.conftest import Cast
from tests.permissions.roles import WALKERS, Rows, editor_of_seen, officer_only, others, walkers_and_neighbours
from villages.importing.entries import COLUMN_TITLES
from villages.models import HouseholdImport


def rows(cast: Cast) -> Rows:
    village, group, household = cast.village.pk, cast.group.pk, cast.household.pk
    faulty = waiting_import(cast, "faulty").pk
    ready = waiting_import(cast, "ready").pk
    see = {200: WALKERS, 404: others(*WALKERS)}
    return {
        "villages:list": ("get", [], walkers_and_neighbours()),
        "villages:create": ("get", [], officer_only()),
        "villages:detail": ("get", [village], see),
        "villages:edit": ("get", [village], editor_of_seen()),
        "villages:group_create": ("get", [village], editor_of_seen()),
        "villages:group_edit": ("get", [group], editor_of_seen()),
        "households:list": ("get", [], walkers_and_neighbours()),
        "households:create": (
            "get",
            [],
            {200: ["officer", "village_head", "stranger", "foreigner"]}
            | {403: others("officer", "village_head", "stranger", "foreigner")},
        ),
        "households:detail": ("get", [household], see),
        "households:edit": (
            "get",
            [household],
            {200: ["officer", "village_head"], 403: ["chair", "monitor", "surveyor"], 404: others(*WALKERS)},
        ),
        "households:visit": (
            "get",
            [household],
            {200: ["officer", "monitor", "village_head", "surveyor"], 403: ["chair"], 404: others(*WALKERS)},
        ),
        "households:upload": ("get", [], officer_only()),
        "households:template": ("get", [], officer_only()),
        "households:import": ("get", [ready], {200: ["officer"], 404: others("officer")}),
        "households:import_faults": ("get", [faulty], {200: ["officer"], 404: others("officer")}),
        "households:import_store": ("post", [ready], {302: ["officer"], 404: others("officer")}),
        "households:import_take_back": ("post", [ready], {302: ["officer"], 404: others("officer")}),
    }


def waiting_import(cast: Cast, state: str) -> HouseholdImport:

    upload = HouseholdImport(commune=cast.commune, state=state, file_name="danh-sach.xlsx")
    upload.file = write_xlsx("Danh sách", list(COLUMN_TITLES.values()), [["", "Đồng Tiến"]])
    upload.outcome = {
        "rows": 1,
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "failed": 1,
        "faults": {"2": ["code_missing"]},
    }
    upload.save()
    return upload
