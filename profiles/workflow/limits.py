"""How often a stranger may have us do something: counted in the cache, by who asks and by whom it reaches."""

import hashlib

from django.core.cache import cache

WINDOW = 15 * 60
"""Seconds. Where the cache is local memory, each worker counts for itself."""


def is_within(key: str, limit: int) -> bool:
    """Count one more of `key`; say whether that is within `limit` for the last WINDOW."""
    if cache.add(key, 1, WINDOW):
        return True
    try:
        return cache.incr(key) <= limit
    except ValueError:  # it ran out between the two lines, or the cache is down
        return True


def mailbox(email: str) -> str:
    """Return what a mailbox is counted by; the address itself does not go into the cache."""
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()
