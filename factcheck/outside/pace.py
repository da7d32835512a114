"""How often a host is asked, kept in Redis so that every worker on every machine shares it."""

import math
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache

import redis
from django.conf import settings
from redis.commands.core import Script

from factcheck.outside.errors import Kind, OutsideError

PREFIX = "factcheck:outside"
LONGEST_WAIT = 3.0  # seconds a worker sleeps for its turn; longer waits go back to the queue
LONGEST_HOLD = 6 * 3600.0  # a server that asks for more is asked again after this
DEFAULT_HOLD = 60.0  # after a 429 or 503 that names no time
_SOCKET_SECONDS = 2.0

# Reads the clock of Redis, not of the worker: machines disagree. The braces keep both keys on one
# node of a cluster.
_TURN = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local next_slot = tonumber(redis.call('GET', KEYS[1]) or '0')
local held_until = tonumber(redis.call('GET', KEYS[2]) or '0')
local slot = math.max(now, next_slot, held_until)
local wait = slot - now
if wait > tonumber(ARGV[2]) then return {0, wait} end
local free = slot + tonumber(ARGV[1])
if free > now then redis.call('SET', KEYS[1], free, 'PX', free - now + 1000) end
return {1, wait}
"""
_NEXT = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local slot = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'),
tonumber(redis.call('GET', KEYS[2]) or '0'))
return slot - now
"""
_HOLD = """
local clock = redis.call('TIME')
local free = clock[1] * 1000 + math.floor(clock[2] / 1000) + tonumber(ARGV[1])
if free > tonumber(redis.call('GET', KEYS[1]) or '0') then
  redis.call('SET', KEYS[1], free, 'PX', ARGV[1])
end
"""
_LET_GO = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url,
        socket_timeout=_SOCKET_SECONDS,
        socket_connect_timeout=_SOCKET_SECONDS,
        decode_responses=True,
    )


@cache
def _script(url: str, text: str) -> Script:
    return _client(url).register_script(text)


@contextmanager
def shared() -> Iterator[redis.Redis]:
    """Yield the client of Redis; raise OutsideError(kind="paced") without it.

    Nobody knows then who asked when, so nothing is asked.
    """
    try:
        yield _client(settings.REDIS_URL)
    except (redis.RedisError, ValueError) as error:
        raise OutsideError(
            Kind.PACED, "The pace keeper (Redis) does not answer", retry_after=30.0, temporary=True
        ) from error


def wait_turn(place: str, interval: float, *, longest: float = LONGEST_WAIT) -> None:
    """Reserve the next slot of `place` (host:port) and sleep until it.

    It is at least `interval` seconds after the one before. Raises OutsideError(kind="paced",
    retry_after=…), and takes no slot, when it is more than `longest` seconds away.
    """
    keys = (f"{PREFIX}:turn:{{{place}}}", f"{PREFIX}:hold:{{{place}}}")
    with shared():
        granted, milliseconds = _script(settings.REDIS_URL, _TURN)(
            keys=keys,
            args=(round(interval * 1000), round(longest * 1000)),
        )
    wait = milliseconds / 1000
    if not granted:
        raise OutsideError(
            Kind.PACED, f"{place} is asked less often than this", retry_after=wait, temporary=True
        )
    if wait > 0:
        time.sleep(wait)


def next_turn(place: str) -> float:
    """Return the seconds until `place` has a free slot; 0 where it has one now. Takes none."""
    keys = (f"{PREFIX}:turn:{{{place}}}", f"{PREFIX}:hold:{{{place}}}")
    with shared():
        milliseconds = _script(settings.REDIS_URL, _NEXT)(keys=keys)
    return int(milliseconds) / 1000


def hold(place: str, seconds: float) -> None:
    """Have nobody ask `place` for so many seconds: it said 429 or 503."""
    with shared():
        _script(settings.REDIS_URL, _HOLD)(
            keys=(f"{PREFIX}:hold:{{{place}}}",),
            args=(max(1, round(min(seconds, LONGEST_HOLD) * 1000)),),
        )


@contextmanager
def alone(name: str, seconds: float) -> Iterator[None]:
    """Hold the lock of `name`, one holder among all workers.

    The lock falls by itself after `seconds`.
    """
    key = f"{PREFIX}:alone:{{{name}}}"
    # By it the holder knows the lock as its own: one that fell may be another's by now.
    mine = secrets.token_hex(8)
    with shared() as client:
        taken = client.set(
            key,
            mine,
            nx=True,
            px=round(seconds * 1000),
        )
    if not taken:
        raise OutsideError(
            Kind.PACED, f"{name} is being asked just now", retry_after=2.0, temporary=True
        )
    try:
        yield
    finally:
        # What was found is worth more than a lock that falls by itself.
        with suppress(OutsideError), shared():
            _script(settings.REDIS_URL, _LET_GO)(keys=(key,), args=(mine,))


def seconds_asked(retry_after: str | None, now: datetime | None = None) -> float:
    """Return how many seconds a Retry-After asks for, between 1 and LONGEST_HOLD.

    It holds seconds or an HTTP date (RFC 9110 10.2.3); DEFAULT_HOLD where it holds neither.
    """
    text = (retry_after or "").strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            instant = parsedate_to_datetime(text)
            if instant.tzinfo is None:
                instant = instant.replace(tzinfo=UTC)
            seconds = (instant - (now or datetime.now(UTC))).total_seconds()
        except (ValueError, TypeError, OverflowError, IndexError):
            return DEFAULT_HOLD
    if math.isnan(seconds):
        return DEFAULT_HOLD
    return min(max(seconds, 1.0), LONGEST_HOLD)
