"""Small files of the kinds people send."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from spreadsheets.reading import Column, Table

HEADER = ["Mã hộ", "Chủ hộ", "Ghi chú"]
COLUMNS = [
    Column("code", ("Mã hộ", "Mã số hộ")),
    Column("head", ("Chủ hộ",)),
    Column("note", ("Ghi chú",), required=False),
]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS_TYPE = (
    'PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"'
)
SHEET_PART = "xl/worksheets/sheet1.xml"


def excel(*rows: Sequence[object], sheet: str = "Danh sách hộ") -> bytes:
    workbook = Workbook()
    worksheet = first_sheet(workbook)
    worksheet.title = sheet
    for row in rows:
        worksheet.append(row)
    return saved(workbook)


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def first_sheet(workbook: Workbook) -> Worksheet:
    sheet = workbook.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def saved(workbook: Workbook) -> bytes:
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def part(content: bytes, name: str) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def repacked(content: bytes, parts: Mapping[str, str | bytes], compression: int = ZIP_DEFLATED) -> bytes:
    """The workbook with some of its parts replaced or added."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(stream, "w", compression) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return stream.getvalue()


def edited(content: bytes, old: str, new: str, *, name: str = SHEET_PART) -> bytes:
    """The workbook with a text of one part exchanged."""
    xml = part(content, name)
    assert old in xml
    return repacked(content, {name: xml.replace(old, new)})


def with_shared_string(content: bytes, text: str) -> bytes:
    """The workbook as Excel would write it: the only cell of that text refers to the list of strings."""
    types = part(content, "[Content_Types].xml")
    inline = f't="inlineStr"><is><t>{text}</t></is>'
    strings = {
        "[Content_Types].xml": types.replace("</Types>", f"<Override {STRINGS_TYPE}/></Types>"),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>',
    }
    return edited(repacked(content, strings), inline, 't="s"><v>0</v>')


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells.values()] for row in table.rows]
