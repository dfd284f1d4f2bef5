"""Posters of venues as PDF, PNG and SVG, black on white, in Vietnamese whoever prints them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

from django.utils import timezone

from thongnhat_portal.pdf import as_input, picture, typeset
from venues.models import Format, Poster
from venues.qr import qr_code, qr_svg, whole_width
from vietnam.text import fold

TEMPLATE = Path(__file__).with_name("poster.typ")
PRINT_DPI = 300
PROGRESS_EVERY = 50


def poster_pdf(
    posters: Sequence[Poster],
    paper: str = Format.A4,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """All in one file. They come with their venue, village and commune (`Poster.objects.with_venue()`)."""
    return typeset(TEMPLATE, inputs(posters, paper, progress), tags=False)


def poster_picture(poster: Poster, paper: str, kind: Literal["png", "svg"]) -> bytes:
    """One page as `png` (300 dpi) or as `svg` without a font; the sheet holds the same poster eight times."""
    return picture(TEMPLATE, inputs(one_page(poster, paper), paper), kind=kind, ppi=PRINT_DPI)


def code_svg(poster: Poster) -> bytes:
    """The bare code, for a print shop."""
    return qr_svg(qr_code(poster.address)).encode()


def one_page(poster: Poster, paper: str) -> list[Poster]:
    return [poster] * (8 if paper == Format.SHEET else 1)


def in_file_name(paper: str) -> str:
    """A format, or the bare code, as a file is called after it."""
    return {Format.STICKER: "nhan-dan", Format.SHEET: "tam-ma-nho", "code": "chi-ma"}.get(paper, paper)


def file_name(poster: Poster, paper: str = Format.A4, kind: str = "pdf") -> str:
    name = fold(poster.venue.name).replace(" ", "-")[:60].strip("-")
    size = "" if paper == Format.A4 else f"-{in_file_name(paper)}"
    return f"ma-qr-{name}-v{poster.version}{size}.{kind}"


def inputs(
    posters: Sequence[Poster], paper: str = Format.A4, progress: Callable[[int, int], None] | None = None
) -> dict[str, str]:
    contents = []
    for number, poster in enumerate(posters):
        if progress and number % PROGRESS_EVERY == 0:
            progress(number, len(posters))
        contents.append(_content(poster))
    return {"posters": as_input(contents), "format": paper}


def _content(poster: Poster) -> dict[str, Any]:
    venue = poster.venue
    code = qr_code(poster.address)
    return {
        "commune": f"{venue.commune.issuer} {venue.commune}".upper(),
        "is_exit": poster.kind == Poster.Kind.EXIT,
        "label": poster.label,
        "name": venue.name,
        "place": ", ".join(part for part in (venue.address, str(venue.village)) if part),
        "host": poster.address.partition("://")[2].partition("/")[0],
        "path": poster.get_absolute_url(),
        "retention_days": venue.commune.retention_days,
        "version": poster.version,
        "issued_on": timezone.localdate(poster.issued_at).strftime("%d/%m/%Y"),
        "qr": qr_svg(code),
        "qr_whole": whole_width(code),
    }
