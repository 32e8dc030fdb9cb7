"""Whose request it is, seen through the proxies in front."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the visitor's IP address; None where it cannot be known (a Unix socket).

    Each of the PROXIES in front writes the address that it saw at the end of X-Forwarded-For, or in its
    place. What stands further to the left is a stranger's word, and is not read.
    """
    header = request.META.get("HTTP_X_FORWARDED_FOR", "")
    addresses = header.split(",") if header and settings.PROXIES else []
    is_forwarded = len(addresses) >= settings.PROXIES > 0
    address = addresses[-settings.PROXIES] if is_forwarded else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(address.strip()))
    except ValueError:
        return None
