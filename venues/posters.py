"""The poster of a venue: A4, black on white, a vector QR of at least 15 cm, in Vietnamese whoever prints it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.svg import SvgPathImage

from thongnhat_portal.pdf import as_input, typeset
from venues.models import Poster
from vietnam.text import fold

TEMPLATE = Path(__file__).with_name("poster.typ")
# Of the code itself, without its quiet zone. Hà Nội asked for 15 cm in 2021; a printer that shrinks the page
# to its margins takes a little.
SIDE_MM = 153
QUIET_MODULES = 4


def poster_pdf(posters: Sequence[Poster]) -> bytes:
    """One page a poster. They come with their venue, village and commune (`Poster.objects.with_venue()`)."""
    return typeset(TEMPLATE, inputs(posters))


def file_name(poster: Poster) -> str:
    name = fold(poster.venue.name).replace(" ", "-")[:60].strip("-")
    return f"ma-qr-{name}-v{poster.version}.pdf"


def inputs(posters: Sequence[Poster]) -> dict[str, str]:
    return {"posters": as_input([_content(poster) for poster in posters])}


def _content(poster: Poster) -> dict[str, Any]:
    venue = poster.venue
    code = qr_code(poster.address)
    return {
        "commune": f"{venue.commune.issuer} {venue.commune}".upper(),
        "is_exit": poster.kind == Poster.Kind.EXIT,
        "name": venue.name,
        "place": ", ".join(part for part in (venue.address, str(venue.village)) if part),
        "host": poster.address.partition("://")[2].partition("/")[0],
        "path": poster.get_absolute_url(),
        "retention_days": venue.commune.retention_days,
        "version": poster.version,
        "issued_on": timezone.localdate(poster.issued_at).strftime("%d/%m/%Y"),
        "qr": code.make_image(image_factory=SvgPathImage).to_string(encoding="unicode"),
        "qr_mm": SIDE_MM * (code.modules_count + 2 * QUIET_MODULES) / code.modules_count,
    }


def qr_code(address: str) -> QRCode[Any]:
    """The smallest version that holds the address with a quarter of the code torn, wet or glued over (level Q)."""
    code: QRCode[Any] = QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET_MODULES)
    code.add_data(address)
    code.make(fit=True)
    return code
