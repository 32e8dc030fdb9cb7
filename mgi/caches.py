"""The shared cache, kept from ever being the reason that a page fails."""

import logging
import time
from collections.abc import Callable
from typing import Any, ClassVar

import redis
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

local = LocMemCache("while Redis is away", {"OPTIONS": {"MAX_ENTRIES": 10_000}})
PAUSE = 5.0
"""Seconds for which Redis is not asked again after it did not answer."""


def forgiving(operation: str, miss: Callable[..., Any]) -> Any:
    """Return a method that does `operation`, and answers what `miss` does where Redis does not answer."""

    def attempt(self: "ForgivingRedisCache", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < ForgivingRedisCache.asked_again_at:
            return miss(*args, **kwargs)
        try:
            return getattr(RedisCache, operation)(self, *args, **kwargs)
        except redis.ResponseError as error:  # It answered: of a value that is no number, for example.
            logger.warning("The cache refused to %s: %s", operation, error)
            return miss(*args, **kwargs)
        except redis.RedisError as error:
            ForgivingRedisCache.asked_again_at = time.monotonic() + PAUSE
            logger.warning("The cache did not answer (%s), pages are made without it: %s", operation, error)
            return miss(*args, **kwargs)

    return attempt


class ForgivingRedisCache(RedisCache):
    """Redis as a convenience: when it does not answer, everything is a miss and the site goes on."""

    asked_again_at: ClassVar[float] = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        params["OPTIONS"] = params.get("OPTIONS", {}) | {"retry": Retry(NoBackoff(), 0)}
        super().__init__(server, params)

    get = forgiving("get", lambda key, default=None, version=None: default)
    get_many = forgiving("get_many", lambda *args, **kwargs: {})
    has_key = forgiving("has_key", lambda *args, **kwargs: False)
    set = forgiving("set", lambda *args, **kwargs: None)
    set_many = forgiving("set_many", lambda data, *args, **kwargs: list(data))
    # What is counted (profiles/throttling.py) goes on being counted, by each process for itself.
    add = forgiving("add", local.add)
    touch = forgiving("touch", lambda *args, **kwargs: False)
    incr = forgiving("incr", local.incr)
    delete = forgiving("delete", lambda *args, **kwargs: False)
    delete_many = forgiving("delete_many", lambda *args, **kwargs: None)
    clear = forgiving("clear", lambda: False)
