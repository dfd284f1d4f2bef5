"""Rows of a venue list as checked entries; every fault of every row is named, none stops the others."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import override

from spreadsheets.reading import Column, Row
from venues.models import Category
from venues.models.venue import CAPACITY_MOST
from vietnam.legacy import looks_like_legacy
from vietnam.names import NotAName, clean_name
from vietnam.phones import InvalidPhone, parse_phone
from vietnam.text import fold
from villages.importing.steps import Checked
from villages.models.village import village_fold

COLUMNS = (
    Column("name", ("Tên địa điểm", "Địa điểm", "Tên", "Venue")),
    Column("category", ("Loại địa điểm", "Loại", "Loại hình", "Category")),
    Column("village", ("Thôn", "Tên thôn", "Thôn/xóm", "Village")),
    Column("address", ("Địa chỉ", "Address"), required=False),
    Column("owner", ("Chủ địa điểm", "Chủ cơ sở", "Họ tên chủ", "Owner"), required=False),
    Column("phone", ("Số điện thoại", "Điện thoại", "SĐT", "Phone"), required=False),
    Column("capacity", ("Sức chứa", "Sức chứa (người)", "Capacity"), required=False),
)
COLUMN_TITLES = {column.key: column.names[0] for column in COLUMNS}
LENGTHS = {"name": 120, "address": 160, "village": 100}
WHOLE = re.compile(r"[0-9]{1,6}(?:[.,]0+)?")
# What lists of communes say beside the portal's own words.
ALSO = {
    Category.OFFICE: ("Cơ quan", "Trụ sở", "Văn phòng"),
    Category.FACTORY: ("Nhà máy", "Xưởng", "Cơ sở sản xuất"),
    Category.EATERY: ("Quán ăn", "Nhà hàng", "Quán cà phê", "Ăn uống"),
    Category.BEAUTY: ("Cắt tóc", "Làm đầu", "Làm đẹp"),
    Category.SCHOOL: ("Trường", "Trường học"),
    Category.SHOP: ("Cửa hàng", "Tạp hóa", "Hiệu thuốc", "Đại lý"),
    Category.WORSHIP: ("Chùa", "Nhà thờ", "Đình", "Đền"),
    Category.OTHER_CROWDED: ("Khác", "Nhà văn hóa"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A faultless row. Empty optional values mean "leave as it stands"."""

    row: int
    name: str
    category: Category
    village: str
    address: str
    contact_name: str
    contact_phone: str
    capacity: int | None

    @property
    def key(self) -> tuple[str, str]:
        """How a venue is known again."""
        return village_fold(self.village), fold(self.name)


def check(rows: Iterable[Row]) -> Checked[Entry]:
    """Check every row by itself, and names against each other."""
    checked, seen, kinds = Checked[Entry](), set[tuple[str, str]](), categories()
    for row in rows:
        if not any(row.cells[key].text for key in ("category", "village")):
            checked.skipped.append(row.number)  # a signature or a remark below the list
            continue
        key = village_fold(row.cells["village"].text), fold(row.cells["name"].text)
        faults = list(dict.fromkeys(_faults(row, kinds)))
        if all(key) and key in seen:
            faults.append("name_twice")
        seen.add(key)
        if faults:
            checked.faults[row.number] = faults
        else:
            checked.entries.append(_entry(row, kinds))
    return checked


def categories() -> dict[str, Category]:
    """Folded words → category, in Vietnamese whoever asks."""
    known = {fold(word): category for category, words in ALSO.items() for word in words}
    with override("vi"):
        return known | {fold(str(category.label)): category for category in Category}


def _faults(row: Row, kinds: dict[str, Category]) -> Iterator[str]:
    if any(cell.is_formula for cell in row.cells.values()):
        yield "formula"
        return
    yield from _text_faults(row)
    if not fold(row.cells["name"].text):
        yield "name_missing"
    if not village_fold(row.cells["village"].text):
        yield "village_missing"
    yield from _category_faults(row.cells["category"].text, kinds)
    yield from _owner_faults(row)
    if _capacity(row.cells["capacity"].text) is False:
        yield "capacity_invalid"


def _text_faults(row: Row) -> Iterator[str]:
    for key, longest in LENGTHS.items():
        text = row.cells[key].text
        if len(text) > longest:
            yield "too_long"
        elif looks_like_legacy(text):
            yield "legacy_encoding"


def _category_faults(text: str, kinds: dict[str, Category]) -> Iterator[str]:
    category = kinds.get(fold(text))
    if not text:
        yield "category_missing"
    elif category is None:
        yield "category_unknown"
    elif category.is_event:
        yield "event"


def _owner_faults(row: Row) -> Iterator[str]:
    try:
        clean_name(row.cells["owner"].text or "Mẫu")
    except NotAName as fault:
        yield "legacy_encoding" if fault.code == "legacy_encoding" else "not_a_name"
    try:
        parse_phone(row.cells["phone"].text or "0912345678")
    except InvalidPhone:
        yield "phone_invalid"


def _capacity(text: str) -> int | bool | None:
    """None for an empty cell, False for one that is no number of people."""
    if not text:
        return None
    if not WHOLE.fullmatch(text):
        return False
    number = int(re.split("[.,]", text)[0])
    return number if 1 <= number <= CAPACITY_MOST else False


def _entry(row: Row, kinds: dict[str, Category]) -> Entry:
    cells = {key: cell.text for key, cell in row.cells.items()}
    return Entry(
        row=row.number,
        name=cells["name"],
        category=kinds[fold(cells["category"])],
        village=cells["village"],
        address=cells["address"],
        contact_name=clean_name(cells["owner"]) if cells["owner"] else "",
        contact_phone=parse_phone(cells["phone"]).e164 if cells["phone"] else "",
        capacity=_capacity(cells["capacity"]) or None,
    )
