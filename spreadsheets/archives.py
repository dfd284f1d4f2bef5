"""What an uploaded file holds, looked at before any of it is parsed."""

import gc
import re
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
# Marks are tags and attributes: what the parser makes objects of. 50,000 rows of 10 cells have 3.5 million.
MAX_MARKS = 6_000_000

_CHUNK = 4 * 1024 * 1024
_ZIP_START = b"PK\x03\x04"
_OLE2_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_BOMS_AND_SPACE = b"\xef\xbb\xbf\xff\xfe \t\r\n"

# The root element with nothing but comments before it: no DOCTYPE, hence no entities,
# and no encoding that could hide one.
_PLAIN_XML = re.compile(
    rb"""(?: <\?xml \s+ version\s*=\s*["']1\.\d["']
        (?: \s+ encoding\s*=\s*["'](?:utf-8|utf-16|us-ascii)["'] )?
        (?: \s+ standalone\s*=\s*["'](?:yes|no)["'] )?
        \s* \?> )?
    (?> \s+ | <!--.*?--> )*+
    <[^!?\s]""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)

# All that zipfile and openpyxl have raised on damaged files (found by flipping and cutting bytes).
_DAMAGE = (
    AttributeError,
    BadZipFile,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)


class Unreadable(Exception):
    """A file that cannot be read as a table.

    Codes: too_large, too_big_inside, macro, old_xls, encrypted, not_a_workbook, bad_text, empty, no_rows,
    too_many_rows, missing_columns (details: their names).
    """

    def __init__(self, code: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


def is_workbook(content: bytes) -> bool:
    """True for a zip that may be a workbook, False for text; Unreadable for all else."""
    if len(content) > MAX_BYTES:
        raise Unreadable("too_large")
    if content.startswith(_OLE2_START):
        raise Unreadable("encrypted" if _ENCRYPTED_STREAM in content else "old_xls")
    return content.startswith(_ZIP_START)


@contextmanager
def open_workbook(content: bytes, *, read_only: bool) -> Iterator[Workbook]:
    """The checked workbook; damage met while it is open becomes Unreadable("not_a_workbook")."""
    with _damage_told(), _collector_paused():
        _check(content)
        workbook = load_workbook(BytesIO(content), read_only=read_only, keep_links=False, rich_text=not read_only)
        try:
            yield workbook
        finally:
            workbook.close()


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of every extension it leaves out
            yield
    except _DAMAGE as damage:
        raise Unreadable("not_a_workbook") from damage


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A workbook is very many objects that stay: looking them all over again and again costs a third."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _check(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Unreadable("too_big_inside")
        _refuse_odd_compression(parts)
        _refuse_macros(archive)
        if sum(_marks(archive, part) for part in parts) > MAX_MARKS:
            raise Unreadable("too_big_inside")


def _refuse_macros(archive: ZipFile) -> None:
    names = " ".join(archive.namelist()).lower()
    types = archive.read("[Content_Types].xml").lower()
    if "vbaproject" in names or "macrosheets/" in names or b"macro" in types or b"vbaproject" in types:
        raise Unreadable("macro")


def _refuse_odd_compression(parts: list[ZipInfo]) -> None:
    """Excel knows one; another may ask for gigabytes to unpack."""
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise Unreadable("not_a_workbook")


def _marks(archive: ZipFile, part: ZipInfo) -> int:
    """How many marks a part has at most; zipfile never unpacks more of it than the directory says."""
    with archive.open(part) as stream:
        head = stream.read(_CHUNK)
        is_xml = _is_xml(head)
        marks = _marks_in(head, is_xml)
        for chunk in iter(partial(stream.read, _CHUNK), b""):
            marks += _marks_in(chunk, is_xml)
    return marks


def _marks_in(chunk: bytes, is_xml: bool) -> int:
    tags = chunk.count(b"<")
    if is_xml and tags == 0 and len(chunk) == _CHUNK:
        raise Unreadable("not_a_workbook")  # a tag so long takes the parser the square of its length
    return tags + chunk.count(b"=")


def _is_xml(head: bytes) -> bool:
    """Whether a part, known by its first bytes, is XML; Unreadable for XML with a DOCTYPE."""
    ascii_head = head.replace(b"\0", b"").lstrip(_BOMS_AND_SPACE)  # of UTF-16 too
    if not ascii_head.startswith(b"<"):
        return False
    if not _PLAIN_XML.match(ascii_head):
        raise Unreadable("not_a_workbook")
    return True
