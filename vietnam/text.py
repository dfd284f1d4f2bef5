"""Cleaning, search folding and Vietnamese sort keys for any text."""

import re
import unicodedata

MAX_TEXT_LENGTH = 120
# Two characters for each letter, the "0" between the levels, one for each accent.
SORT_KEY_LENGTH = 3 * MAX_TEXT_LENGTH + 1

# White space among the control characters is kept here: it becomes a space.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_MARKS = re.compile("[\u0300-\u036f]+")
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
_NUMBER = re.compile("[0-9]+")

# Letters that Unicode does not take apart into a base letter and an accent.
_PLAIN_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"})

_VIETNAMESE_LETTERS = {"ă": "a2", "â": "a3", "đ": "d2", "ê": "e2", "ô": "o2", "ơ": "o3", "ư": "u2"}
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_NO_ACCENT = "1"
_FOREIGN_ACCENT = "7"
# The order of the Unicode Collation Algorithm, which ICU uses.
_PUNCTUATION = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_OTHER_PUNCTUATION = "299"


def clean(text: str) -> str:
    """NFC, without invisible characters, every run of white space one space, stripped."""
    visible = _INVISIBLE.sub("", text)
    return " ".join(unicodedata.normalize("NFC", visible).split())


def fold(text: str) -> str:
    """What search compares: lower case, no accents, words parted by one space ("Ngõ 2/5" → "ngo 2 5")."""
    lower = unicodedata.normalize("NFKD", text).lower()
    letters = _MARKS.sub("", lower).translate(_PLAIN_LETTERS)
    return _NEITHER_LETTER_NOR_DIGIT.sub(" ", letters).strip()


def sort_key(text: str) -> str:
    """The place of a text in Vietnamese order; see `levels` for the format. At most SORT_KEY_LENGTH long.

    A key too long to keep loses its end, the accents: only a text of over MAX_TEXT_LENGTH characters,
    or one made of little but punctuation and numbers, can be so long.
    """
    return levels(sortable(text))[:SORT_KEY_LENGTH]


def sortable(text: str) -> str:
    """The text as `levels` takes it: clean, lower case, full-width forms made ordinary."""
    return unicodedata.normalize("NFKC", clean(text)).lower()


def levels(text: str) -> str:
    """The letters, "0", then the accents (Unicode collation's first and second level), of [0-9a-z] only.

    Bytes, ICU and glibc's en_US and vi_VN put such keys in one order. Each sign has a fixed width; no
    two letters stand side by side, because some locales sort pairs such as "ch" apart:

        space                  1
        punctuation            2 and two digits, its place in _PUNCTUATION
        number                 3, two digits telling how many digits follow, the digits
        Latin letter           a1 = a, a2 = ă, a3 = â, b1 = b … z1 = z
        other letter           z9 and seven digits, its code point

    Accents, one digit for each letter: 1 none, 2 huyền, 3 hỏi, 4 ngã, 5 sắc, 6 nặng, 7 foreign. The
    last 1s are left out. "Hòa 2" is h1 o1 a1, 1, 3012, then 0, then 12: "h1o1a113012012".
    """
    counted = _NUMBER.sub(_counted_number, text)
    return f"{counted.translate(_FIRST_LEVEL)}0{text.translate(_SECOND_LEVEL).rstrip(_NO_ACCENT)}"


def _counted_number(match: re.Match[str]) -> str:
    digits = match[0].lstrip("0") or "0"
    return f"3{min(len(digits), 99):02d}{digits}"


class _FirstLevel(dict[int, str]):
    def __missing__(self, code: int) -> str:
        return f"z9{code:07d}" if chr(code).isalnum() else _OTHER_PUNCTUATION


class _SecondLevel(dict[int, str]):
    def __missing__(self, code: int) -> str:
        return _NO_ACCENT


def _split_tone(char: str) -> tuple[str, str]:
    """A letter without its Vietnamese tone mark, and the digit of that tone: ("â", "5") for ấ."""
    decomposed = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in decomposed if mark in _TONES), "")
    return unicodedata.normalize("NFC", decomposed.replace(tone, "")), _TONES.get(tone, _NO_ACCENT)


def _letter_levels(char: str) -> tuple[str, str]:
    """Both levels of one lower-case Latin letter or combining mark."""
    letter, accent = _split_tone(char)
    if letter in _VIETNAMESE_LETTERS:
        return _VIETNAMESE_LETTERS[letter], accent
    plain = fold(letter)
    foreign = accent == _NO_ACCENT and plain != letter
    return "".join(f"{base}1" for base in plain), _FOREIGN_ACCENT if foreign else accent


def _fill_levels() -> tuple[_FirstLevel, _SecondLevel]:
    first = _FirstLevel({ord(" "): "1"} | {ord(digit): digit for digit in "0123456789"})
    second = _SecondLevel(dict.fromkeys(map(ord, f" 0123456789{_PUNCTUATION}"), ""))
    for place, char in enumerate(_PUNCTUATION):
        first[ord(char)] = f"2{place:02d}"
    for code in (*range(0x61, 0x7B), *range(0xC0, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00)):
        if unicodedata.category(chr(code)) in {"Ll", "Mn"} and _MARKS.sub("", fold(chr(code))).isascii():
            first[code], second[code] = _letter_levels(chr(code))
    return first, second


_FIRST_LEVEL, _SECOND_LEVEL = _fill_levels()
