"""Which rows wait in the queue: a mark for each, so that none is sent twice.

A mark stands in the broker's own Redis, so that both live and die together: a Redis that lost its
messages lost their marks too, and the next sweep sends the rows anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

import redis
from django.conf import settings

PREFIX: Final = "newsroom.queued"
# A mark's lease must outlive the longest lag: one that ends while its message waits doubles it. A
# message that was lost alone is noticed sooner, by `lost`.
WAITING_SECONDS: Final = 6 * 3600
# Once a worker has begun, its row's own lease says more. Should the worker die, the row is sent
# again after this; a task that takes longer may be sent once more, and finds its row taken.
RUNNING_SECONDS: Final = 180
SOCKET_SECONDS: Final = 2.0
# The visibility timeout of the settings (400), and what its restoring may be late.
IN_HANDS_SECONDS: Final = 480


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url,
        socket_timeout=SOCKET_SECONDS,
        socket_connect_timeout=SOCKET_SECONDS,
    )


def broker() -> redis.Redis:
    """Return the client of the broker's Redis; its calls raise RedisError where it is away."""
    return _client(settings.REDIS_URL)


def _key(task: str, pk: int) -> str:
    return f"{PREFIX}:{task}:{pk}"


def mark(task: str, ids: list[int]) -> list[int]:
    """Mark rows as queued for `task`; return those that were not marked before, in their order."""
    pipe = broker().pipeline(transaction=False)
    for pk in ids:
        pipe.set(
            _key(task, pk),
            "waiting",
            nx=True,
            ex=WAITING_SECONDS,
        )
    were_free = pipe.execute()
    return [pk for pk, was_free in zip(ids, were_free, strict=True) if was_free]


def unmark(task: str, ids: Iterable[int]) -> None:
    """Let the next sweep send these rows."""
    if keys := [_key(task, pk) for pk in ids]:
        broker().delete(*keys)


def mark_begun(task: str, pk: int) -> None:
    """Note that a worker has begun on a row."""
    broker().set(_key(task, pk), "running", ex=RUNNING_SECONDS)


def lost(task: str, ids: list[int], queue: str) -> list[int]:
    """Return the marked rows whose messages are gone: the queue was purged, say, or a host killed.

    A message waits in `queue` or is in a worker's hands. While the queue is empty, no hands hold
    one for longer than the broker's visibility timeout: it would be back in the queue.
    """
    pipe = broker().pipeline(transaction=False)
    pipe.llen(queue)
    pipe.hlen("unacked")  # what kombu's workers hold and have not acknowledged
    for pk in ids:
        pipe.ttl(_key(task, pk))
    waits, held, *seconds_left = pipe.execute()
    if waits:
        return []
    if not held:
        return list(ids)
    return [pk for pk, seconds in zip(ids, seconds_left, strict=True) if _waits_too_long(seconds)]


def _waits_too_long(seconds_left: int) -> bool:
    """Return whether a mark is older than any worker's hands hold a message.

    With so few seconds left that it may be a running one's, it is not.
    """
    seconds_since = WAITING_SECONDS - seconds_left
    return seconds_since > IN_HANDS_SECONDS and seconds_left > RUNNING_SECONDS


def waiting(queues: Iterable[str]) -> dict[str, int]:
    """Return how many messages wait in each queue."""
    names = list(queues)
    pipe = broker().pipeline(transaction=False)
    for name in names:
        pipe.llen(name)
    return dict(zip(names, pipe.execute(), strict=True))
