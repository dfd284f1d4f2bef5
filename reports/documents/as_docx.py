"""A document as .docx. Every run names Times New Roman in all four ways; Word takes the first that fits its letters."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from PIL import ImageFont

from reports.documents.chart import draw
from reports.documents.content import MOTTO, STATE, Block, Chart, Document, Form, Heading, Letterhead, Paragraph, Table

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as DocxParagraph
    from docx.text.run import Run

TYPEFACE = "Times New Roman"
SCRIPTS = ("ascii", "hAnsi", "cs", "eastAsia")
LEFT_MM, RIGHT_MM = 65, 100
WIDTH_MM = LEFT_MM + RIGHT_MM
TOP_MM, BOTTOM_MM, OUTER_MM, INNER_MM = 20, 20, 15, 30
BODY, SMALL, TABLE, RECIPIENTS = 14, 13, 11, 11
HALF = 0.4  # of the line above it: the decree asks for a third to a half


def as_docx(document: Document) -> bytes:
    """python-docx is slow to import: only here."""
    import docx

    made = docx.Document()
    _set_page(made)
    _number_pages(made)
    made.core_properties.title = document.subject.replace("\n", " ")
    made.core_properties.author = document.letterhead.issuer_name
    made.core_properties.comments = document.citation
    if document.form is Form.ANNEX:
        _annex_title(made, document)
    else:
        _head(made, document.letterhead)
        _title(made, document)
    for block in document.blocks:
        _block(made, block)
    if document.signature:
        _foot(made, document)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _set_page(made: "Docx") -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(INNER_MM), Mm(OUTER_MM)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    normal = made.styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(BODY), RGBColor(0, 0, 0)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in SCRIPTS:
        fonts.set(qn(f"w:{script}"), TYPEFACE)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0


def _number_pages(made: "Docx") -> None:
    """Centred in the top margin; the first page has a header of its own, and that is empty."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = made.sections[0].header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = _run(paragraph, "", size=SMALL)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text
        run._r.append(part)


def _run(
    paragraph: "DocxParagraph", text: str, *, size: float = BODY, bold: bool = False, italic: bool = False
) -> "Run":
    """Text is text, whatever signs it has; python-docx escapes them."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for script in SCRIPTS:
        fonts.set(qn(f"w:{script}"), TYPEFACE)
    return run


def _grid(made: "Docx", widths_mm: Sequence[float], rows: int) -> Any:
    """A table without lines. Widths stand at the columns *and* at the cells, or Word and LibreOffice differ."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    table = made.add_table(rows=rows, cols=len(widths_mm))
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")  # Word minds the order
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _centred(cell: "_Cell", text: str, *, first: bool = False, before: float = 0, **style: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = Pt(before)
    for number, line in enumerate(text.split("\n")):
        run = _run(paragraph, line, **style)
        if number < text.count("\n"):
            run.add_break()


def _rule(paragraph: "DocxParagraph", length_mm: float, width_mm: float) -> None:
    """A solid line in the middle: the upper border of a low paragraph, indented on both sides."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    style = paragraph.paragraph_format
    style.left_indent = style.right_indent = Mm((width_mm - length_mm) / 2)
    style.space_before, style.line_spacing_rule, style.line_spacing = Pt(2), WD_LINE_SPACING.EXACTLY, Pt(4)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    )
    _run(paragraph, "", size=2)


def _head(made: "Docx", letterhead: Letterhead) -> None:
    table = _grid(made, (LEFT_MM, RIGHT_MM), 2)
    (left, right), (number, place) = (row.cells for row in table.rows)
    _centred(left, letterhead.issuer[0], first=True, size=SMALL, bold=True)
    _centred(left, letterhead.issuer[1], size=SMALL, bold=True)
    _rule(left.add_paragraph(), HALF * width_mm(letterhead.issuer[1], SMALL), LEFT_MM)
    _centred(right, STATE, first=True, size=SMALL, bold=True)
    _centred(right, MOTTO, size=BODY, bold=True)
    _rule(right.add_paragraph(), width_mm(MOTTO, BODY), RIGHT_MM)
    _centred(number, letterhead.number, first=True, before=6, size=SMALL)
    if letterhead.about:
        _centred(number, f"V/v {letterhead.about}", before=6, size=SMALL)
    _centred(place, letterhead.place_and_date, first=True, before=6, size=BODY, italic=True)


def width_mm(text: str, size: float) -> float:
    """Of a bold line, by the twin that has the same widths as Times New Roman."""
    return _bold_face().getlength(text) / 1000 * size * 25.4 / 72


@cache
def _bold_face() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(settings.BASE_DIR / "typefaces" / "Tinos_700Bold.ttf", 1000)


def _title(made: "Docx", document: Document) -> None:
    if document.form is Form.REPORT:
        _middle(made, document.kind_name, before=18, bold=True)
        _middle(made, document.subject, bold=True)
        _rule(made.add_paragraph(), HALF * width_mm(document.subject.rpartition("\n")[2], BODY), WIDTH_MM)
    if not document.addressees:
        return
    if len(document.addressees) == 1:
        _middle(made, f"Kính gửi: {document.addressees[0]}", before=12)
        return
    _middle(made, "Kính gửi:", before=12)
    for line in document.addressee_lines:
        _paragraph(made, line, before=0, indent_mm=60)


def _annex_title(made: "Docx", document: Document) -> None:
    _middle(made, "Phụ lục", bold=True)
    _middle(made, document.subject, bold=True)
    _middle(made, document.attached_to, italic=True)
    _rule(made.add_paragraph(), HALF * width_mm(document.subject.rpartition("\n")[2], BODY), WIDTH_MM)


def _middle(made: "Docx", text: str, *, before: float = 0, **style: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = Pt(before)
    for number, line in enumerate(text.split("\n")):
        run = _run(paragraph, line, **style)
        if number < text.count("\n"):
            run.add_break()


def _paragraph(made: "Docx", text: str, *, before: float = 6, indent_mm: float = 0, **style: Any) -> "DocxParagraph":
    """Of the text: justified, its first line indented by 10 mm, 6 pt below the one before."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    paragraph = made.add_paragraph()
    form = paragraph.paragraph_format
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    form.space_before, form.left_indent = Pt(before), Mm(indent_mm)
    form.first_line_indent = Mm(0 if indent_mm else 10)
    _run(paragraph, text, **style)
    return paragraph


def _block(made: "Docx", block: Block) -> None:
    match block:
        case Heading(text=text):
            _paragraph(made, text, bold=True).paragraph_format.keep_with_next = True
        case Paragraph(text=text):
            _paragraph(made, text)
        case Table():
            _table(made, block)
        case Chart():
            _chart(made, block)


def _caption(made: "Docx", text: str) -> "DocxParagraph":
    _middle(made, text, before=6, size=SMALL, italic=True)
    return made.paragraphs[-1]


def _chart(made: "Docx", chart: Chart) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    picture = made.add_paragraph()
    picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture.paragraph_format.space_before, picture.paragraph_format.keep_with_next = Pt(6), True
    run = _run(picture, "")
    run.add_picture(BytesIO(draw(chart, "png")), width=Mm(160))
    run._r.xpath(".//wp:docPr")[0].set("descr", chart.caption)
    _caption(made, chart.caption)


def _table(made: "Docx", table: Table) -> None:
    from docx.oxml import OxmlElement

    _caption(made, table.caption).paragraph_format.keep_with_next = True
    rows = [table.headers, *table.rows, *([table.total] if table.total else [])]
    grid = _grid(made, table.widths, len(rows))
    grid.style = "Table Grid"
    for number, (row, cells) in enumerate(zip(grid.rows, rows, strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        is_bold = number == 0 or cells is table.total
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            _cell(cell, text, is_bold=is_bold, side="centre" if number == 0 else table.side(column))


def _cell(cell: "_Cell", text: str, *, is_bold: bool, side: str) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Mm, Pt

    sides = {"left": ALIGN.LEFT, "right": ALIGN.RIGHT, "centre": ALIGN.CENTER}
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = sides[side]
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(2)
    form.left_indent = form.right_indent = Mm(0 if side == "centre" else 1)
    _run(paragraph, text, size=TABLE, bold=is_bold)


def _foot(made: "Docx", document: Document) -> None:
    """Recipients on the left, who signs on the right; between the title and the name there is room for a hand."""
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    assert document.signature
    made.paragraphs[-1].paragraph_format.keep_with_next = True  # a signature never stands alone on a page
    gap = made.add_paragraph().paragraph_format
    gap.line_spacing, gap.keep_with_next = Pt(10), True
    table = _grid(made, (WIDTH_MM / 2, WIDTH_MM / 2), 1)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    left, right = table.rows[0].cells
    _run(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True)
    for line in document.recipient_lines:
        _run(left.add_paragraph(), line, size=RECIPIENTS)
    for number, line in enumerate(document.signature.authority):
        _centred(right, line, first=number == 0, size=BODY, bold=True)
    _centred(right, document.signature.name, before=72, size=BODY, bold=True)
