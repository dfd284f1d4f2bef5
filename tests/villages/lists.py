"""Household lists as commune offices send them, and the two steps that take them in."""

from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import Commune
from tests.spreadsheets.files import excel, first_sheet, opened, saved
from villages import actions
from villages.importing.entries import COLUMN_TITLES
from villages.models import Household, HouseholdImport

HEADER = ["STT", *COLUMN_TITLES.values()]
TITLE = [
    ["ỦY BAN NHÂN DÂN XÃ THỐNG NHẤT"],
    [],
    ["DANH SÁCH HỘ GIA ĐÌNH NĂM 2021"],
    ["(Kèm theo Công văn số 210/UBND)"],
    [],
]
SIGNATURES = [[], [None] * 6 + ["NGƯỜI LẬP BIỂU", None, "TM. UBND XÃ"], [None] * 6 + ["(Ký, ghi rõ họ tên)"]]
TCVN3 = "NguyÔn V¨n An"
SOUND = {
    "code": "010001",
    "village": "Đồng Tiến",
    "group": "Tổ 1",
    "alley": "Ngõ 3",
    "house_number": "18",
    "head": "Nguyễn Văn Mẫu",
    "members": 4,
    "phone": "0912345678",
    "note": None,
}


def row(**cells: object) -> list[object]:
    """A row of the list, sound but for what is given."""
    values = SOUND | cells
    return ["", *(values[key] for key in COLUMN_TITLES)]


def rows(count: int, **cells: object) -> list[list[object]]:
    return [row(code=f"{number:06d}", **cells) for number in range(10_000, 10_000 + count)]


def listed(*given: list[object]) -> bytes:
    """Row 1 is the header: the first household stands in row 2."""
    return excel(HEADER, *given)


def official(*given: list[object]) -> bytes:
    """With title rows (one merged) above the header in row 6 and a signature block below."""
    workbook = opened(excel(*TITLE, HEADER, *given, *SIGNATURES))
    sheet: Worksheet = first_sheet(workbook)
    sheet.merge_cells("A3:J3")
    return saved(workbook)


def received(commune: Commune, content: bytes, *, create_villages: bool = False) -> HouseholdImport:
    return actions.receive_list(
        actor=None, commune=commune, file_name="ho.xlsx", content=content, create_villages=create_villages
    )


def checked(commune: Commune, content: bytes, *, create_villages: bool = False) -> HouseholdImport:
    """After the dry run."""
    upload = received(commune, content, create_villages=create_villages)
    actions.check_list(upload=upload)
    return upload


def stored(commune: Commune, content: bytes, *, create_villages: bool = False) -> HouseholdImport:
    upload = checked(commune, content, create_villages=create_villages)
    assert upload.state == HouseholdImport.State.READY, upload.outcome
    actions.store_list(upload=upload)
    return upload


def household(commune: Commune, code: str = "010001") -> Household:
    return Household.objects.get(commune=commune, code=code)


def counts(upload: HouseholdImport) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, failed."""
    created, updated, unchanged, failed = (
        upload.outcome[name] for name in ("created", "updated", "unchanged", "failed")
    )
    return created, updated, unchanged, failed
