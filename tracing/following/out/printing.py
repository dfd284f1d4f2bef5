"""The list on paper, in the form of official documents (Nghị định 30/2020/NĐ-CP): a draft, unnumbered and unsigned.

Vietnamese on purpose: it is an official's document, whatever language its printer reads.
"""

from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from thongnhat_portal.pdf import as_input, typeset
from tracing.following.looking import Seen
from tracing.following.out.rows import Export
from tracing.models import Degree
from vietnam.documents import official_date
from vietnam.phones import format_phone

TEMPLATE = Path(__file__).with_name("list.typ")


def list_pdf(made: Export) -> bytes:
    return typeset(TEMPLATE, inputs(made))


def inputs(made: Export) -> dict[str, str]:
    commune, today = made.case.commune, timezone.localdate()
    with override("vi"):
        given = {
            "above": [commune.issuer.upper(), str(commune).upper()],
            "place_and_date": f"{commune.name}, {official_date(today)}",
            "code": made.case.code,
            "reference": made.case.authority_reference,
            "count": made.rows,
            "in_clear": sum(one.is_open for one in made.seen),
            "recipients": [f"{commune.issuer} {commune}"],
            "watermark": made.watermark,
            "rows": [_row(one) for one in made.seen],
        }
    return {"list": as_input(given)}


def _row(one: Seen) -> dict[str, Any]:
    contact = one.contact
    until = contact.quarantine_until
    return {
        "contact": str(contact.pk),
        "name": one.name,
        "phone": format_phone(one.phone) if one.is_open and one.phone else one.phone,
        "degree": Degree(contact.degree).name,
        "minutes": str(contact.minutes),
        "last": f"{timezone.localtime(contact.last_exposed_at):%H:%M %d/%m/%Y}",
        "state": str(contact.get_state_display()),
        "until": f"{until:%d/%m/%Y}" if until else "",
    }
