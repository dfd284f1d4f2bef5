"""What a PDF holds, without a PDF library."""

import re
import zlib


def embedded_typefaces(pdf: bytes) -> set[str]:
    """Families of the fonts that travel within the PDF; fails when one is only named."""
    whole = pdf + b"".join(_inflated(stream) for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL))
    fonts = set(re.findall(rb"/BaseFont ?/(?:[A-Z]{6}\+)?([\w-]+)", whole))
    assert b"/FontFile2" in whole
    return {font.split(b"-")[0].decode() for font in fonts}


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""
