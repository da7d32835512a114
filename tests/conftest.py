"""Fixtures every room's tests may use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis
from django.conf import settings


@pytest.fixture
def flush_redis() -> Iterator[redis.Redis]:
    """This worker's own Redis database, emptied before and after: ask for it wherever Redis is used."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.flushdb()
    yield client
    client.flushdb()
    client.close()
