"""manage.py import_households."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.conftest import Cast
from tests.factories import CommuneFactory
from tests.spreadsheets.files import excel, first_sheet, opened
from tests.villages.lists import household, listed, row
from villages.importing.messages import FAULTS, unreadable_message
from villages.models import Household, HouseholdImport


@pytest.fixture
def office(cast: Cast, tmp_path: Path) -> Path:
    """A folder; the cast's commune has a neighbour, whence --commune."""
    return tmp_path


def imported(file: Path, content: bytes | None, *options: str) -> tuple[str, str]:
    """What was said, and said as errors. Raises CommandError."""
    out, errors = StringIO(), StringIO()
    if content is not None:
        file.write_bytes(content)
    with translation.override("en"):
        call_command("import_households", str(file), "--commune=thong-nhat", *options, stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def test_a_sound_list_is_imported_and_counted(cast: Cast, office: Path) -> None:
    said, errors = imported(office / "ho.xlsx", listed(row(), row(code="000001")))

    assert (said, errors) == ("created 1, updated 1, unchanged 0, failed 0\n", "")
    assert household(cast.commune).village == cast.village


def test_missing_villages_are_created_when_asked(cast: Cast, office: Path) -> None:
    imported(office / "ho.xlsx", listed(row(village="Xuân Hòa")), "--create-villages")

    assert household(cast.commune).village.name == "Xuân Hòa"


def test_a_dry_run_says_the_same_and_stores_nothing(cast: Cast, office: Path) -> None:
    said, _ = imported(office / "ho.xlsx", listed(row()), "--dry-run")

    assert said == "created 1, updated 0, unchanged 0, failed 0\nNothing was stored.\n"
    assert Household.objects.count() == 1


def test_faulty_rows_are_named_and_written_into_a_file(
    cast: Cast, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faults = office / "faults.xlsx"
    (office / "ho.xlsx").write_bytes(listed(row(), row(code="2", members=0)))
    words = ["import_households", str(office / "ho.xlsx"), "--commune=thong-nhat", f"--faults={faults}"]

    with pytest.raises(CommandError) as caught:
        call_command(*words)

    said = capsys.readouterr()
    assert caught.value.returncode == 1
    assert str(FAULTS["members_none"]) in said.err
    assert "3" in said.err
    assert first_sheet(opened(faults.read_bytes()))["K3"].value == FAULTS["members_none"]
    assert Household.objects.count() == 1


def test_faults_that_cannot_be_written_are_told(office: Path) -> None:
    with pytest.raises(CommandError, match="cannot be opened"):
        imported(office / "ho.xlsx", listed(row(members=0)), f"--faults={office / 'no' / 'faults.xlsx'}")


@pytest.mark.parametrize(("content", "code"), [(excel(), "empty"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_xls")])
def test_an_unreadable_file_is_told(office: Path, content: bytes, code: str) -> None:
    with pytest.raises(CommandError) as caught:
        imported(office / "ho.xlsx", content)

    with translation.override("en"):
        assert str(caught.value) == unreadable_message(code, ())


def test_a_file_that_is_not_there_is_told(office: Path) -> None:
    with pytest.raises(CommandError, match="cannot be opened"):
        imported(office / "ho.xlsx", None)


@pytest.mark.parametrize("options", [[], ["--commune=nowhere"]])
def test_the_commune_must_be_clear(office: Path, options: list[str]) -> None:
    (office / "ho.xlsx").write_bytes(listed(row()))

    with pytest.raises(CommandError):
        call_command("import_households", str(office / "ho.xlsx"), *options)

    assert not HouseholdImport.objects.exists()


def test_the_only_commune_needs_no_name(db: None, tmp_path: Path) -> None:
    commune: Any = CommuneFactory()
    (tmp_path / "ho.xlsx").write_bytes(listed(row()))

    call_command("import_households", str(tmp_path / "ho.xlsx"), "--create-villages", stdout=StringIO())

    assert household(commune).village.name == "Đồng Tiến"
