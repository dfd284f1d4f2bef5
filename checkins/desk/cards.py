"""Whose card was scanned: a visitor card of the portal, or an identity or insurance card that was seen before.

A card's number becomes a keyed hash as soon as it arrives; neither it nor a QR's text is stored or logged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Commune
from checkins.models import RememberedCard, VisitorCard
from vault.masking import mask_name, mask_phone
from vault.sealing import INDEX_LENGTH, CannotUnseal, blind_indexes, seal, unseal
from vietnam.cards import NUMBERS
from vietnam.text import fold

VISITOR = "card"
HASH = re.compile(f"[0-9a-f]{{{INDEX_LENGTH}}}")


@dataclass(frozen=True)
class Known:
    """What a lookup answers. `key`: opaque, all that the desk needs to record the visit."""

    is_known: bool
    key: str = ""
    name: str = ""
    phone: str = ""
    is_revoked: bool = False

    def masked(self) -> dict[str, Any]:
        """All that a keeper is told of a person."""
        return {
            "known": self.is_known,
            "revoked": self.is_revoked,
            "card_key": self.key,
            "name": mask_name(self.name) if self.name else "",
            "phone": mask_phone(self.phone) if self.phone else "",
        }


def look_up_visitor(commune: Commune, code: str) -> Known:
    card = VisitorCard.objects.filter(commune=commune, code=code.upper()).first()
    if card is None:
        return Known(is_known=False)
    if card.revoked_at is not None:
        return Known(is_known=False, is_revoked=True)
    return Known(True, seal(f"{VISITOR}:{card.pk}"), card.name, card.phone)


def look_up_remembered(commune: Commune, kind: str, number: str, name: str) -> Known:
    """The phone of this card, if it was asked before and the name is still the same."""
    hashes = card_hashes(commune, kind, number)
    found = RememberedCard.objects.filter(card_hash__in=hashes).first()
    if found is None or fold(found.name) != fold(name):
        return Known(False, hashes[0], name)
    return Known(True, found.card_hash, name, found.phone)


def card_hashes(commune: Commune, kind: str, number: str) -> list[str]:
    """Under every key, newest first. The same card has another hash in another commune."""
    return blind_indexes("checkins", f"card {commune.pk} {kind} {number}")


def without_numbers(commune: Commune, body: Any) -> Any:
    """A record as it may be kept: in the place of a card's number its hash."""
    if not isinstance(body, Mapping) or "card_number" not in body:
        return body
    kept = {name: value for name, value in body.items() if name != "card_number"}
    kind, number = body.get("source"), body["card_number"]
    if isinstance(kind, str) and isinstance(number, str) and kind in NUMBERS and NUMBERS[kind].fullmatch(number):
        kept["card_key"] = card_hashes(commune, kind, number)[0]
    return kept


class Cards:
    """The cards that some records name, in one query for each kind."""

    def __init__(self, commune: Commune, records: Iterable[Mapping[str, Any]]) -> None:
        scanned = [record for record in records if record["card_code"] or record["card_key"]]
        visitors = [record for record in scanned if record["source"] == VISITOR]
        hashes = [record["card_key"] for record in scanned if record["source"] != VISITOR]
        of_commune = VisitorCard.objects.filter(commune=commune)
        codes = {record["card_code"] for record in visitors} - {""}
        keys = {pk for record in visitors if (pk := _opened(record["card_key"]))}
        self.by_code = {card.code: card for card in of_commune.filter(code__in=codes)} if codes else {}
        self.by_key = of_commune.in_bulk(keys) if keys else {}
        remembered = RememberedCard.objects.filter(commune=commune, card_hash__in=hashes) if hashes else ()
        self.remembered = {card.card_hash: card for card in remembered}

    def visitor_card(self, record: Mapping[str, Any]) -> VisitorCard | None:
        return self.by_key.get(_opened(record["card_key"])) or self.by_code.get(record["card_code"])

    def phone(self, record: Mapping[str, Any]) -> str:
        """Typed now, or remembered for this card."""
        found = self.remembered.get(record["card_key"])
        return record["phone"] or (found.phone if found and fold(found.name) == fold(record["name"]) else "")


def _opened(key: str) -> int:
    """The visitor card that a handle of ours means; 0 for any other text."""
    try:
        kind, pk = unseal(key).split(":") if key else ("", "")
    except (CannotUnseal, ValueError):
        return 0
    return int(pk) if kind == VISITOR and pk.isdigit() else 0


def remember(commune: Commune, seen: Mapping[str, tuple[str, str, datetime]]) -> None:
    """{hash: (name, phone, when)}: asked once, found the next time. One statement."""
    rows = [
        RememberedCard(commune=commune, card_hash=card_hash, name=name, phone=phone, seen_at=at)
        for card_hash, (name, phone, at) in seen.items()
    ]
    told = ["name", "phone", "seen_at"]
    RememberedCard.objects.bulk_create(rows, update_conflicts=True, unique_fields=["card_hash"], update_fields=told)
