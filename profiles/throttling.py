"""How often a stranger may have us do something: counted in the cache, by who asks and by whom it reaches."""

import hashlib

from django.core.cache import cache

WINDOW = 15 * 60
"""Seconds. Where the cache is local memory, or Redis is away, each worker counts for itself."""


def allow(key: str, limit: int, window: int = WINDOW) -> bool:
    """Count one more of `key`; say whether that is within `limit` for the last `window` seconds."""
    for _attempt in range(2):
        if cache.add(key, 1, window):
            return True
        try:
            return cache.incr(key) <= limit
        except ValueError:  # It ran out between the two lines.
            continue
    return False


def allow_visitor(what: str, address: str | None, limit: int, window: int = WINDOW) -> bool:
    """The same for one visitor; all whose address cannot be known (a Unix socket) are one."""
    return allow(f"{what}-{address or 'unknown'}", limit, window)


def normalize_mailbox(email: str) -> str:
    """Return what a mailbox is counted by; the address itself does not go into the cache."""
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()
