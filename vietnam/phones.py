"""Telephone numbers as people in Vietnam write them."""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from vietnam.text import clean

_COUNTRY_CODE = 84
# Mobiles of 11 digits until 15/9/2018; the last seven digits stayed. Without the leading 0.
_OLD_MOBILE_PREFIXES = {
    "120": "70",
    "121": "79",
    "122": "77",
    "123": "83",
    "124": "84",
    "125": "85",
    "126": "76",
    "127": "81",
    "128": "78",
    "129": "82",
    "162": "32",
    "163": "33",
    "164": "34",
    "165": "35",
    "166": "36",
    "167": "37",
    "168": "38",
    "169": "39",
    "186": "56",
    "188": "58",
    "199": "59",
}
# Mobiles by the plan that phonenumbers carries: most numbers are, and need not be held against its ten other patterns.
# The numbering plan gives MobiFone the whole of 089; phonenumbers 9.0 knows 0896 to 0899 only.
_PLAN = phonenumbers.PhoneMetadata.metadata_for_region("VN")
assert _PLAN
assert _PLAN.mobile
_MOBILES = re.compile(f"89[0-9]{{7}}|{_PLAN.mobile.national_number_pattern}", re.ASCII)
_SPREADSHEET_FRACTION = re.compile(r"\.0$")
_SEPARATORS = re.compile("[ .()\u2010-\u2015\u2212-]")
_NUMBER = re.compile(r"(\+|00)?([0-9]{6,18})")
_MOBILE = re.compile(r"\+84([35789][0-9]{2})([0-9]{3})([0-9]{3})")


class InvalidPhone(ValueError):
    """A text refused as a telephone number; `code` is "empty" or "invalid"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Phone:
    """A valid number; `converted_from` is the 11-digit national form of an old mobile that was converted."""

    e164: str
    converted_from: str | None


def parse_phone(text: str) -> Phone:
    """Read a Vietnamese number in any usual form, or a foreign one with + or 00. Raises InvalidPhone."""
    typed = clean(unicodedata.normalize("NFKC", text))
    if not typed:
        raise InvalidPhone("empty")
    written = _NUMBER.fullmatch(_SEPARATORS.sub("", _SPREADSHEET_FRACTION.sub("", typed)))
    if written is None:
        raise InvalidPhone("invalid")
    is_international, digits = bool(written[1]), written[2]
    national = _national_digits(digits, is_international)
    return _foreign_phone(digits) if national is None else _vietnamese_phone(national)


def _national_digits(digits: str, is_international: bool) -> str | None:
    """The digits after the country code and the leading 0; None for a foreign number."""
    # Without + only its length tells 84 912 345 678 from 84 123 4567, a mobile that lost its 0.
    if digits.startswith("84") and (is_international or len(digits) > 9):
        return digits.removeprefix("84").removeprefix("0")
    return None if is_international else digits.removeprefix("0")


def _vietnamese_phone(national: str) -> Phone:
    new_prefix = _OLD_MOBILE_PREFIXES.get(national[:3])
    if new_prefix and len(national) == 10:
        converted = PhoneNumber(_COUNTRY_CODE, int(new_prefix + national[3:]))
        return Phone(_valid_e164(converted), f"0{national}")
    if _MOBILES.fullmatch(national):
        return Phone(f"+{_COUNTRY_CODE}{national}", None)
    if national.startswith("0"):
        raise InvalidPhone("invalid")
    return Phone(_valid_e164(PhoneNumber(_COUNTRY_CODE, int(national))), None)


def _foreign_phone(digits: str) -> Phone:
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException as error:
        raise InvalidPhone("invalid") from error
    return Phone(_valid_e164(number), None)


def _valid_e164(number: PhoneNumber) -> str:
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhone("invalid")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def format_phone(e164: str) -> str:
    """How a number is shown: "0912 345 678", "024 3825 1234", "+33 6 12 34 56 78"."""
    mobile = _MOBILE.fullmatch(e164)
    if mobile:
        return f"0{mobile[1]} {mobile[2]} {mobile[3]}"
    number = phonenumbers.parse(e164)
    is_vietnamese = number.country_code == _COUNTRY_CODE
    style = PhoneNumberFormat.NATIONAL if is_vietnamese else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)
