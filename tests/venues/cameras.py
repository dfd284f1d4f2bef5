"""Two readers as phones have them, and what walls, rain and bad printers do to a page before they see it."""

import base64
import io
import json
import math
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from thongnhat_portal.pdf import compiler
from venues.models import Poster
from venues.posters import TEMPLATE, inputs, one_page
from venues.qr import qr_code

ROOT = Path(__file__).resolve().parent.parent.parent
DPI = 100
SEEN = 900  # dots of the longer side, as a phone's picture in use


def pages(posters: list[Poster], paper: str = "a4", dpi: int = DPI) -> list[Image.Image]:
    made: Any = compiler(TEMPLATE).compile(format="png", ppi=dpi, sys_inputs=inputs(posters, paper))
    return [Image.open(io.BytesIO(page)).convert("L") for page in (made if isinstance(made, list) else [made])]


def printed(poster: Poster, paper: str) -> Image.Image:
    """One page; of the sheet the first of its eight."""
    page = pages(one_page(poster, paper), paper, dpi=150 if paper == "sheet" else DPI)[0]
    return page.crop((0, 0, page.width // 2, page.height // 4)) if paper == "sheet" else page


def by_zxing(picture: Image.Image) -> str | None:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return found[0].text if found else None


def by_jsqr(*pictures: Image.Image) -> list[str | None]:
    """One process for all: a start of Node costs more than a picture."""
    node = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv" / "bin"))
    assert node, "scripts/install dev brings Node"
    lines = "".join(
        json.dumps({"width": p.width, "height": p.height, "grey": base64.b64encode(p.tobytes()).decode()}) + "\n"
        for p in pictures
    )
    script = [node, str(ROOT / "tests" / "venues" / "jsqr.mjs")]
    answer = subprocess.run(script, input=lines, capture_output=True, text=True, check=True, env=dict(os.environ))
    return [json.loads(line) for line in answer.stdout.splitlines()]


def corners(page: Image.Image, poster: Poster) -> tuple[int, int, int, float]:
    """Left, top, width of the code on the page, and the width of a module."""
    at = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)[0].position
    width = at.top_right.x - at.top_left.x
    return at.top_left.x, at.top_left.y, width, width / qr_code(poster.address).modules_count


def blurred(page: Image.Image, poster: Poster) -> Image.Image:
    """A camera that does not focus: a third of a module."""
    return page.filter(ImageFilter.GaussianBlur(corners(page, poster)[3] / 3))


def tilted(page: Image.Image, poster: Poster) -> Image.Image:
    """Seen 30° from the side, at a distance of twice the page's width."""
    turn, away = math.radians(30), 2.0 * page.width
    middle_x, middle_y = page.width / 2, page.height / 2
    cos, sin = math.cos(turn), math.sin(turn)
    # A ray through the dot (u, v) of the picture meets the turned page at (u·away, v·away·cos) / (away·cos − u·sin).
    scale = away * cos + middle_x * sin
    a, b = (away - middle_x * sin) / scale, 0.0
    c = (-middle_x * away + middle_x * scale) / scale
    d, e = -middle_y * sin / scale, away * cos / scale
    f = (middle_y * scale - middle_y * away * cos) / scale
    g, h = -sin / scale, 0.0
    return page.transform(page.size, Image.Transform.PERSPECTIVE, (a, b, c, d, e, f, g, h), fillcolor=255)


def copied(page: Image.Image, poster: Poster) -> Image.Image:
    """Printed pale, copied in plain black and white by an old machine."""
    pale = blurred(page, poster).point([100 + value * 100 // 255 for value in range(256)])
    return pale.point([0 if value < 165 else 255 for value in range(256)])


def torn(page: Image.Image, poster: Poster, share: float = 0.5) -> Image.Image:
    """The corner without a finder pattern is gone, so much of each side: an eighth of the code."""
    left, top, width, _ = corners(page, poster)
    made, length = page.copy(), int(width * share)
    right, bottom = left + width + 5, top + width + 5
    ImageDraw.Draw(made).polygon([(right, bottom), (right - length, bottom), (right, bottom - length)], fill=255)
    return made


def nicked(page: Image.Image, poster: Poster) -> Image.Image:
    """The corner is torn as far as the alignment pattern: without that one jsqr takes its bearings from a false one."""
    return torn(page, poster, 0.2)


def pasted_over(page: Image.Image, poster: Poster) -> Image.Image:
    """A strip of paper, a tenth of the code, over its right side between the corners."""
    left, top, width, _ = corners(page, poster)
    made = page.copy()
    made.paste(255, (left + width * 3 // 4, top + width * 3 // 10, left + width + 5, top + width * 65 // 100))
    return made


DAMAGE: dict[str, Callable[[Image.Image, Poster], Image.Image]] = {
    "blurred": blurred,
    "tilted": tilted,
    "copied": copied,
    "nicked": nicked,
    "pasted over": pasted_over,
}
