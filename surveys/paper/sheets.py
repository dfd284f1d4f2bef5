"""The sheet to carry from door to door: A4 landscape, black on white, a small QR a household; in Vietnamese always.

It never carries a phone number.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import override
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from surveys.paper.lists import ROWS, Page, PaperList
from surveys.paper.marks import OUTCOMES, REASONS
from thongnhat_portal.pdf import as_input, typeset
from vietnam.text import fold
from villages.models import Household

TEMPLATE = Path(__file__).with_name("sheet.typ")
# Rows of a page; those beyond its households stay blank, for households that are not on the list.
LINES = ROWS + 2


def sheet_pdf(paper_list: PaperList) -> bytes:
    return typeset(TEMPLATE, inputs(paper_list))


def file_name(paper_list: PaperList) -> str:
    place = fold(f"{paper_list.village.name} {paper_list.part}").replace(" ", "-")[:60].strip("-")
    return f"phieu-{place}.pdf"


def inputs(paper_list: PaperList) -> dict[str, str]:
    with override("vi"):
        sheet = {
            "commune": str(paper_list.village.commune).upper(),
            "village": str(paper_list.village),
            "listed_at": timezone.localtime(paper_list.at).strftime("%H:%M %d/%m/%Y"),
            "outcomes": [[mark, str(outcome.label)] for mark, outcome in OUTCOMES.items()],
            "reasons": [[mark, str(reason.label)] for mark, reason in REASONS.items()],
            "pages": [_page(page) for page in paper_list.pages],
        }
    return {"sheet": as_input(sheet)}


def _page(page: Page) -> dict[str, Any]:
    rows = [_row(number, household) for number, household in enumerate(page.households, page.first)]
    return {"place": page.place_shown, "rows": rows, "blank": LINES - len(rows)}


def _row(number: int, household: Household) -> dict[str, Any]:
    return {
        "number": number,
        "code": household.code,
        "qr": svg(qr_code(household.code).get_matrix()),
        "head": household.head_name,
        "address": household.address,
        "members": household.member_count,
    }


def qr_code(code: str) -> QRCode[Any]:
    """The smallest version that holds a household's code; level M, as paper in a pocket gets creased."""
    made: QRCode[Any] = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    made.add_data(code)
    made.make(fit=True)
    return made


def svg(modules: Sequence[Sequence[bool]]) -> str:
    """One path; dark modules side by side are one piece of it, so that no hair of white parts them."""
    side = len(modules)
    pieces = "".join(f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(modules) for x, length in _dark(row))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{pieces}"/></svg>'


def _dark(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where the dark pieces of a row begin, and how long they are."""
    x = 0
    for is_dark, modules in groupby(row):
        length = len(list(modules))
        if is_dark:
            yield x, length
        x += length
