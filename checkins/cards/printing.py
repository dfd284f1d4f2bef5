"""Visitor cards on A4, to be cut: with a code of more than 3 cm, or of 5."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from checkins.models import VisitorCard
from thongnhat_portal.pdf import as_input, typeset
from venues.qr import qr_code, qr_svg, whole_width

TEMPLATE = Path(__file__).with_name("card.typ")


def address(card: VisitorCard) -> str:
    """All that the code says: it opens a page that tells nothing of the person."""
    return f"{settings.PUBLIC_URL}{reverse('card', args=[card.code])}"


def cards_pdf(cards: Iterable[VisitorCard], layout: str) -> bytes:
    """They come with their village and commune."""
    return typeset(TEMPLATE, inputs(cards, layout), tags=False)


def inputs(cards: Iterable[VisitorCard], layout: str) -> dict[str, str]:
    return {"cards": as_input([_content(card) for card in cards]), "layout": layout}


def _content(card: VisitorCard) -> dict[str, Any]:
    code = qr_code(address(card))
    return {
        "commune": f"{card.commune.issuer} {card.commune}".upper(),
        "village": str(card.village),
        "name": card.name,
        "code": card.code,
        "qr": qr_svg(code),
        "qr_whole": whole_width(code),
    }
