"""QR codes of posters and cards: which level, which mask, and how they are drawn (decision 14)."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_Q

QUIET_MODULES = 4
# Every mask is a valid code: a reader takes its number from the code itself. Trying all eight for the prettiest one
# takes six times as long, and the address's random letters give no mask a pattern to stumble over.
MASK = 0


def qr_code(address: str) -> QRCode[Any]:
    """The smallest version that holds the address with a quarter of the code torn, wet or glued over (level Q)."""
    code: QRCode[Any] = QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET_MODULES, mask_pattern=MASK)
    code.add_data(address)
    code.make(fit=True)
    return code


def whole_width(code: QRCode[Any]) -> float:
    """How many times as wide as the code it is with its quiet zone."""
    return (code.modules_count + 2 * QUIET_MODULES) / code.modules_count


def qr_svg(code: QRCode[Any]) -> str:
    """The code within its quiet zone as one path: a run of dark modules is one rectangle of it."""
    side = code.modules_count + 2 * QUIET_MODULES
    path = "".join(_runs(code.modules))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path d="{path}"/></svg>'
    )


def _runs(rows: Sequence[Sequence[bool | None]]) -> Iterator[str]:
    for y, row in enumerate(rows, start=QUIET_MODULES):
        x = QUIET_MODULES
        for is_dark, run in groupby(row):
            length = len(list(run))
            if is_dark:
                yield f"M{x} {y}h{length}v1h-{length}z"
            x += length
