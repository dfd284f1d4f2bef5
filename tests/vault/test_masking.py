import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.masking import mask_name, mask_phone

WORDS = st.text(st.characters(categories=["Lu", "Ll"]), min_size=1)
PHONES = st.from_regex(r"\+[0-9]{1,15}", fullmatch=True)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn ***"),
        ("  Nguyễn   Văn  An ", "Nguyễn Văn ***"),
        ("Nguyễn An", "Nguyễn ***"),
        ("An", "***"),
        ("", "***"),
    ],
)
def test_a_name_is_shown_without_its_last_word(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.lists(WORDS, min_size=1))
def test_the_last_word_of_a_name_is_never_shown(words: list[str]) -> None:
    assert mask_name(" ".join(words)).split(" ") == [*words[:-1], "***"]


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("+84912345678", "091****678"),
        ("0912345678", "091****678"),
        ("+842838123456", "028****456"),
        ("+4915112345678", "+49****678"),
        ("+84113", "***"),
        ("+84", "***"),
        ("", "***"),
    ],
)
def test_a_phone_is_shown_by_its_ends(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(PHONES)
def test_of_a_phone_six_characters_are_shown_at_most_and_four_hidden_at_least(phone: str) -> None:
    shown = mask_phone(phone).replace("*", "")

    assert len(shown) in (0, 6)
    assert not shown or len(phone) - phone.startswith("+84") * 2 - 6 >= 4
