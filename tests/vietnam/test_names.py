import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vietnam.legacy_encodings import tcvn3, vni
from tests.vietnam.syllables import FAMILIES, GIVENS, MIDDLES
from vietnam.names import MAX_NAME_LENGTH, NAME_SORT_KEY_LENGTH, NotAName, clean_name, name_sort_key

FULL_NAMES = st.tuples(*map(st.sampled_from, (FAMILIES, MIDDLES, GIVENS))).map(" ".join)
LETTERS = st.characters(categories=["Lu", "Ll", "Mn"], max_codepoint=0x1EFF)
NAME_LIKE = st.text(LETTERS | st.sampled_from(" '.-’"), max_size=20)


def refusal(text: str) -> str | None:
    """The code of the refusal; None if the name is accepted."""
    try:
        clean_name(text)
    except NotAName as error:
        return error.code
    return None


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Mai",
        "Ý",
        "Tôn Nữ Thị Ý Nhi",
        "H'Hen Niê",
        "Y Moan",
        "K'Brông",
        "Rơ Châm Hơ̆m",
        "Kpă Ñuê",
        "Jean-Luc",
        "Nguyễn V. An",
        "João Conceição",
        "Müller-Lüdenscheidt",
        "Günel Əliyeva",
        "'t Hooft",
        "nguyễn Văn MẪU",
    ],
)
def test_names_of_all_who_live_here_or_visit_are_kept_as_written(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("NGUYỄN THỊ MAI", "Nguyễn Thị Mai"),
        ("nguyễn thị mai", "Nguyễn Thị Mai"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("JEAN-LUC O’BRIEN", "Jean-Luc O'Brien"),
        ("RƠ CHÂM HƠ̆M", "Rơ Châm Hơ̆m"),
        ("ý", "Ý"),
        ("ÐÀO VĂN ÐỨC", "Đào Văn Đức"),
        ("  Nguyễn\u00a0 Văn\tMẫu ", "Nguyễn Văn Mẫu"),
        (unicodedata.normalize("NFD", "Nguyễn Văn Mẫu"), "Nguyễn Văn Mẫu"),
    ],
)
def test_a_name_is_composed_and_given_its_capitals(typed: str, cleaned: str) -> None:
    assert clean_name(typed) == cleaned


@pytest.mark.parametrize("text", ["", "  ", "\u200b\t"])
def test_nothing_visible_is_an_empty_name(text: str) -> None:
    assert refusal(text) == "empty"


def test_a_name_over_a_hundred_characters_is_too_long() -> None:
    assert refusal("Ă" * MAX_NAME_LENGTH) is None
    assert refusal("Ă" * (MAX_NAME_LENGTH + 1)) == "too_long"


@pytest.mark.parametrize(
    "text",
    [
        "Mai 2",
        "0912345678",
        "Mai 😀",
        "محمد",
        "דוד",
        "Иван",
        "王伟",
        "<script>alert(1)</script>",
        "=1+1",
        "+Mai",
        "-Mai",
        "@Mai",
        "'=Mai",
        "Mai, Lan",
        "Mai/Lan",
        "Mai_Lan",
        "Mai × Lan",
        "\u0301Mai",
        "...",
    ],
)
def test_what_is_no_persons_name_is_refused(text: str) -> None:
    assert refusal(text) == "not_a_name"


@pytest.mark.parametrize("encode", [tcvn3, vni])
def test_a_name_in_an_old_encoding_is_refused_as_such(encode: Callable[[str], str]) -> None:
    assert refusal(encode("Nguyễn Văn Mẫu")) == "legacy_encoding"


def test_the_soft_hyphen_that_tcvn3_reads_as_ư_is_seen_before_it_is_cleaned_away() -> None:
    assert refusal("D\u00ad¬ng") == "legacy_encoding"


def test_a_name_in_capitals_is_judged_by_its_title_case_too() -> None:
    assert refusal("Bïi") == refusal("BÏI") == "legacy_encoding"


def test_a_refusal_is_a_value_error_that_prints_its_code() -> None:
    with pytest.raises(ValueError, match="empty"):
        clean_name("")


@given(FULL_NAMES)
def test_any_vietnamese_name_survives_capitals_and_decomposition(name: str) -> None:
    assert clean_name(name.upper()) == name
    assert clean_name(name.lower()) == name
    assert clean_name(unicodedata.normalize("NFD", name)) == name


@given(NAME_LIKE)
def test_cleaning_an_accepted_name_again_changes_nothing(text: str) -> None:
    if refusal(text) is None:
        once = clean_name(text)

        assert clean_name(once) == once
        assert unicodedata.is_normalized("NFC", once)


def test_cleaning_a_name_of_any_letter_again_changes_nothing() -> None:
    letters = map(chr, range(ord("A"), 0x1F00))
    accepted = [name for letter in letters for name in (letter, f"A{letter}") if refusal(name) is None]

    once = [clean_name(name) for name in accepted]

    assert len(once) > 1000
    assert [clean_name(name) for name in once] == once


@given(st.text())
def test_any_text_is_either_cleaned_or_refused_with_a_known_code(text: str) -> None:
    assert refusal(text) in {None, "empty", "too_long", "legacy_encoding", "not_a_name"}


def test_lists_run_by_given_name_then_family_then_middle() -> None:
    in_order = [
        "Nguyễn Văn An",
        "Trần Bích An",
        "Lê Thị Ăn",
        "Bùi Thị Ân",
        "Ý Bình",
        "Mai Đào",
        "Đỗ Hoà",
        "Đỗ Thị Hòa",
        "Bùi Ưng",
        "Ý",
    ]

    backwards = in_order[::-1]

    ours = sorted(backwards, key=name_sort_key)

    assert ours == in_order


def test_a_family_name_without_middle_comes_before_one_with() -> None:
    assert name_sort_key("Đỗ An") < name_sort_key("Đỗ Bích An") < name_sort_key("Đỗ Bích Thị An")


def test_the_name_sort_key_holds_the_levels_of_each_part() -> None:
    assert name_sort_key("Trần Văn Bé") == "b1e10150t1r1a3n101120v1a2n10"
    assert name_sort_key("Bé") == "b1e10150000"


@given(st.text(max_size=MAX_NAME_LENGTH))
def test_a_name_sort_key_holds_only_digits_and_small_letters_within_its_length(text: str) -> None:
    key = name_sort_key(text)

    assert set(key) <= set("0123456789abcdefghijklmnopqrstuvwxyz")
    assert len(key) <= NAME_SORT_KEY_LENGTH


def test_the_longest_name_keeps_its_accents_in_the_sort_key() -> None:
    with_tone, without = (f"{'ẫ' * 33} {'ẫ' * 31}{last} {'ẫ' * 33}" for last in "ậâ")

    assert len(with_tone) == MAX_NAME_LENGTH
    assert name_sort_key(without) < name_sort_key(with_tone)


def test_a_name_sort_key_too_long_is_cut() -> None:
    assert len(name_sort_key("王" * MAX_NAME_LENGTH)) == NAME_SORT_KEY_LENGTH
