"""People's full names: cleaning, and sorting by given name as Vietnamese lists do."""

import re
import unicodedata

from vietnam.legacy import looks_like_legacy
from vietnam.text import clean, levels, sortable

MAX_NAME_LENGTH = 100
# Two characters for each letter, one for each accent, and the "0"s between the levels of three parts.
NAME_SORT_KEY_LENGTH = 3 * MAX_NAME_LENGTH + 5

# Each with a capital and a small form among them, so that a name can change its case.
_LETTER = "A-Za-zÀ-ÖØ-öø-ňŊ-žƆɔƏəƐɛƠơƯưǍ-ǜȘ-țḀ-ẙẠ-ỿ"
_NAME = re.compile(f"'?[{_LETTER}][{_LETTER}\u0300-\u036f .'-]*")
_WORD = re.compile(f"[{_LETTER}][{_LETTER}\u0300-\u036f]*")
# What keyboards put for an apostrophe, and the Icelandic letter that old keyboards put for Đ.
_LOOK_ALIKES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "Ð": "Đ", "ð": "đ"})


class NotAName(ValueError):
    """A text refused as a person's name; `code` says why, and a form finds its words by it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def clean_name(text: str) -> str:
    """The name in NFC; one typed wholly in capitals or wholly without becomes Title Case.

    Raises NotAName with the code "empty", "too_long", "legacy_encoding" or "not_a_name".
    """
    name = _with_capitals(clean(text).translate(_LOOK_ALIKES))
    if not name:
        raise NotAName("empty")
    if len(name) > MAX_NAME_LENGTH:
        raise NotAName("too_long")
    # The raw text too: TCVN3 keeps its ư where Unicode has the soft hyphen, which is cleaned away.
    if any(map(looks_like_legacy, {text, name})):
        raise NotAName("legacy_encoding")
    if not _NAME.fullmatch(name):
        raise NotAName("not_a_name")
    return name


def _with_capitals(name: str) -> str:
    """Title Case for a name in one case only; not str.title, to which a combining mark begins a word."""
    if not (name.isupper() or name.islower()):
        return name
    return unicodedata.normalize("NFC", _WORD.sub(lambda word: word[0].capitalize(), name))


def name_sort_key(full_name: str) -> str:
    """Orders by given name (the last word), then family, then middle; at most NAME_SORT_KEY_LENGTH long.

    The `levels` of the three parts, with "0" between them.
    """
    *before, given = sortable(full_name).split(" ")
    family, middle = before[:1], before[1:]
    parts = (given, " ".join(family), " ".join(middle))
    return "0".join(map(levels, parts))[:NAME_SORT_KEY_LENGTH]
