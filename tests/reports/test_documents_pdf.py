"""The PDF, read by poppler: typeface, page, margins, page numbers, words."""

import re
import subprocess
from pathlib import Path

import pytest

from reports.documents.as_pdf import as_pdf
from tests.conftest import Cast
from tests.pdfs import embedded_typefaces
from tests.reports.documents import campaign, document

pytestmark = pytest.mark.django_db

POINTS_A_MM = 72 / 25.4
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


@pytest.fixture
def report(cast: Cast) -> bytes:
    return as_pdf(document(campaign(cast)))


def poppler(program: str, pdf: bytes, folder: Path, *options: str) -> str:
    path = folder / "document.pdf"
    path.write_bytes(pdf)
    command = [program, *options, str(path), *(["-"] if program == "pdftotext" else [])]
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except FileNotFoundError:
        pytest.skip(f"{program} is not installed")


def words_of_pages(pdf: bytes, folder: Path) -> list[list[tuple[float, float, str]]]:
    """Of each page the words with their left edge and top, in millimetres."""
    pages = poppler("pdftotext", pdf, folder, "-bbox").split("<page ")[1:]
    return [[(float(m[1]) / POINTS_A_MM, float(m[2]) / POINTS_A_MM, m[5]) for m in WORD.finditer(p)] for p in pages]


def test_only_the_twin_of_times_new_roman_is_embedded(report: bytes) -> None:
    assert embedded_typefaces(report) == {"Tinos"}


def test_the_page_is_a4(report: bytes, tmp_path: Path) -> None:
    assert "595.276 x 841.89 pts (A4)" in poppler("pdfinfo", report, tmp_path)


def test_no_word_stands_in_the_margins(report: bytes, tmp_path: Path) -> None:
    pages = words_of_pages(report, tmp_path)

    in_text = [(x, y) for page in pages for x, y, _word in page if y > 18]
    assert min(x for x, _y in in_text) >= 30 - 0.2
    assert min(y for _x, y in in_text) >= 18
    assert max(y for _x, y in in_text) <= 297 - 20


def test_pages_but_the_first_are_numbered_in_the_middle_of_the_top_margin(report: bytes, tmp_path: Path) -> None:
    first, *others = words_of_pages(report, tmp_path)

    assert [word for _x, y, word in first if y < 18] == []
    assert others
    for number, page in enumerate(others, start=2):
        ((x, _y, word),) = [word for word in page if word[1] < 18]
        assert word == str(number)
        assert abs(x - (30 + 165 / 2)) < 3


def test_it_says_what_the_document_says(report: bytes, tmp_path: Path) -> None:
    text = " ".join(poppler("pdftotext", report, tmp_path).split())

    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Thống Nhất, ngày 06 tháng 7 năm 2021", "BÁO CÁO", "Toàn xã"):
        assert words in text
    assert "lần chốt 1" in text
    assert "./." in text


def test_the_state_stands_on_one_line(report: bytes, tmp_path: Path) -> None:
    first = words_of_pages(report, tmp_path)[0]

    tops = {round(y) for x, y, word in first if word in ("CỘNG", "NGHĨA", "NAM") and x > 90}

    assert len(tops) == 1


@pytest.mark.parametrize("text", ["#set page(width: 1cm)", "& <xã> $x$ *đậm* @nhãn \\", "/* hết */ `mã`"])
def test_signs_of_markup_stay_text(cast: Cast, tmp_path: Path, text: str) -> None:
    pdf = as_pdf(document(campaign(cast), texts={"done": text}))

    said = " ".join(poppler("pdftotext", pdf, tmp_path).split())

    assert text.replace("&", "&") in said


@pytest.mark.parametrize("kind", ["periodic", "list", "reminder"])
def test_each_kind_of_document_is_set(cast: Cast, kind: str) -> None:
    village = cast.village if kind in ("list", "reminder") else None

    pdf = as_pdf(document(campaign(cast), kind, village=village))

    assert embedded_typefaces(pdf) == {"Tinos"}


def test_a_commune_without_any_figure_has_a_report_too(cast: Cast) -> None:
    from datetime import date

    from reports.actions import close_days
    from tests.factories import TargetFactory

    TargetFactory(commune=cast.commune)
    close_days(commune=cast.commune, until=date(2021, 7, 5))

    assert as_pdf(document(cast)).startswith(b"%PDF")
