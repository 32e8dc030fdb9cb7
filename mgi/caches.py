"""The shared cache, kept from ever being the reason that a page fails."""

import logging
import time
from collections.abc import Iterable
from typing import Any, ClassVar

import redis
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

PAUSE = 5.0
"""Seconds for which Redis is not asked again after it did not answer."""


class ForgivingRedisCache(RedisCache):
    """Redis as a convenience: when it does not answer, everything is a miss and the site goes on."""

    asked_again_at: ClassVar[float] = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        params["OPTIONS"] = params.get("OPTIONS", {}) | {"retry": Retry(NoBackoff(), 0)}
        super().__init__(server, params)

    def _tried(self, operation: str, otherwise: Any, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < ForgivingRedisCache.asked_again_at:
            return otherwise
        try:
            return getattr(super(), operation)(*args, **kwargs)
        except redis.RedisError as error:
            ForgivingRedisCache.asked_again_at = time.monotonic() + PAUSE
            logger.warning("The cache did not answer (%s), pages are made without it: %s", operation, error)
            return otherwise

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._tried("get", default, key, default, version)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> Any:
        return self._tried("get_many", {}, keys, version)

    def has_key(self, key: Any, version: int | None = None) -> Any:
        return self._tried("has_key", False, key, version)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        return self._tried("set", None, key, value, *args, **kwargs)

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> Any:
        return self._tried("set_many", list(data), data, *args, **kwargs)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        return self._tried("add", False, key, value, *args, **kwargs)

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        return self._tried("touch", False, key, *args, **kwargs)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> Any:
        return self._tried("incr", delta, key, delta, version)

    def delete(self, key: Any, version: int | None = None) -> Any:
        return self._tried("delete", False, key, version)

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> Any:
        return self._tried("delete_many", None, keys, version)

    def clear(self) -> Any:
        return self._tried("clear", False)
