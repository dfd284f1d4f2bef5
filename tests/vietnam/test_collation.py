import os
from itertools import product
from random import Random

import pytest

from tests.vietnam import collation
from tests.vietnam.syllables import listed, names, words
from vietnam.names import name_sort_key
from vietnam.text import sort_key

ADDRESSES = [
    f"{kind} {number}{end}"
    for kind, number, end in product(
        ["Ngõ", "Ngò", "Ngo", "Thôn", "Thọn", "Xóm-"],
        ["1", "2", "02", "3", "10", "19", "100", "1000"],
        ["", "A", "B", "/5", "/12", " Đông", ", Đoài", ".1", "-3", "'"],
    )
]
FOREIGN = listed("""
    Hồ Ho Hö Søn Son H'Hen HHen H-Hen H.Hen Hen Müller Muller Mullér Múller Nuñez Nunez Nuns François
    Franz Straße Strase Strasse Stratus Ærø Aero Aes Łódź Lodz Lod Wolf Zoë Zoe Jean Fabre
""")


def shuffled(texts: list[str]) -> list[str]:
    return Random(7).sample(texts, len(texts))


def parts_of_name(name: str) -> list[str]:
    *before, given = name.split()
    return [given, *before[:1], " ".join(before[1:])]


def test_thousands_of_words_sort_as_icu_sorts_vietnamese() -> None:
    texts = words(8000)

    ours = sorted(texts, key=sort_key)

    assert ours == collation.icu_sorted_texts(texts)


def test_texts_of_several_words_sort_as_icu_sorts_vietnamese() -> None:
    singles = words(4000)
    texts = [f"{first} {second}" for first, second in zip(singles, reversed(singles), strict=True)]

    ours = sorted(texts, key=sort_key)

    assert ours == collation.icu_sorted_texts(texts)


def test_texts_that_differ_by_accents_alone_sort_as_icu_sorts_them() -> None:
    forms = ["hoa", "hoà", "hoạ", "hòa", "họa", "hơa", "hóà"]
    texts = shuffled([" ".join(three) for three in product(forms, repeat=3)])

    ours = sorted(texts, key=sort_key)

    assert ours == collation.icu_sorted_texts(texts)


def test_addresses_sort_by_number_as_icu_does() -> None:
    texts = shuffled(ADDRESSES)

    ours = sorted(texts, key=sort_key)

    assert ours == collation.icu_sorted_texts(texts, numeric=True)


def test_foreign_names_find_their_place_as_in_icu() -> None:
    texts = shuffled(FOREIGN)

    ours = sorted(texts, key=sort_key)

    assert ours == collation.icu_sorted_texts(texts)


def test_names_sort_by_given_then_family_then_middle_as_icu_sorts_each() -> None:
    full_names = names(5000)
    rows = [[*parts_of_name(name), name] for name in full_names]

    ours = sorted(full_names, key=name_sort_key)

    assert ours == [row[-1] for row in collation.icu_sorted(rows)]


@pytest.mark.parametrize("locale", ["en", "vi", "cs"])
def test_the_keys_sort_alike_by_bytes_and_in_any_locale(locale: str) -> None:
    texts = [*words(3000), *ADDRESSES, *FOREIGN]
    keys = sorted({sort_key(text) for text in texts} | {name_sort_key(name) for name in names(2000)})

    by_locale = collation.icu_sorted_texts(shuffled(keys), locale=locale)

    assert by_locale == keys


def test_without_node_the_tests_of_order_fail_and_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.setattr("sys.executable", "/nowhere/python")

    with pytest.raises(pytest.fail.Exception, match=r"These tests need Node\.js"):
        collation.node()
