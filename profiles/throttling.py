"""How often a stranger may have us do something: counted in the cache, by who asks and by whom it reaches."""

import hashlib
from ipaddress import IPv6Address, ip_address, ip_network

from django.core.cache import cache

WINDOW = 15 * 60
"""Seconds. Where the cache is local memory, each worker counts for itself; where it is down, nobody does."""


def allow(key: str, limit: int, window: int = WINDOW) -> bool:
    """Count one more of `key`; say whether that is within `limit` for the last `window` seconds."""
    if cache.add(key, 1, window):
        return True
    try:
        return cache.incr(key) <= limit
    except ValueError:  # it ran out between the two lines, or the cache is down
        return True


def allow_visitor(what: str, address: str | None, limit: int, window: int = WINDOW) -> bool:
    """The same for one visitor; whose address cannot be known (a Unix socket) is not counted."""
    return not address or allow(f"{what}-{network(address)}", limit, window)


def normalize_mailbox(email: str) -> str:
    """Return what a mailbox is counted by; the address itself does not go into the cache."""
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()


def network(address: str) -> str:
    """Return what a visitor is counted by: an IPv6 address as its /64, which one subscriber has whole.

    >>> network("192.0.2.7"), network("2001:db8::7")
    ('192.0.2.7', '2001:db8::/64')
    """
    if not isinstance(ip_address(address), IPv6Address):
        return address
    return str(ip_network(f"{address}/64", strict=False))
