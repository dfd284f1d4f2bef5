"""Writing Unicode names as TCVN3 and VNI files hold them."""

import unicodedata

TCVN3 = str.maketrans(
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
)
VNI_LETTERS = {"đ": "ñ", "ơ": "ô", "ư": "ö", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
VNI_MARKS = {
    "\u0301": "ù",
    "\u0300": "ø",
    "\u0309": "û",
    "\u0303": "õ",
    "\u0323": "ï",
    "\u0302": "â",
    "\u0302\u0301": "á",
    "\u0302\u0300": "à",
    "\u0302\u0309": "å",
    "\u0302\u0303": "ã",
    "\u0323\u0302": "ä",
    "\u0306": "ê",
    "\u0306\u0301": "é",
    "\u0306\u0300": "è",
    "\u0306\u0309": "ú",
    "\u0306\u0303": "ü",
    "\u0323\u0306": "ë",
}


def tcvn3(name: str) -> str:
    return name.translate(TCVN3)


def vni(name: str) -> str:
    return "".join(map(_vni_letter, name))


def _vni_letter(letter: str) -> str:
    if letter.isupper():
        return _vni_letter(letter.lower()).upper()
    if letter in VNI_LETTERS:
        return VNI_LETTERS[letter]
    base, *marks = unicodedata.normalize("NFD", letter)
    if base + "\u031b" in unicodedata.normalize("NFD", letter).replace("\u0323", ""):
        horned = unicodedata.normalize("NFC", base + "\u031b")
        marks = [mark for mark in marks if mark != "\u031b"]
        return VNI_LETTERS[horned] + VNI_MARKS["".join(marks)]
    return base + VNI_MARKS["".join(marks)] if marks else base
