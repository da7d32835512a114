"""The cache: Redis, and the database while Redis is down or hangs.

Sign-in and the API count tries in the cache. Without a second place for the counts, a Redis that
is away would either lock everybody out or lift every limit.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, Final

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

FALLBACK: Final = "fallback"  # the name of the database's cache in the settings
# How long Redis is left alone after it failed: each try costs its time-out, and a page makes many.
PAUSE_SECONDS: Final = 5.0
# A page must not wait for a Redis that hangs; on one machine or beside it an answer takes 1 ms.
TIMEOUT_SECONDS: Final = 0.5
log = logging.getLogger(__name__)


class SteadyCache(RedisCache):
    """Django's Redis cache, which turns to the database's where Redis does not answer."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_timeout", TIMEOUT_SECONDS)
        options.setdefault("socket_connect_timeout", TIMEOUT_SECONDS)
        super().__init__(server, params)
        self._away_until = 0.0

    def _ask(
        self,
        name: str,
        redis: Callable[..., Any],
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        if time.monotonic() >= self._away_until:
            try:
                return redis(*args, **kwargs)
            except (RedisError, OSError) as error:
                self._away_until = time.monotonic() + PAUSE_SECONDS
                log.warning("Redis does not answer (%s); the database counts meanwhile.", error)
        return getattr(caches[FALLBACK], name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Set a key that is not there yet; tell whether it was set."""
        return bool(self._ask("add", super().add, *args, **kwargs))

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """Return a key's value."""
        return self._ask("get", super().get, *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Set a key."""
        self._ask("set", super().set, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        """Give a key a new end."""
        return bool(self._ask("touch", super().touch, *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """Take a key away; tell whether it was there."""
        return bool(self._ask("delete", super().delete, *args, **kwargs))

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        """Tell whether a key is there."""
        return bool(self._ask("has_key", super().has_key, *args, **kwargs))

    def incr(self, *args: Any, **kwargs: Any) -> int:
        """Add to a number; ValueError where it is not there."""
        return int(self._ask("incr", super().incr, *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the values of those keys that are there."""
        values: dict[str, Any] = self._ask(
            "get_many",
            super().get_many,
            *args,
            **kwargs,
        )
        return values

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Set several keys."""
        return list(self._ask("set_many", super().set_many, *args, **kwargs) or [])

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        """Take several keys away."""
        self._ask("delete_many", super().delete_many, *args, **kwargs)
