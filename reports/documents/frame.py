"""What every document of a commune has around its text: letterhead, signature, the usual recipients."""

from datetime import date

from accounts.models import Commune
from reports.documents.content import Letterhead, Signature

FIELD = "VHXH"  # what the letters are about: văn hóa - xã hội
LAST_RECIPIENT = "Lưu: VT"


def letterhead(commune: Commune, dated: date, *, symbol: str, about: str = "") -> Letterhead:
    return Letterhead(
        issuer=(commune.issuer.upper(), str(commune).upper()),
        issuer_name=issuer_name(commune),
        symbol=symbol,
        place=commune.name,
        dated=dated,
        about=about,
    )


def issuer_name(commune: Commune) -> str:
    """Within a sentence: “Ủy ban nhân dân xã Thống Nhất”."""
    return f"{commune.issuer} {lowered(str(commune))}"


def lowered(name: str) -> str:
    """A place within a sentence: “Huyện Mẫu” is “huyện Mẫu”."""
    return name[:1].lower() + name[1:]


def signature(commune: Commune) -> Signature:
    """On behalf of the committee; a vice chair signs for the chair (KT.)."""
    title = (commune.signatory_title or "Chủ tịch").upper()
    authority = [f"TM. {commune.issuer.upper()}"]
    if title.startswith("PHÓ "):
        authority.append(f"KT. {title.removeprefix('PHÓ ')}")
    return Signature(authority=[*authority, title], name=commune.signatory_name)


def with_archive(recipients: list[str]) -> list[str]:
    """The archive is always the last."""
    return [line for line in recipients if not line.startswith("Lưu:")] + [
        next((line for line in recipients if line.startswith("Lưu:")), LAST_RECIPIENT)
    ]


def superior(commune: Commune) -> list[str]:
    """Whom the commune reports to."""
    return [f"Ủy ban nhân dân {lowered(commune.district)}"] if commune.district else []
