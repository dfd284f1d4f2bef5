"""Rows of a household list as checked entries; every fault of every row is named, none stops the others."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from spreadsheets.reading import Column, Row
from vietnam.legacy import looks_like_legacy
from vietnam.names import NotAName, clean_name
from vietnam.phones import InvalidPhone, parse_phone
from villages.importing.steps import Checked
from villages.models.household import MEMBERS_MOST
from villages.models.village import village_fold

COLUMNS = (
    Column("code", ("Mã hộ", "Mã số hộ", "Mã hộ gia đình", "Household code")),
    Column("village", ("Thôn", "Tên thôn", "Thôn/xóm", "Village")),
    Column("group", ("Tổ tự quản", "Tổ", "Tổ tự quản khu dân cư", "Group"), required=False),
    Column("alley", ("Ngõ/xóm", "Ngõ", "Xóm", "Ngõ xóm", "Alley"), required=False),
    Column("house_number", ("Số nhà", "House number"), required=False),
    Column("head", ("Chủ hộ", "Họ tên chủ hộ", "Họ và tên chủ hộ", "Tên chủ hộ", "Household head")),
    Column("members", ("Số nhân khẩu", "Nhân khẩu", "Số khẩu", "Members")),
    Column("phone", ("Số điện thoại", "Điện thoại", "SĐT", "Phone"), required=False),
    Column("note", ("Ghi chú", "Note"), required=False),
)
COLUMN_TITLES = {column.key: column.names[0] for column in COLUMNS}

LENGTHS = {"village": 100, "group": 100, "alley": 100, "house_number": 30, "note": 300}
CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z./-]{0,19}")
WHOLE = re.compile(r"(-?[0-9]{1,9})(?:[.,]00?)?")
DECIMAL = re.compile(r"-?[0-9]+[.,][0-9]+")

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A faultless row. Empty optional texts mean "leave as it stands"."""

    row: int
    code: str
    village: str
    head_name: str
    member_count: int
    group: str
    alley: str
    house_number: str
    phone: str
    note: str
    converted_from: str = ""


class Fault(ValueError):
    """One reason why a cell cannot be taken; its text is a key of messages.FAULTS."""


def check(rows: Iterable[Row]) -> Checked[Entry]:
    """Check every row by itself, and codes against each other."""
    checked, seen = Checked[Entry](), set[str]()
    for row in rows:
        if _is_not_a_household(row):
            checked.skipped.append(row.number)
            continue
        faults, values = _clean(row)
        code = values.get("code")
        if code in seen:
            faults.append("code_twice")
        elif code:
            seen.add(code)
        if faults:
            checked.faults[row.number] = faults
        else:
            checked.entries.append(Entry(row=row.number, **values))
    return checked


def _is_not_a_household(row: Row) -> bool:
    """A signature or a remark below the list: neither code nor village nor members."""
    return not any(row.cells[key].text for key in ("code", "village", "members"))


def _clean(row: Row) -> tuple[list[str], dict[str, Any]]:
    """The faults of a row in the order of its cells, and the values of the cells that have none."""
    if any(cell.is_formula for cell in row.cells.values()):
        return ["formula"], {}
    faults = list(_text_faults(row))
    values: dict[str, Any] = {key: row.cells[key].text for key in LENGTHS}
    for key, clean in CLEANERS.items():
        try:
            values |= clean(row.cells[key].text)
        except Fault as fault:
            faults.append(str(fault))
    return list(dict.fromkeys(faults)), values


def _text_faults(row: Row) -> Iterator[str]:
    for key, longest in LENGTHS.items():
        text = row.cells[key].text
        if len(text) > longest:
            yield "too_long"
        elif looks_like_legacy(text):
            yield "legacy_encoding"


def _code(text: str) -> Values:
    if not text:
        raise Fault("code_missing")
    if not CODE.fullmatch(text):
        raise Fault("code_invalid")
    return {"code": text}


def _head(text: str) -> Values:
    try:
        return {"head_name": clean_name(text)}
    except NotAName as fault:
        raise Fault("head_missing" if fault.code == "empty" else fault.code) from fault


def _members(text: str) -> Values:
    if not text:
        raise Fault("members_missing")
    if whole := WHOLE.fullmatch(text):
        return {"member_count": _in_range(int(whole[1]))}
    raise Fault("members_not_whole" if DECIMAL.fullmatch(text) else "members_not_a_number")


def _in_range(members: int) -> int:
    if members < 1:
        raise Fault("members_none")
    if members > MEMBERS_MOST:
        raise Fault("members_absurd")
    return members


def _village(text: str) -> Values:
    if not village_fold(text):
        raise Fault("village_missing")
    return {"village": text}


def _phone(text: str) -> Values:
    if not text:
        return {"phone": ""}
    try:
        phone = parse_phone(text)
    except InvalidPhone as fault:
        raise Fault("phone_invalid") from fault
    return {"phone": phone.e164, "converted_from": phone.converted_from or ""}


CLEANERS: dict[str, Callable[[str], Values]] = {
    "code": _code,
    "village": _village,
    "head": _head,
    "members": _members,
    "phone": _phone,
}
