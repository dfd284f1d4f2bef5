"""PDF pages by typst: data kept apart from the template, the portal's own typeface, nothing read from the system."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

import fontpkg
import typst
from django.conf import settings


def typeset(template: Path, inputs: dict[str, str], *, tags: bool = True) -> bytes:
    """`inputs` stand in the template as `sys.inputs`. Tags are for screen readers and cost time and memory."""
    pdf = compiler(template).compile(format="pdf", sys_inputs=inputs, pdf_tags=tags)
    assert isinstance(pdf, bytes)
    return pdf


def picture(template: Path, inputs: dict[str, str], *, kind: Literal["png", "svg"], ppi: float) -> bytes:
    """The one page as a picture; in an SVG letters are outlines, so that no font is asked for."""
    page = compiler(template).compile(format=kind, ppi=ppi, sys_inputs=inputs)
    assert isinstance(page, bytes)
    return page


def compiler(template: Path) -> typst.Compiler:
    """A new one each time: threads cannot share one. The fonts, read once, are shared."""
    return typst.Compiler(template, root=settings.BASE_DIR, font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> typst.Fonts:
    """Be Vietnam Pro for posters and lists; Tinos, the twin of Times New Roman, for official documents."""
    folders = [fontpkg.path("Be Vietnam Pro").parent, settings.BASE_DIR / "typefaces"]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def as_input(data: Any) -> str:
    """Data, never markup, so that a venue or a person may be called `#set` or `<script>`."""
    return json.dumps(data)
