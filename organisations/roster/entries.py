"""Rows of a roster as checked entries; every fault of every row is named, none stops the others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spreadsheets.reading import Column, Row
from vietnam.legacy import looks_like_legacy
from vietnam.names import NotAName, clean_name
from vietnam.phones import InvalidPhone, parse_phone
from vietnam.text import fold
from villages.importing.steps import Checked

COLUMNS = (
    Column("name", ("Họ và tên", "Họ tên", "Tên", "Full name")),
    Column("phone", ("Số điện thoại", "Điện thoại", "SĐT", "Phone"), required=False),
    Column("smartphone", ("Có điện thoại thông minh", "Điện thoại thông minh", "Smartphone")),
    Column("installed", ("Đã cài Bluezone", "Cài Bluezone", "Bluezone")),
)
COLUMN_TITLES = {column.key: column.names[0] for column in COLUMNS}
PEOPLE_MOST = 5_000
YES = {fold(word) for word in ("có", "x", "1", "1.0", "rồi", "đã cài", "đã", "yes")}
NO = {fold(word) for word in ("không", "0", "0.0", "chưa", "chưa cài", "no")}


@dataclass(frozen=True, slots=True)
class Entry:
    """A faultless row; phone in E.164 or empty."""

    name: str
    phone: str
    has_smartphone: bool
    installed: bool

    @property
    def key(self) -> tuple[str, str]:
        """Two rows of one person; namesakes without a phone may be two people."""
        return fold(self.name), self.phone


def check(rows: Iterable[Row]) -> Checked[Entry]:
    """Check every row by itself, and people against each other."""
    checked, seen = Checked[Entry](), set[tuple[str, str]]()
    for row in rows:
        if not any(row.cells[key].text for key in ("phone", "smartphone", "installed")):
            checked.skipped.append(row.number)  # a signature or a remark below the list
            continue
        faults = list(dict.fromkeys(_faults(row)))
        entry = None if faults else _entry(row)
        if entry and entry.phone and entry.key in seen:
            faults = ["person_twice"]
        elif entry and len(checked.entries) == PEOPLE_MOST:
            faults = ["too_many_people"]
        if faults or not entry:
            checked.faults[row.number] = faults
        else:
            seen.add(entry.key)
            checked.entries.append(entry)
    return checked


def _faults(row: Row) -> Iterator[str]:
    cells = {key: cell.text for key, cell in row.cells.items()}
    if any(cell.is_formula for cell in row.cells.values()):
        yield "formula"
        return
    yield from _person_faults(cells["name"], cells["phone"])
    smartphone, installed = answer(cells["smartphone"]), answer(cells["installed"])
    if not cells["smartphone"]:
        yield "smartphone_missing"
    elif smartphone is None:
        yield "smartphone_unclear"
    elif installed and not smartphone:
        yield "installed_without_smartphone"
    if cells["installed"] and installed is None:
        yield "installed_unclear"


def _person_faults(name: str, phone: str) -> Iterator[str]:
    if looks_like_legacy(name):
        yield "legacy_encoding"
    else:
        try:
            clean_name(name)
        except NotAName as fault:
            yield "person_missing" if fault.code == "empty" else "not_a_person"
    try:
        parse_phone(phone or "0912345678")
    except InvalidPhone:
        yield "phone_invalid"


def answer(text: str) -> bool | None:
    """Yes, no, or neither; an empty cell under Bluezone is a no."""
    folded = fold(text)
    return True if folded in YES else False if folded in NO or not text else None


def _entry(row: Row) -> Entry:
    cells = {key: cell.text for key, cell in row.cells.items()}
    phone = parse_phone(cells["phone"]).e164 if cells["phone"] else ""
    smartphone, installed = answer(cells["smartphone"]), answer(cells["installed"])
    return Entry(clean_name(cells["name"]), phone, bool(smartphone), bool(installed))
