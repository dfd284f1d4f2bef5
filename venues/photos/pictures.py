"""A photo from a phone made fit to keep: turned upright, without metadata, at most 1280 pixels, with a thumbnail."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 10 * 1024 * 1024
# A small file can unpack into gigabytes. A JPEG is opened at an eighth of its size, others whole.
MAX_PIXELS = {"JPEG": 110_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
SIDE, QUALITY = 1280, 80
THUMBNAIL_SIDE, THUMBNAIL_BYTES = 200, 4_000
THUMBNAIL_QUALITIES = (60, 45, 30, 20, 10)


class NotAPicture(Exception):
    """Why a file is not taken: too_large, unknown, too_many_pixels, damaged."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Picture:
    """Two JPEGs."""

    content: bytes
    thumbnail: bytes


def picture(content: bytes) -> Picture:
    """Raises NotAPicture."""
    if len(content) > MAX_BYTES:
        raise NotAPicture("too_large")
    image = _opened(content)
    image.thumbnail((SIDE, SIDE))
    return Picture(_jpeg(image, QUALITY), _thumbnail(image))


def _opened(content: bytes) -> Image.Image:
    """Upright and in RGB, on new pixels that carry nothing else."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # _check_size is stricter
        try:
            _verify(content)
            image: Image.Image = Image.open(BytesIO(content), formats=tuple(MAX_PIXELS))
            image.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(image)
            return _plain(upright)
        except Image.DecompressionBombError as fault:
            raise NotAPicture("too_many_pixels") from fault
        except UnidentifiedImageError as fault:
            raise NotAPicture("unknown") from fault
        except (OSError, SyntaxError, ValueError, EOFError) as fault:
            raise NotAPicture("damaged") from fault


def _verify(content: bytes) -> None:
    with Image.open(BytesIO(content), formats=tuple(MAX_PIXELS)) as image:
        if image.width * image.height > MAX_PIXELS[image.format or ""]:
            raise NotAPicture("too_many_pixels")
        image.verify()


def _plain(image: Image.Image) -> Image.Image:
    """What is transparent lies on white."""
    rgba = image.convert("RGBA") if image.mode in ("RGBA", "LA", "PA", "P") else None
    plain = Image.new("RGB", image.size, "white")
    if rgba:
        plain.paste(rgba, mask=rgba)
    else:
        plain.paste(image.convert("RGB"))
    return plain


def _thumbnail(image: Image.Image) -> bytes:
    """The best that stays within the weight of the check-in page."""
    small = image.copy()
    side = THUMBNAIL_SIDE
    while True:
        small.thumbnail((side, side))
        for quality in THUMBNAIL_QUALITIES:
            content = _jpeg(small, quality)
            if len(content) <= THUMBNAIL_BYTES:
                return content
        side = side * 3 // 4


def _jpeg(image: Image.Image, quality: int) -> bytes:
    stream = BytesIO()
    image.save(stream, "JPEG", quality=quality, optimize=True)
    return stream.getvalue()
