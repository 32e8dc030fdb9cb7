"""Whose request it is: what strangers write into a header changes nothing."""

import pytest
from axes.helpers import get_client_ip_address
from django.test import RequestFactory

FORGED = "198.51.100.66"
VISITOR = "203.0.113.9"
PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "expected"),
    [
        (0, "", VISITOR, VISITOR),
        (0, FORGED, VISITOR, VISITOR),
        (1, VISITOR, PROXY, VISITOR),
        (1, f"{FORGED}, {VISITOR}", PROXY, VISITOR),
        (2, f"{VISITOR}, {PROXY}", PROXY, VISITOR),
        (2, f"{FORGED},{VISITOR},{PROXY}", PROXY, VISITOR),
        (1, "", PROXY, PROXY),
        (1, "nonsense", PROXY, None),
        (1, f"{FORGED}, {VISITOR}:4711", PROXY, VISITOR),
        (1, f"{VISITOR}, nonsense", PROXY, None),
        (1, "2001:DB8::1", PROXY, "2001:db8::"),
        (1, "2001:db8:0:0:1:2:3:4", PROXY, "2001:db8::"),
        (1, "[2001:db8:0:7::1]:4711", PROXY, "2001:db8:0:7::"),
        (1, "[2001:db8:0:7::1]", PROXY, "2001:db8:0:7::"),
        (0, "", "fe80::7%eth0", "fe80::"),
        (0, "", "::1", "::1"),
        (0, "", f"::ffff:{VISITOR}", VISITOR),
        (0, "", "", None),
    ],
)
def test_the_address_of_a_visitor(settings, proxies, forwarded, remote, expected):
    settings.PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, **headers)
    assert get_client_ip_address(request) == expected
