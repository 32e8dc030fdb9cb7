"""Limits by visitor: counted wherever something can count, and closed where nobody knows who asks."""

import socket

import pytest
from axes.helpers import get_client_ip_address
from django.core.cache import cache, caches
from django.test import RequestFactory

from mgi import environment
from mgi.caches import ForgivingRedisCache
from profiles.throttling import allow_visitor


def visits(count: int, **environ: str) -> list[bool]:
    """Return what is answered to visitor after visitor, of whom three are allowed."""
    address = get_client_ip_address(RequestFactory().get("/", **environ))
    return [allow_visitor("test", address, 3) for _ in range(count)]


def test_a_visitor_is_counted():
    assert visits(5, REMOTE_ADDR="192.0.2.1") == [True, True, True, False, False]
    assert visits(1, REMOTE_ADDR="192.0.2.2") == [True]


def test_visitors_whom_nobody_knows_are_counted_as_one():
    assert visits(2, REMOTE_ADDR="") == [True, True]
    assert visits(2, REMOTE_ADDR="nonsense") == [True, False]


def test_the_addresses_of_a_subscriber_are_counted_as_one():
    assert visits(3, REMOTE_ADDR="2001:db8::1") == [True] * 3
    assert visits(1, REMOTE_ADDR="2001:db8::ffff:1") == [False]
    assert visits(1, REMOTE_ADDR="2001:db8:0:1::1") == [True]


@pytest.fixture
def no_redis(settings, monkeypatch) -> None:
    """Make the cache a Redis that nobody answers for."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings.CACHES = {"default": environment.cache(f"redis://127.0.0.1:{port}/0")}
    monkeypatch.setattr(ForgivingRedisCache, "asked_again_at", 0.0)


@pytest.mark.usefixtures("no_redis")
def test_limits_go_on_in_each_process_while_redis_is_away():
    assert isinstance(caches["default"], ForgivingRedisCache)
    assert visits(5, REMOTE_ADDR="192.0.2.40") == [True, True, True, False, False]
    assert cache.get("anything") is None
