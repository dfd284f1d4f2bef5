"""A village's list of people for whom cards are wanted: every faulty row is named at once, nothing is stored.

A checked list waits in the page itself, sealed, until its sender confirms it: no file of names lies about.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from checkins.models import VisitorCard
from checkins.models.card import new_card_code
from spreadsheets.reading import Column, Row
from vault.sealing import CannotUnseal, seal, unseal
from vietnam.names import NotAName, clean_name
from vietnam.phones import InvalidPhone, parse_phone
from villages.models import Village

COLUMNS = (
    Column("name", ("Họ và tên", "Họ tên", "Họ tên đầy đủ", "Tên", "Full name")),
    Column("phone", ("Số điện thoại", "Điện thoại", "SĐT", "Phone")),
)
TITLES = [column.names[0] for column in COLUMNS]
LIST_MOST = 1_000
FAULTS: dict[str, StrOrPromise] = {
    "empty": _("the name is empty"),
    "too_long": _("the name is longer than 100 characters"),
    "legacy_encoding": _("the text is in an old font encoding (TCVN3 or VNI); convert the file to Unicode"),
    "not_a_name": _("this is not a person's name"),
    "phone_invalid": _("the phone number is not valid"),
    "formula": _("a cell holds a formula; paste the value instead"),
    "twice": _("this person stands twice in the list"),
}


@dataclass(frozen=True)
class Entry:
    """Somebody who is to get a card. The code is drawn at the check, so that a list confirmed twice is issued once."""

    name: str
    phone: str
    code: str


@dataclass
class CheckedList:
    """Faults by the row's number in Excel; `known` counts those who have a live card already."""

    entries: list[Entry] = field(default_factory=list)
    faults: dict[int, list[str]] = field(default_factory=dict)
    known: int = 0


def check(rows: Iterable[Row], village: Village) -> CheckedList:
    checked, seen = CheckedList(), set[tuple[str, str]]()
    holders = {(card.name, card.phone) for card in VisitorCard.objects.live().filter(village=village)}
    for row in rows:
        faults, person = _person(row)
        if not faults and person in seen:
            faults = ["twice"]
        seen.add(person)
        if faults:
            checked.faults[row.number] = faults
        elif person in holders:
            checked.known += 1
        else:
            checked.entries.append(Entry(*person, code=new_card_code()))
    return checked


def _person(row: Row) -> tuple[list[str], tuple[str, str]]:
    """The faults of a row, and name and phone as far as they are sound."""
    if any(cell.is_formula for cell in row.cells.values()):
        return ["formula"], ("", "")
    faults, name, phone = [], "", ""
    try:
        name = clean_name(row.cells["name"].text)
    except NotAName as fault:
        faults.append(fault.code)
    try:
        phone = parse_phone(row.cells["phone"].text).e164 if row.cells["phone"].text else ""
    except InvalidPhone:
        faults.append("phone_invalid")
    return faults, (name, phone)


def sealed(village: Village, entries: Iterable[Entry]) -> str:
    return seal(json.dumps([village.pk, [[entry.name, entry.phone, entry.code] for entry in entries]]))


def unsealed(text: str) -> tuple[int, list[Entry]]:
    """Key of the village and entries. Raises CannotUnseal for what we did not seal."""
    try:
        village, entries = json.loads(unseal(text))
        return village, [Entry(*entry) for entry in entries]
    except (ValueError, TypeError) as fault:
        raise CannotUnseal("not a list of cards") from fault
