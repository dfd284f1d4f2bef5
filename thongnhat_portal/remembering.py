"""Figures that grow with the commune or with its history are not read anew at every look."""

import logging
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
REMEMBERED = timedelta(minutes=10)
Figures = TypeVar("Figures")


def remembered(key: str, read: Callable[[], Figures]) -> Figures:
    """What `read` found at most ten minutes ago; while the cache is away it is read each time."""
    try:
        found: Figures | None = cache.get(key)
        if found is None:
            found = read()
            cache.set(key, found, REMEMBERED.total_seconds())
    except RedisError:
        log.warning("cache away, figures are read anew")
        return read()
    return found


def key_of(name: str, *facts: object) -> str:
    """A key for figures that are of these facts alone, however many; the facts are those that `repr` tells apart."""
    return f"{name}:{sha256(repr(facts).encode()).hexdigest()}"
