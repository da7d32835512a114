"""Mail's background work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from celery import shared_task

from factcheck.newsroom.sweeps import sweep
from factcheck.post import actions, arrivals
from factcheck.post.models import Incoming, Mailbox, Outgoing


@shared_task(name="post.deliver")
def deliver(pk: int) -> None:
    actions.deliver(pk)


@shared_task(name="post.strand")
def strand(pk: int) -> None:
    actions.recover_stranded(pk)


@shared_task(
    name="post.fetch_mail",
    time_limit=arrivals.POLL_SECONDS,
    soft_time_limit=arrivals.POLL_SECONDS - 20,
)
def fetch_mail(pk: int) -> None:
    arrivals.poll(pk)


@shared_task(name="post.parse")
def parse(pk: int) -> None:
    incoming = Incoming.objects.filter(pk=pk, state="stored").defer("raw").first()
    if incoming is not None:
        arrivals.parse(incoming)


def _queued(now: datetime) -> Iterable[int]:
    return Outgoing.objects.due(now).values_list("pk", flat=True)[:500]


def _stranded(now: datetime) -> Iterable[int]:
    return Outgoing.objects.stranded(now).values_list("pk", flat=True)[:500]


def _mailboxes(now: datetime) -> Iterable[int]:
    names = [arrivals.mailbox_name(url) for url in actions.mailbox_urls()]
    for name in names:
        Mailbox.objects.get_or_create(name=name, defaults={"next_try_at": now})
    if not names:
        return []
    return Mailbox.objects.due(now).filter(name__in=names).values_list("pk", flat=True)


def _unparsed(now: datetime) -> Iterable[int]:
    return Incoming.objects.unparsed(now).values_list("pk", flat=True)[:500]


sweep(
    "post.deliver", task=deliver, due=_queued, every=10, queue="mail", after=("post",), by_time=True
)
sweep("post.strand", task=strand, due=_stranded, every=30, queue="mail")
sweep("post.fetch_mail", task=fetch_mail, due=_mailboxes, every=10, queue="mail", by_time=True)
sweep("post.parse", task=parse, due=_unparsed, every=10, queue="mail", after=("post",))
