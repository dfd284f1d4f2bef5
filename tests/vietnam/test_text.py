import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vietnam.syllables import words
from vietnam.text import MAX_TEXT_LENGTH, SORT_KEY_LENGTH, clean, fold, sort_key

SYLLABLES = st.lists(st.sampled_from(words(500)), max_size=6).map(" ".join)
TROUBLESOME = st.text("aoĐ \t\u00a0\u200b\u202e\x00\u0302\u0301\u0323")


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  Đồng \t\n Tiến ", "Đồng Tiến"),
        ("Đồng\u00a0\u3000Tiến", "Đồng Tiến"),
        ("Đồng \u200b Tiến", "Đồng Tiến"),
        ("\ufeffĐồng\u00ad Tiến\x00", "Đồng Tiến"),
        ("\u202eĐồng Tiến\u202c\u2066\u2069", "Đồng Tiến"),
        ("Đồng Tiến\ud800", "Đồng Tiến"),
        ("Đồng\u115f\u3164 Tiến\ufe0f", "Đồng Tiến"),
        ("Đo\u0302\u0300ng Tie\u0302\u0301n", "Đồng Tiến"),
        ("Đo\u200b\u0302\u200b\u0300ng Tiến", "Đồng Tiến"),
        (" \u200b ", ""),
    ],
)
def test_cleaning_leaves_visible_composed_text_parted_by_single_spaces(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@given(st.text() | TROUBLESOME)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)

    assert clean(once) == once


@given(st.text() | TROUBLESOME)
def test_clean_text_holds_no_control_character_and_no_white_space_but_single_spaces(text: str) -> None:
    cleaned = clean(text)

    assert not [char for char in cleaned if unicodedata.category(char) in {"Cc", "Cs"}]
    assert cleaned.split() == [word for word in cleaned.split(" ") if word]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hoà", "hoa"),
        ("hòa", "hoa"),
        ("ĐƯỜNG Đồng-Tiến", "duong dong tien"),
        ("  Ngõ 2/5,  số 7_A ", "ngo 2 5 so 7 a"),
        ("Ðông", "dong"),
        ("Søren Straße Łódź Işık Ærø Œuvre", "soren strasse lodz isik aero oeuvre"),
        ("Ｘóm １２", "xom 12"),
        ("…!", ""),
    ],
)
def test_folding_leaves_lower_case_letters_without_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)

    assert fold(once) == once


@given(SYLLABLES)
def test_composed_and_decomposed_text_fold_and_sort_alike(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)

    assert fold(decomposed) == fold(text)
    assert sort_key(decomposed) == sort_key(text)


@given(SYLLABLES)
def test_folded_vietnamese_is_plain_ascii(text: str) -> None:
    assert fold(text).isascii()


def test_the_format_of_a_sort_key_is_as_documented() -> None:
    assert sort_key("Hòa 2") == "h1o1a113012012"
    assert sort_key("Đ/ấ") == "d2218a3015"
    assert sort_key("–ж") == "299z900010780"


def test_numbers_sort_by_value_and_leading_zeros_do_not_count() -> None:
    alleys = ["Ngõ 10", "Ngõ 2", "Ngõ 100", "Ngõ 9"]

    assert sorted(alleys, key=sort_key) == ["Ngõ 2", "Ngõ 9", "Ngõ 10", "Ngõ 100"]
    assert sort_key("Ngõ 007") == sort_key("Ngõ ７")


def test_case_and_spaces_around_do_not_count_in_sorting() -> None:
    assert sort_key(" ĐỒNG  TIẾN ") == sort_key("Đồng Tiến")


@given(st.text(max_size=MAX_TEXT_LENGTH))
def test_a_sort_key_holds_only_digits_and_small_letters_within_its_length(text: str) -> None:
    key = sort_key(text)

    assert set(key) <= set("0123456789abcdefghijklmnopqrstuvwxyz")
    assert len(key) <= SORT_KEY_LENGTH


def test_the_longest_text_keeps_its_accents_in_the_sort_key() -> None:
    longest = "ẫ" * (MAX_TEXT_LENGTH - 1)

    assert sort_key(f"{longest}â") < sort_key(f"{longest}ậ")
    assert len(sort_key(f"{longest}ậ")) == SORT_KEY_LENGTH


def test_a_sort_key_too_long_is_cut() -> None:
    assert len(sort_key("王" * MAX_TEXT_LENGTH)) == SORT_KEY_LENGTH
