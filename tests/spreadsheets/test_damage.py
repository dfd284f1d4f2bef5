"""Damaged workbooks: told as Unreadable, never as another error."""

from io import BytesIO
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st

from spreadsheets.reading import Unreadable, read_table
from spreadsheets.writing import with_error_column
from tests.spreadsheets.files import COLUMNS, HEADER, excel, part, repacked

GOOD = excel(["Danh sách"], HEADER, ["0123", "Lê Thị Ân", 4.5], ["0124", "=A1", True])
TABLE = read_table(GOOD, COLUMNS)
PARTS = ZipFile(BytesIO(GOOD)).namelist()
DEBRIS = st.sampled_from([b"", b"0", b"-1", b"99999999999999999999", b"A", b"<", b'"', b"&", b"\xff", b"nan"])


def read_and_hand_back(content: bytes) -> None:
    """Nothing but Unreadable may come out of either."""
    for action in (
        lambda: read_table(content, COLUMNS),
        lambda: with_error_column(content, TABLE, {3: ["sai"]}, "Lỗi"),
    ):
        try:
            action()
        except Unreadable:
            continue


@given(start=st.integers(0, len(GOOD)), length=st.integers(1, 400))
@settings(max_examples=100, deadline=None)
def test_bytes_lost_anywhere_raise_nothing_else(start: int, length: int) -> None:
    damaged = GOOD[:start] + GOOD[start + length :]

    read_and_hand_back(damaged)


@given(start=st.integers(0, len(GOOD)), noise=st.binary(min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_bytes_changed_anywhere_raise_nothing_else(start: int, noise: bytes) -> None:
    damaged = GOOD[:start] + noise + GOOD[start + len(noise) :]

    read_and_hand_back(damaged)


@given(name=st.sampled_from(PARTS), data=st.data(), debris=DEBRIS)
@settings(max_examples=300, deadline=None)
def test_parts_lost_or_changed_inside_raise_nothing_else(name: str, data: st.DataObject, debris: bytes) -> None:
    xml = part(GOOD, name).encode()
    start = data.draw(st.integers(0, len(xml)))
    length = data.draw(st.integers(0, 40))

    damaged = repacked(GOOD, {name: xml[:start] + debris + xml[start + length :]})

    read_and_hand_back(damaged)


@given(content=st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_raise_nothing_else(content: bytes) -> None:
    read_and_hand_back(content)
