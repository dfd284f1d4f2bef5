"""Photos as phones make them, and files that only say they are photos."""

import struct
import zlib
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
UPSIDE_RIGHT = 6  # turn by 90° to see it upright


def photo(size: tuple[int, int] = (1600, 900), kind: str = "JPEG", **saved: Any) -> bytes:
    """Red above, blue below, with noise that does not compress away."""
    image = Image.effect_noise(size, 60).convert("RGB")
    image.paste((255, 0, 0), (0, 0, size[0], size[1] // 4))
    image.paste((0, 0, 255), (0, size[1] * 3 // 4, size[0], size[1]))
    stream = BytesIO()
    image.save(stream, kind, **saved)
    return stream.getvalue()


def turned_with_metadata() -> bytes:
    """Lies on its side, and says where it was taken and by what."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = UPSIDE_RIGHT, "MAKERMAKER"
    exif[GPS] = {1: "N", 2: (20.0, 30.0, 0.0)}
    return photo((800, 600), exif=exif, comment=b"COMMENTCOMMENT")


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that claims to be gigabytes large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def upload(content: bytes, name: str = "anh.jpg") -> dict[str, SimpleUploadedFile]:
    return {"photo": SimpleUploadedFile(name, content, content_type="image/jpeg")}
