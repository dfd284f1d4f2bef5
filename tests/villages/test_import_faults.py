"""The dry run: every faulty row of a household list is named at once, and nothing is stored."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Commune
from spreadsheets.reading import read_table
from tests.conftest import Cast
from tests.spreadsheets.files import first_sheet, opened
from tests.villages.lists import TCVN3, checked, counts, listed, official, row
from villages.actions import list_with_faults
from villages.importing.entries import COLUMNS, check
from villages.importing.messages import FAULTS
from villages.models import Household, HouseholdImport, ResidentialGroup, Village

FAULTY_ROWS = {
    "2": (row(code=None), "code_missing"),
    "4": (row(), "code_twice"),
    "5": (row(code="010002", head=None), "head_missing"),
    "6": (row(code="010003", village="Thôn Không Có"), "village_unknown"),
    "7": (row(code="010004", members=0), "members_none"),
    "8": (row(code="010005", members=99), "members_absurd"),
    "9": (row(code="010006", members="bốn"), "members_not_a_number"),
    "10": (row(code="010007", members=3.5), "members_not_whole"),
    "11": (row(code="010008", phone="01234567"), "phone_invalid"),
    "12": (row(code="010009", head='=HYPERLINK("http://127.0.0.1/x","Bấm")'), "formula"),
    "13": (row(code="010010", head=TCVN3), "legacy_encoding"),
    "14": (row(code="010011", head="<script>alert(1)</script>"), "not_a_name"),
}


@pytest.fixture
def faulty(cast: Cast) -> HouseholdImport:
    """The faulty list of the samples: rows 3 and 15 are sound."""
    last = row(code="010012", members=5, phone="0168 345 6789")
    given_rows = [FAULTY_ROWS[number][0] if (number := str(n)) in FAULTY_ROWS else row() for n in range(2, 15)]
    return checked(cast.commune, listed(*given_rows, last))


def test_all_faulty_rows_are_named_at_once_and_no_other(faulty: HouseholdImport) -> None:
    expected = {number: [fault] for number, (_, fault) in FAULTY_ROWS.items()}

    assert faulty.outcome["faults"] == expected
    assert faulty.state == HouseholdImport.State.FAULTY
    assert (faulty.outcome["rows"], counts(faulty)) == (14, (2, 0, 0, 12))


def test_a_dry_run_stores_nothing(cast: Cast) -> None:
    before = (Household.objects.count(), Village.objects.count(), ResidentialGroup.objects.count())

    checked(cast.commune, listed(row(), row(code="9", village="Xóm Mới", group="Tổ 9")), create_villages=True)

    assert before == (Household.objects.count(), Village.objects.count(), ResidentialGroup.objects.count())


def test_the_workbook_handed_back_says_what_is_wrong_in_each_row(faulty: HouseholdImport) -> None:
    sheet = first_sheet(opened(list_with_faults(upload=faulty, title="Lỗi")))

    said = {str(cell.row): cell.value for cell in sheet["K"] if cell.value}
    assert said == {"1": "Lỗi"} | {number: str(FAULTS[fault]) for number, (_, fault) in FAULTY_ROWS.items()}


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({"code": "01 0001"}, ["code_invalid"]),
        ({"code": "0" * 21}, ["code_invalid"]),
        ({"village": None}, ["village_missing"]),
        ({"village": "…"}, ["village_missing"]),
        ({"village": TCVN3}, ["legacy_encoding"]),
        ({"alley": "n" * 101}, ["too_long"]),
        ({"note": "n" * 301}, ["too_long"]),
        ({"head": "Nguyễn " * 20}, ["too_long"]),
        ({"head": "Ba 🙂"}, ["not_a_name"]),
        ({"members": None}, ["members_missing"]),
        ({"members": -1}, ["members_none"]),
        ({"members": 41}, ["members_absurd"]),
        ({"members": "9" * 5000}, ["members_not_a_number"]),
        ({"phone": "không có"}, ["phone_invalid"]),
        ({"code": None, "head": None, "members": 0}, ["code_missing", "head_missing", "members_none"]),
        ({"note": "=1+1"}, ["formula"]),
    ],
)
def test_the_faults_of_a_row_are_told_in_the_order_of_its_cells(
    cast: Cast, cells: dict[str, object], faults: list[str]
) -> None:
    upload = checked(cast.commune, listed(row(**cells)))

    assert upload.outcome["faults"] == {"2": faults}


def test_a_code_used_again_is_faulty_even_where_its_first_row_is_faulty_too(cast: Cast) -> None:
    upload = checked(cast.commune, listed(row(members=0), row()))

    assert upload.outcome["faults"] == {"2": ["members_none"], "3": ["code_twice"]}


def test_rows_are_counted_as_excel_counts_them(cast: Cast) -> None:
    upload = checked(cast.commune, official(row(), [], row(code="010002", members=0)))

    assert upload.outcome["faults"] == {"9": ["members_none"]}


def test_signatures_below_the_list_are_left_out_and_told(cast: Cast) -> None:
    upload = checked(cast.commune, official(row()))

    assert (upload.state, upload.outcome["skipped"], counts(upload)) == ("ready", [9, 10], (1, 0, 0, 0))


def test_an_unknown_village_is_no_fault_where_villages_may_be_created(cast: Cast) -> None:
    upload = checked(cast.commune, listed(row(village="Thôn Không Có")), create_villages=True)

    assert (upload.state, upload.outcome["new_villages"]) == ("ready", ["Không Có"])


def test_a_village_of_another_commune_is_unknown(cast: Cast) -> None:
    other = Village.objects.create(commune=Commune.objects.exclude(pk=cast.commune.pk).get(), name="Xuân Hòa")

    upload = checked(cast.commune, listed(row(village=other.name)))

    assert upload.outcome["faults"] == {"2": ["village_unknown"]}


CELLS = st.one_of(
    st.none(), st.integers(), st.floats(allow_nan=False), st.text(st.characters(codec="utf-8"), max_size=30)
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, min_size=9, max_size=9), min_size=1, max_size=4))
def test_whatever_cells_hold_each_row_is_an_entry_faulty_or_left_out(cells: list[list[object]]) -> None:
    content = "\n".join([";".join(HEADER_OF_CSV), *(";".join(map(_csv_text, line)) for line in cells)])

    table = read_table((content + "\nx;x;;;;x;1;;").encode(), COLUMNS)
    found = check(table.rows)

    assert len(table.rows) == len(found.entries) + len(found.faults) + len(found.skipped)


HEADER_OF_CSV = [column.names[0] for column in COLUMNS]


def _csv_text(value: object) -> str:
    return '"' + str("" if value is None else value).replace('"', '""').replace("\0", "") + '"'
