"""What a page says."""

import re


def numbers(html: str) -> str:
    """Its digits where they are no part of a word, as random tokens and codes are: `0912 345 678`, `84912345678`."""
    return " ".join(re.findall(r"\b\d+\b", html))
