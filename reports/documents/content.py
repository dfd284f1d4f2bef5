"""What an official document says, as pure data; how it looks is the business of whoever sets it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from vietnam.documents import official_date

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BLANK = "\N{NO-BREAK SPACE}" * 6  # where the clerk writes the number


class Form(Enum):
    """The shapes of the decree's annex III: a document with its kind's name, an official letter, an annex."""

    REPORT = "report"
    LETTER = "letter"
    ANNEX = "annex"


@dataclass(frozen=True)
class Heading:
    """`level` 1: I, II, …; 2: 1, 2, …; the number is part of the text."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Table:
    """Cells are texts as they are read. The first `words` columns are words, the rest are numbers, set to the right.

    `widths` are millimetres and add up to 165, the width between the margins; `total` is the last row, in bold.
    """

    caption: str
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    words: int = 2
    total: Sequence[str] | None = None

    def side(self, column: int) -> str:
        """The running number in the middle, words to the left, numbers to the right."""
        return "centre" if column == 0 else "left" if column < self.words else "right"

    @property
    def sided_rows(self) -> list[list[tuple[str, str]]]:
        """The rows, the total too, each cell with its side."""
        rows = [*self.rows, *([self.total] if self.total else [])]
        return [[(text, self.side(column)) for column, text in enumerate(row)] for row in rows]


@dataclass(frozen=True)
class Chart:
    """People with Bluezone by day, and the line of the target."""

    caption: str
    days: Sequence[date]
    installed: Sequence[int]
    wanted: int | None


Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True)
class Letterhead:
    """`issuer` is two lines in capitals, `issuer_name` the same within a sentence.

    `symbol` follows the blank for the number; `about` is the V/v of a letter.
    """

    issuer: tuple[str, str]
    issuer_name: str
    symbol: str
    place: str
    dated: date
    about: str = ""

    @property
    def number(self) -> str:
        """Without a number: the clerk gives it with the date when the document is signed."""
        return f"Số:{BLANK}/{self.symbol}"

    @property
    def place_and_date(self) -> str:
        return f"{self.place}, {official_date(self.dated)}"


@dataclass(frozen=True)
class Signature:
    """Capitals above the place of signing, and the name below it; a draft is not signed."""

    authority: Sequence[str]
    name: str


@dataclass(frozen=True)
class Document:
    form: Form
    letterhead: Letterhead
    kind_name: str
    subject: str
    addressees: Sequence[str]
    blocks: Sequence[Block]
    recipients: Sequence[str]
    signature: Signature | None
    citation: str
    """Which figures it cites: “Số liệu hết ngày 15/7/2021, lần chốt 2”; empty where there are none."""
    file_stem: str

    @property
    def chart(self) -> Chart | None:
        return next((block for block in self.blocks if isinstance(block, Chart)), None)

    @property
    def attached_to(self) -> str:
        """An annex says which document it belongs to."""
        letter = f"Công văn số{BLANK}/{self.letterhead.symbol}"
        return f"(Kèm theo {letter} {official_date(self.letterhead.dated)} của {self.letterhead.issuer_name})"

    @property
    def recipient_lines(self) -> list[str]:
        """As the decree punctuates them: a dash before, a semicolon between, a full stop at the end."""
        return _punctuated(self.recipients)

    @property
    def addressee_lines(self) -> list[str]:
        """One stands beside “Kính gửi:” as it is; several are a list."""
        return list(self.addressees) if len(self.addressees) < 2 else _punctuated(self.addressees)


def _punctuated(lines: Sequence[str]) -> list[str]:
    return [f"- {line}{'.' if number == len(lines) else ';'}" for number, line in enumerate(lines, start=1)]


def closing(text: str) -> Paragraph:
    """The end of the text, which the decree marks with ./."""
    return Paragraph(f"{text.rstrip(' .;/')}./.")


def short_date(day: date | datetime) -> str:
    """Within a sentence: 15/7/2021, 05/02/2021; a zero before days under 10 and months 1 and 2 only."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
