"""A document as PDF, set by the library of the posters; its letters are those of Times New Roman's twin."""

from pathlib import Path
from typing import Any

from reports.documents.chart import draw
from reports.documents.content import MOTTO, STATE, Block, Chart, Document, Heading, Paragraph, Table
from thongnhat_portal.pdf import as_input, typeset

TEMPLATE = Path(__file__).with_name("official.typ")


def as_pdf(document: Document) -> bytes:
    return typeset(TEMPLATE, {"document": as_input(_data(document))})


def _data(document: Document) -> dict[str, Any]:
    head = document.letterhead
    return {
        "form": document.form.value,
        "state": STATE,
        "motto": MOTTO,
        "issuer": head.issuer,
        "issuer_name": head.issuer_name,
        "number": head.number,
        "about": head.about,
        "place_and_date": head.place_and_date,
        "kind_name": document.kind_name,
        "subject": document.subject,
        "attached_to": document.attached_to,
        "addressees": document.addressee_lines,
        "blocks": [_block(block) for block in document.blocks],
        "recipients": document.recipient_lines,
        "authority": document.signature.authority if document.signature else [],
        "name": document.signature.name if document.signature else "",
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text=text):
            return {"is": "heading", "text": text}
        case Paragraph(text=text):
            return {"is": "paragraph", "text": text}
        case Table():
            return {
                "is": "table",
                "caption": block.caption,
                "headers": block.headers,
                "rows": block.rows,
                "total": block.total,
                "widths": block.widths,
                "sides": [block.side(column) for column in range(len(block.headers))],
            }
        case Chart():
            return {"is": "chart", "caption": block.caption, "svg": draw(block, "svg").decode()}
