"""Guessing codes: after thirty unknown ones in a minute an address is told 429 for further unknown ones.

It tells a broken scanner from a guest and spares the pages. What keeps a code from being guessed is its length. Known
codes are never counted, so that nobody keeps guests of the same address out.
"""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from thongnhat_portal.http import client_address

UNKNOWN_CODES_A_MINUTE = 30


def is_guessing(request: HttpRequest) -> bool:
    """Counts this unknown code; True once there were too many from this address within the minute."""
    key = f"unknown-codes:{client_address(request)}:{timezone.now():%H%M}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) > UNKNOWN_CODES_A_MINUTE
    except ValueError:  # lapsed or evicted in between
        return False
