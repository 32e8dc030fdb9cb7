"""Who asks: the one answer for limits, for the lock of the sign-in (axes) and for what is written down."""

import re
from ipaddress import IPv4Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

WITH_PORT = re.compile(r"\[(?P<bracketed>[^\]]+)\](:\d+)?|(?P<plain>[\d.]+):\d+")
"""What some proxies write into X-Forwarded-For: 192.0.2.7:4711, [2001:db8::7]:4711."""


def client_address(request: HttpRequest) -> str | None:
    """Return the visitor's IP address; None where it cannot be known (a Unix socket).

    An IPv6 address is that of its /64, which one subscriber has whole.

    Each of the PROXIES in front writes the address that it saw at the end of X-Forwarded-For, or in its
    place. What stands further to the left is a stranger's word, and is not read.
    """
    header = request.META.get("HTTP_X_FORWARDED_FOR", "")
    addresses = header.split(",") if header and settings.PROXIES else []
    is_forwarded = len(addresses) >= settings.PROXIES > 0
    return _normalize(addresses[-settings.PROXIES] if is_forwarded else request.META.get("REMOTE_ADDR", ""))


def _normalize(text: str) -> str | None:
    match = WITH_PORT.fullmatch(text.strip())
    text = (match["bracketed"] or match["plain"]) if match else text.strip()
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv4Address) or address.is_loopback:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address, 64), strict=False).network_address)
