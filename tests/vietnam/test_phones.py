import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnam.phones import InvalidPhone, Phone, format_phone, parse_phone

OLD_TO_NEW = {f"016{digit}": f"03{digit}" for digit in range(2, 10)} | {
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0126": "076",
    "0127": "081",
    "0128": "078",
    "0129": "082",
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
MOBILES = st.from_regex(r"0[35789][0-9]{8}", fullmatch=True)
PHONE_LIKE = st.text(st.sampled_from("0123456789+84 .-()\uff10\uff18a\u200b"), max_size=16)


def refusal(text: str) -> str | None:
    """The code of the refusal; None if the number is accepted."""
    try:
        parse_phone(text)
    except InvalidPhone as error:
        return error.code
    return None


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "+84912345678",
        "+84 912 345 678",
        "+84 (0)912 345 678",
        "84912345678",
        "84 0912345678",
        "0084912345678",
        "0084 0912 345 678",
        "912345678",
        "912345678.0",
        "0912.345.678",
        "0912-345-678",
        "0912–345–678",
        "(84) 91-2345678",
        "(091) 234 5678",
        "+84 91 2345678",
        "０９１２３４５６７８",
        "＋84 912 345 678",
        " \u202a0912\u00a0345\u200b678\u202c\n",
    ],
)
def test_every_way_of_writing_a_mobile_gives_one_number(text: str) -> None:
    assert parse_phone(text) == Phone("+84912345678", None)


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("0841234567", "+84841234567"),
        ("841234567", "+84841234567"),
        ("84841234567", "+84841234567"),
        ("+84841234567", "+84841234567"),
        ("0891234567", "+84891234567"),
        ("(84) 89-1234567", "+84891234567"),
        ("024 3825 1234", "+842438251234"),
        ("842438251234", "+842438251234"),
        ("2438251234.0", "+842438251234"),
        ("1900 1234", "+8419001234"),
        ("0121 012 345", "+84121012345"),
    ],
)
def test_prefixes_like_the_country_code_new_blocks_and_landlines_are_read(text: str, e164: str) -> None:
    assert parse_phone(text) == Phone(e164, None)


@pytest.mark.parametrize(("old", "new"), OLD_TO_NEW.items())
def test_an_old_mobile_is_converted_and_its_old_form_told(old: str, new: str) -> None:
    converted = Phone(f"+84{new[1:]}3456789", f"{old}3456789")

    assert parse_phone(f"{old}3456789") == converted
    assert parse_phone(f"{old} 345 6789") == converted


@pytest.mark.parametrize("text", ["1683456789", "1683456789.0", "+841683456789", "84 168 345 6789", "0084 01683456789"])
def test_an_old_mobile_is_converted_however_its_zero_was_lost(text: str) -> None:
    assert parse_phone(text) == Phone("+84383456789", "01683456789")


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+39 06 1234 5678", "+390612345678"),
        ("0085620 23 456 789", "+8562023456789"),
        ("+1 (201) 555-0123", "+12015550123"),
    ],
)
def test_a_foreign_number_with_its_country_code_is_accepted(text: str, e164: str) -> None:
    assert parse_phone(text) == Phone(e164, None)


@pytest.mark.parametrize("text", ["", "  ", "\u200b"])
def test_nothing_visible_is_an_empty_phone(text: str) -> None:
    assert refusal(text) == "empty"


@pytest.mark.parametrize(
    "text",
    [
        "01234567",
        "09123456789",
        "091234567",
        "00912345678",
        "+84 00 912345678",
        "089123456",
        "0912345678.5",
        "0912345678/0987654321",
        "0912345678 ext",
        "0912345678 ext 5",
        "0912ABCDEF",
        "09+12345678",
        "+840000000000",
        "+999123456789",
        "+33612",
        "06 12 34 56 78",
        "0172 345 6789",
        "không có",
        "+",
        "9" * 400,
        "=0912345678",
    ],
)
def test_what_is_no_valid_number_is_refused(text: str) -> None:
    assert refusal(text) == "invalid"


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+84912345678", "0912 345 678"),
        ("+84891234567", "0891 234 567"),
        ("+842438251234", "024 3825 1234"),
        ("+33612345678", "+33 6 12 34 56 78"),
    ],
)
def test_numbers_are_shown_as_vietnamese_readers_expect(e164: str, shown: str) -> None:
    assert format_phone(e164) == shown


@given(PHONE_LIKE | st.text(max_size=16))
def test_any_text_gives_a_number_or_a_refusal_with_a_known_code(text: str) -> None:
    assert refusal(text) in {None, "empty", "invalid"}


@given(PHONE_LIKE | MOBILES)
def test_a_number_reads_back_from_its_stored_and_its_shown_form(text: str) -> None:
    if refusal(text) is None:
        e164 = parse_phone(text).e164

        assert parse_phone(e164) == Phone(e164, None)
        assert parse_phone(format_phone(e164)) == Phone(e164, None)


@given(MOBILES)
def test_a_mobile_is_valid_when_the_library_says_so_or_its_block_is_089(text: str) -> None:
    number = phonenumbers.parse(text, "VN")

    valid = phonenumbers.is_valid_number(number) or text.startswith("089")

    assert (refusal(text) is None) == valid


@pytest.mark.parametrize("region", REGIONS)
def test_an_example_number_of_every_region_reads_back_from_its_shown_form(region: str) -> None:
    e164 = phonenumbers.format_number(phonenumbers.example_number(region), phonenumbers.PhoneNumberFormat.E164)

    assert parse_phone(format_phone(e164)) == Phone(e164, None)
