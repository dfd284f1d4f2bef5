"""What the QR codes of cards say; the same table as the desk's script reads (tests/browser/test_card_twin.py)."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnam.cards import Card, NotACard, parse_card

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("cards.json").read_text(encoding="utf-8"))
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạẩễịốữ"
NAMES = st.lists(st.text(LETTERS, min_size=1, max_size=1), min_size=1, max_size=5).map(" ".join)
NO_BAR = st.text(st.characters(exclude_characters="|", exclude_categories=["Cs"]), max_size=20)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_a_text_is_read_as_the_table_says(case: dict[str, Any]) -> None:
    try:
        card = parse_card(case["text"])
        said = {"text": case["text"], "kind": card.kind, "number": card.number, "name": card.name}
    except NotACard as fault:
        said = {"text": case["text"], "fault": fault.code}

    assert said == case


@given(name=NAMES, rest=st.lists(NO_BAR, max_size=8), old=st.sampled_from(["", "000123456"]))
def test_whatever_follows_on_an_identity_card_its_name_is_read(name: str, rest: list[str], old: str) -> None:
    text = "|".join(["000090000001", old, name, "01011990", *rest])

    assert parse_card(text) == Card("cccd", "000090000001", name)


@given(name=NAMES, rest=st.lists(NO_BAR, min_size=1, max_size=8))
def test_whatever_follows_on_an_insurance_card_its_name_is_read(name: str, rest: list[str]) -> None:
    text = "|".join(["HS4000000000001", name.encode().hex(), "01/01/2010", *rest])

    assert parse_card(text) == Card("bhyt", "HS4000000000001", name)


@given(text=st.text(st.characters(exclude_categories=["Cs"])) | st.lists(NO_BAR, max_size=9).map("|".join))
def test_no_text_breaks_it(text: str) -> None:
    try:
        found = parse_card(text).name
    except NotACard as fault:
        found = fault.code

    assert found
