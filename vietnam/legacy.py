"""Recognising text in TCVN3 (ABC) or VNI, the font encodings from before Unicode.

Both put Vietnamese letters where Western Europe has its own, so no single character tells. A word speaks
for an encoding when it is no Vietnamese syllable as it stands and is one when decoded: "Nguyeãn" in VNI
is "Nguyễn", whereas "João" would be "Jỗo". What only a few European names share counts half.
"""

import re
import unicodedata

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
# A sign, a capital within a word, ï after a consonant: no European name has these.
_ONLY_TCVN3 = re.compile("[¡-¬\xad®µ-¹»-¾×÷]|[a-zß-ÿ][Æ-Þ]|[A-Z][Æ-Þ][a-zß-ÿ]|(?![AEIOUYaeiouy])[A-Za-z]ï")

_VNI_TONES = {"": "", "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
}
_VNI_BREVE = {
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI = (
    {a + mark: a + _VNI_TONES[mark] for a in "aeouy" for mark in _VNI_TONES}
    | {a + mark: _VNI_LETTERS[a] + _VNI_TONES[mark] for a in "ôö" for mark in _VNI_TONES}
    | {a + mark: a + _VNI_CIRCUMFLEX[mark] for a in "aeo" for mark in _VNI_CIRCUMFLEX}
    | {"a" + mark: "a" + _VNI_BREVE[mark] for mark in _VNI_BREVE}
    | _VNI_LETTERS
)
_VNI_TOKEN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))
# Two marks that no European name has side by side; those of Loïc and Seán are no proof.
_ONLY_VNI = re.compile("[aeouyôö][ùøûõ]|[yôö]ï|[aeou]ï(?=n[gh])|[aeo][âàåãä]|aá|(?<=i)eá|(?<=u)oá|a[êéèúüë]|öô")

_SYLLABLE = re.compile(
    r"""
    (?:
        (?: k | gh | ngh )              (?= [ieêy] )
      | (?: c | g | ng )                (?= [aăâoôơuư] )
      | g                               (?= i )
      | qu | gi | [bdđhlmnprstvx] | ch | kh | nh | ph | th | tr
      |                                 (?= [aăâeêioôơuưy] )
    )
    (?:
        # open, or with a final vowel
        a[iouy]? | âu | ây | eo? | êu? | i[au]? | iêu | o[aei]? | oa[ioy] | oeo | ôi? | ơi?
      | u[aiêơy]? | uây | uôi | uya | (?<=kh) uyu | ư[aiu]? | ươ[iu] | yêu | y
        # with a final consonant
      | (?: a | oa ) (?: c | ch | m | n | ng | nh | p | t )
      | (?: ă | oă | â | e | o | ô | u | iê | uô | ươ ) (?: c | m | n | ng | p | t )
      | (?: ê | i | uy ) (?: ch | m | n | nh | p | t )
      | (?: ơ ) (?: m | n | p | t )
      | (?: ư | yê ) (?: c | m | n | ng | t )
      | oe[nt] | oo(?: c | ng ) | (?<=qu) y(?: ch | n | nh | t )
      | uâ(?: n | ng | t ) | uê(?: ch | nh ) | uyê[nt]
    )
    """,
    re.VERBOSE,
)
_TONE_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_STOPPED = ("c", "ch", "p", "t")
_STOPPED_TONES = {"\u0301", "\u0323"}

_BEYOND_LATIN_1 = re.compile("[Ā-ɏḀ-ỿ]")
_WORD = re.compile(r"[^\s.'’-]{2,}")


def looks_like_legacy(text: str) -> bool:
    """Whether the text was typed in TCVN3 or VNI ("NguyÔn V¨n An", "Nguyeãn Vaên An")."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isascii() or _BEYOND_LATIN_1.search(composed):
        return False
    words = [word for word in _WORD.findall(composed) if not word.isascii() and not is_syllable(word)]
    return sum(map(_tcvn3_evidence, words)) >= 2 or sum(map(_vni_evidence, words)) >= 2


def _tcvn3_evidence(word: str) -> int:
    return _evidence(word, word.translate(_TCVN3), _ONLY_TCVN3)


def _vni_evidence(word: str) -> int:
    lower = word.lower()
    return _evidence(lower, _VNI_TOKEN.sub(lambda token: _VNI[token[0]], lower), _ONLY_VNI)


def _evidence(word: str, decoded: str, proof: re.Pattern[str]) -> int:
    """0, 1 (a European name could be written so) or 2."""
    if not is_syllable(decoded):
        return 0
    return 2 if proof.search(word) else 1


def is_syllable(word: str) -> bool:
    """Whether Vietnamese spelling allows the word: an initial, a rhyme, and a tone that fits its end."""
    decomposed = unicodedata.normalize("NFD", word.lower().replace("ð", "đ"))
    tones = _TONE_MARKS.findall(decomposed)
    plain = unicodedata.normalize("NFC", _TONE_MARKS.sub("", decomposed))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(plain):
        return False
    return not tones or tones[0] in _STOPPED_TONES or not plain.endswith(_STOPPED)
