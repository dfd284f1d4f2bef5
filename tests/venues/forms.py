"""What a browser sends to register a venue, and what it is told."""

from html import unescape
from typing import Any

from tests.conftest import Cast

NEW = "/venues/new/"
HOSTILE = ["<script>alert(1)</script>", "=1+1", "#set page(flipped: true)", "Ở" * 120, "Quán " * 23 + "Ân"]


def a_venue(cast: Cast, **cells: Any) -> dict[str, Any]:
    return {"name": "Quán Mẫu", "category": "eatery", "village": cast.village.pk} | cells


def a_wedding(cast: Cast, starts_at: str, ends_at: str, **cells: Any) -> dict[str, Any]:
    return a_venue(cast, category="wedding", starts_at=starts_at, ends_at=ends_at, **cells)


def errors(response: Any) -> dict[str, list[str]]:
    """Field → codes of its errors, of a form handed back."""
    assert response.status_code == 422
    found = response.context["form"].errors.as_data()
    return {field: [error.code for error in faults] for field, faults in found.items()}


def page(cast: Cast, address: str, role: str = "officer") -> str:
    response = cast.client(role).get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())
