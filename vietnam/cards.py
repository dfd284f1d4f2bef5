"""QR codes of identity cards (CCCD) and health-insurance cards (BHYT): only number and name are read.

`assets/keeper/cards.js` is its twin for the keeper's desk; both are tested with tests/vietnam/cards.json.
"""

import re
import unicodedata
from dataclasses import dataclass

from vietnam.text import clean

NUMBERS = {"cccd": re.compile("[0-9]{12}"), "bhyt": re.compile("[A-Z]{2}[0-9]{13}|[0-9]{10}")}
_OLD_NUMBER = re.compile("([0-9]{9})?")
_BORN = {"cccd": re.compile("[0-9]{8}|[0-9]{4}"), "bhyt": re.compile("([0-9]{2}/[0-9]{2}/)?[0-9]{4}")}
# QĐ 1405/QĐ-BTTTT: number|NAME|yyyy-mm-dd|0 or 1|id|more; number and birth date may be hidden behind asterisks.
_UNIFIED_BORN = re.compile(r"[0-9*]{4}-[0-9*]{2}-[0-9*]{2}")
_BESIDE_LETTERS = re.compile("[ '.\u0300-\u036f-]")
_LOOKS_LIKE_LETTERS = "ªº"
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


class NotACard(ValueError):
    """`code`: "unified" (the newer personal QR), "garbled" (by a keyboard that composes letters) or "unknown"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Card:
    """`kind`: "cccd" or "bhyt". The number only identifies the card: it is not to be kept."""

    kind: str
    number: str
    name: str


def parse_card(text: str) -> Card:
    """Raises NotACard."""
    fields = [field.strip() for field in text.strip().split("|")]
    if len(fields) >= 5 and _UNIFIED_BORN.fullmatch(fields[2]) and fields[3] in ("0", "1"):
        raise NotACard("unified")
    for kind, read in (("cccd", _cccd_name), ("bhyt", _bhyt_name)):
        if len(fields) >= 4 and NUMBERS[kind].fullmatch(fields[0]):
            name = clean(read(fields))
            if not name or _is_garbled(name):
                raise NotACard("garbled")
            return Card(kind, fields[0], name)
    raise NotACard("unknown" if fields[0].isascii() or len(fields) < 4 else "garbled")


def _cccd_name(fields: list[str]) -> str:
    """Some cards leave the old number out altogether, others leave it empty."""
    name, born = fields[2:4] if _OLD_NUMBER.fullmatch(fields[1]) else fields[1:3]
    return name if _BORN["cccd"].fullmatch(born) else ""


def _bhyt_name(fields: list[str]) -> str:
    if not _BORN["bhyt"].fullmatch(fields[2]) or not re.fullmatch("([0-9a-fA-F]{2})+", fields[1]):
        return ""
    return bytes.fromhex(fields[1]).decode(errors="replace")


def _is_garbled(name: str) -> bool:
    """Signs no name has, or two tones in one word: what Telex and VNI make of a scanner's keystrokes."""
    words = unicodedata.normalize("NFD", name).split()
    return not all(map(_is_of_a_name, name)) or any(len(_TONES.findall(word)) > 1 for word in words)


def _is_of_a_name(sign: str) -> bool:
    is_letter = unicodedata.category(sign).startswith("L") and sign not in _LOOKS_LIKE_LETTERS
    return is_letter or bool(_BESIDE_LETTERS.fullmatch(sign))
