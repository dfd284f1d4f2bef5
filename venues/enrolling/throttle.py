"""How often a place may be registered from one address and with one phone within an hour."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from thongnhat_portal.http import client_address

# Many phones share one mobile address, and an owner may have a few places.
FROM_ONE_ADDRESS = 20
WITH_ONE_PHONE = 5
HOUR = 3600


def has_too_many(request: HttpRequest, phone: str) -> bool:
    """Counts this registration; True once there were too many within the hour. No address or phone is kept in clear."""
    limits = ((client_address(request), FROM_ONE_ADDRESS), (phone, WITH_ONE_PHONE))
    return any(_count(key) > limit for key, limit in limits)


def _count(key: str) -> int:
    digest = salted_hmac("venues.enrolling", key, algorithm="sha256").hexdigest()
    name = f"enrolling:{digest}:{timezone.now():%d%H}"
    cache.add(name, 0, timeout=HOUR)
    try:
        return cache.incr(name)
    except ValueError:  # lapsed or evicted in between
        return 1
