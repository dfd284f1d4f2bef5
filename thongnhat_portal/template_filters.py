"""Filters of every template: numbers as people read them."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format

from vietnam.phones import format_phone

register = template.Library()


@register.filter
def percent(ratio: float | None) -> str:
    """0.4937 → "49,4 %"; a dash where nothing is known. Rounded first: number_format cuts."""
    return "–" if ratio is None else f"{number_format(round(ratio * 100, 1), 1)}\N{NO-BREAK SPACE}%"


@register.filter
def decimal(number: Decimal) -> str:
    """55.50 → "55,5", 50.00 → "50": no zeros at the end."""
    return number_format(f"{number.normalize():f}")


@register.filter
def svg(ratio: float | None) -> str:
    """A ratio as a length out of 100 in an SVG: never localized, drawn at most full."""
    return f"{min(max(ratio or 0, 0), 1) * 100:.2f}"


@register.filter
def phone(e164: str) -> str:
    return format_phone(e164) if e164 else ""
