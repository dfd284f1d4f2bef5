"""Files handed out: the right type, a name that survives every browser, never cached."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
PNG = "image/png"
SVG = "image/svg+xml"


def download(content: bytes, *, file_name: str, content_type: str = XLSX) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=file_name) or "attachment"
    headers = {
        "Content-Disposition": disposition,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
