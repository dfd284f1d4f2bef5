"""Importing 10,000 households against reading their file."""

import random
from io import BytesIO

from benchmarks.fresh import fresh_database, seconds

ROWS = 10_000


def measure(quick: bool) -> dict[str, float]:
    from accounts.models import Commune
    from villages import actions
    from villages.models import Household

    fresh_database()
    commune = Commune.objects.create(name="Mẫu", slug="mau")
    content = household_list()
    reading = min(seconds(lambda: read_plainly(content)) for _ in range(3))

    def receive() -> object:
        return actions.receive_list(
            actor=None, commune=commune, file_name="mau.xlsx", content=content, create_villages=True
        )

    upload = receive()
    dry = seconds(lambda: actions.check_list(upload=upload))
    stored = seconds(lambda: actions.store_list(upload=upload))
    assert Household.objects.count() == ROWS
    return {"import_10k_ratio": dry / reading, "import_10k_stored_ratio": stored / reading}


def household_list() -> bytes:
    from spreadsheets.writing import write_xlsx
    from villages.importing.entries import COLUMN_TITLES

    chance = random.Random(210)
    return write_xlsx("Danh sách hộ", list(COLUMN_TITLES.values()), [row(number, chance) for number in range(ROWS)])


def row(number: int, chance: random.Random) -> list[str | int]:
    phone = f"09{chance.choice('178')}{chance.randrange(10**7):07d}" if chance.random() < 0.85 else ""
    name = " ".join(chance.choice(words) for words in (("Nguyễn", "Trần", "Lê"), ("Văn", "Thị"), ("Ánh", "Đức", "Mai")))
    village, group = f"Thôn {number % 8 + 1}", f"Tổ {number % 40 + 1}"
    return [f"{number:06d}", village, group, f"Ngõ {number % 12}", str(number % 90), name, number % 7 + 1, phone, ""]


def read_plainly(content: bytes) -> int:
    from openpyxl import load_workbook

    workbook = load_workbook(BytesIO(content), read_only=True)
    return sum(1 for _ in workbook.worksheets[0].iter_rows(values_only=True))
