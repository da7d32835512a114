"""Is this newsroom well: for the program that watches it, not for people.

`/healthz` says that the web process answers. `/readyz` says whether work gets done: it asks the
database and Redis, and looks when the sweeps ran, when each queue's workers last
took something up and each mailbox was last read.
Neither says anything of what the newsroom works on.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from factcheck.evidence.models import Provider
from factcheck.newsroom.sweeper import last_swept
from factcheck.newsroom.sweeps import last_taken_up, queues
from factcheck.post.models import Mailbox, Outgoing

# The sweeper sends every queue a pulse each minute; three missed are no chance, nor is a task of
# five minutes.
QUEUE_STANDS_AFTER: Final = timedelta(minutes=6)
SWEEPS_STAND_AFTER: Final = timedelta(minutes=2)
# When this process began: nothing has run yet in a newsroom that is just being started.
_BEGAN: Final = time.monotonic()
# A mailbox is read every minute or two; a provider's short outage is no alarm.
MAILBOX_STANDS_AFTER: Final = timedelta(minutes=15)
PROVIDER_STANDS_AFTER: Final = timedelta(minutes=30)
LETTERS_STAND_AFTER: Final = timedelta(minutes=15)
REDIS_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the newsroom; `trouble` is empty where it is well."""

    name: str
    trouble: str = ""


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that the web process is there, without asking anything else."""
    return JsonResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 where work gets done and 503 where a part stands, with each part's state."""
    parts = list(parts_now(timezone.now()))
    is_ready = not any(part.trouble for part in parts)
    return JsonResponse(
        {
            "status": "ok" if is_ready else "trouble",
            "parts": {part.name: part.trouble or "ok" for part in parts},
        },
        status=200 if is_ready else 503,
        headers={"Cache-Control": "no-store"},
    )


def parts_now(now: datetime) -> Iterator[Part]:
    """Yield the parts of the newsroom as they are; without a database nothing else is asked."""
    database = _database()
    yield database
    yield _redis()
    if database.trouble:
        return
    yield _sweeper(now)
    yield from _queues(now)
    yield from _mailboxes(now)


def troubles(now: datetime) -> dict[str, str]:
    """Return what chiefs are told of: parts that stand, providers among them, with what is wrong.

    Named as they are; a database that is away is told by nobody who needs it.
    """
    standing = {part.name: part.trouble for part in parts_now(now) if part.trouble}
    failing = Provider.objects.filter(on=True, failing_since__lt=now - PROVIDER_STANDS_AFTER)
    for provider in failing.order_by("name"):
        standing[f"provider {provider.name}"] = f"{provider.label} does not answer"
    refused = Outgoing.objects.filter(state="queued", created_at__lt=now - LETTERS_STAND_AFTER)
    if refused.filter(tries__gt=0).exists():
        standing["mail out"] = "letters wait: the mail server does not take them"
    return standing


def _database() -> Part:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Part("database", "does not answer")
    return Part("database")


def _redis() -> Part:
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=REDIS_SECONDS,
            socket_connect_timeout=REDIS_SECONDS,
        ) as client:
            client.ping()
    except (RedisError, OSError):
        return Part("redis", "does not answer")
    return Part("redis")


def _sweeper(now: datetime) -> Part:
    at = last_swept()
    if at is None or now - at > SWEEPS_STAND_AFTER:
        if time.monotonic() - _BEGAN < SWEEPS_STAND_AFTER.total_seconds():
            return Part("sweeps", "have not run since this was started; wait a moment")
        return Part("sweeps", "nobody runs them: start manage.py sweep")
    return Part("sweeps")


def _queues(now: datetime) -> Iterator[Part]:
    for queue in queues():
        at = last_taken_up(queue)
        if at is None:
            yield Part(f"queue {queue}", "no worker has taken anything up yet")
        elif now - at > QUEUE_STANDS_AFTER:
            minutes = int((now - at).total_seconds() // 60)
            yield Part(f"queue {queue}", f"stands for {minutes} minutes")
        else:
            yield Part(f"queue {queue}")


def _mailboxes(now: datetime) -> Iterator[Part]:
    """Yield the mailboxes by number: their names are addresses, which are nobody else's affair."""
    for mailbox in Mailbox.objects.order_by("pk"):
        read_at = mailbox.polled_at
        stands = read_at is None or now - read_at > MAILBOX_STANDS_AFTER
        yield Part(f"mailbox {mailbox.pk}", "was not read lately" if stands else "")
