import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vietnam.legacy_encodings import tcvn3, vni
from tests.vietnam.syllables import FAMILIES, GIVENS, MIDDLES, names, words
from vietnam.legacy import is_syllable, looks_like_legacy

SYLLABLES = sorted({*FAMILIES, *MIDDLES, *GIVENS})
# Capital Ú, Ý, … have no place in TCVN3: a capitals-only font shows the small letters so.
WITHOUT_A_CODE = set("ÁÀẢÃẠÉÈÍÌÓÒÚÙÝỨỪỬỮỰ")

FOREIGN_NAMES = [
    *(
        "François",
        "Hélène",
        "Jérôme",
        "Loïc",
        "Anaïs",
        "Noël",
        "Gaël",
        "Raphaël",
        "Chloé",
        "Benoît",
        "Haïm",
        "Aït",
    ),
    *("Müller", "Jörg", "Käthe", "Größe", "Weiß", "Heß", "Günther", "Böhm", "Kühn"),
    *("João", "Leão", "Simão", "Conceição", "Antônio", "Araújo", "Guimarães", "Inês", "Luís", "Magalhães"),
    *("Nuñez", "Núñez", "Raúl", "Saúl", "José", "Íñigo", "Peña", "Ibáñez", "Josué"),
    *(
        "Seán",
        "Sinéad",
        "Micheál",
        "Ó Briain",
        "Søren",
        "Bjørn",
        "Håkan",
        "Hång",
        "Åse",
        "Næss",
        "Jääskeläinen",
    ),
    *("Gaál", "Jõgi", "Esaù", "Mlô", "H'Hen Niê", "K'Brông", "Y Ñuê", "Ðinh", "Marcel·lí"),
]


def accented_letters(name: str) -> int:
    return sum(letter in "đĐ" or len(unicodedata.normalize("NFD", letter)) > 1 for letter in name)


ACCENTED_NAMES = [name for name in names(3000) if accented_letters(name) >= 2 and not WITHOUT_A_CODE & set(name)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "NguyÔn V¨n An",
            "NguyÔn V¡n An",
            "TrÇn ThÞ B×nh",
            "Lª",
            "D\u00ad¬ng",
            "§ç Hïng",
            "Bïi",
            "Cao BÝch Lan",
        ),
        *("Nguyeãn Vaên An", "NGUYEÃN VAÊN AN", "Traàn Thò Bình", "Leâ", "Döông", "Phaïm Ngoïc", "Maïnh"),
    ],
)
def test_text_in_tcvn3_or_vni_is_recognised(text: str) -> None:
    assert looks_like_legacy(text)
    assert looks_like_legacy(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("name", FOREIGN_NAMES)
def test_foreign_and_highland_names_are_not_taken_for_old_encodings(name: str) -> None:
    assert not looks_like_legacy(name)
    assert not looks_like_legacy(name.upper())


@pytest.mark.parametrize("name", ["Loïc Durand", "Jérôme François Noël", "Anaïs Müller", "Seán Ó Briain"])
def test_two_foreign_names_together_are_not_taken_for_old_encodings(name: str) -> None:
    assert not looks_like_legacy(name)


def test_one_letter_that_only_unicode_has_acquits_the_whole_name() -> None:
    assert looks_like_legacy("Haïm Loïc Lan")
    assert not looks_like_legacy("Haïm Loïc Trần")


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map(" ".join))
def test_no_name_of_vietnamese_syllables_is_taken_for_an_old_encoding(name: str) -> None:
    for form in (name, name.upper(), name.lower(), unicodedata.normalize("NFD", name)):
        assert not looks_like_legacy(form)


@pytest.mark.parametrize("encode", [tcvn3, vni])
def test_names_in_old_encodings_are_recognised_save_the_few_that_read_as_good_vietnamese(
    encode: Callable[[str], str],
) -> None:
    missed = [name for name in ACCENTED_NAMES if not looks_like_legacy(encode(name))]

    assert len(ACCENTED_NAMES) > 2000
    assert len(missed) <= 0.02 * len(ACCENTED_NAMES)


@pytest.mark.parametrize(
    "word",
    ["Quốc", "gì", "giếng", "Quỳnh", "khuỷu", "ngoằn", "ngoèo", "xoong", "Nghĩa", "uyên", "ướt", "ÐINH"],
)
def test_vietnamese_spelling_allows_its_rare_syllables(word: str) -> None:
    assert is_syllable(word)


def test_vietnamese_spelling_allows_the_words_of_common_names() -> None:
    assert [word for word in SYLLABLES if not is_syllable(word)] == []


@pytest.mark.parametrize("word", ["ka", "ce", "nghan", "ana", "bàt", "Müller", "tuyu", "bých", "àn\u0301", "an-an", ""])
def test_vietnamese_spelling_forbids_what_cannot_be_said(word: str) -> None:
    assert not is_syllable(word)


def test_no_word_made_of_real_initials_and_rhymes_is_taken_for_an_old_encoding() -> None:
    every_word = words(8000)

    taken = [word for word in every_word if looks_like_legacy(word)]

    assert taken == []
