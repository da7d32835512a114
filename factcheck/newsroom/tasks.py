"""Tasks by state: lines of the log that wait for their link, and what is past its age."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from factcheck.newsroom import erasing
from factcheck.newsroom.log_chain import extend_chain
from factcheck.newsroom.models import UnlinkedEntry
from factcheck.newsroom.sweeps import sweep


@shared_task(name="newsroom.link_log")
def link_log(pk: int) -> None:
    """One job for the whole log, so its id says nothing."""
    extend_chain()


def links_due(now: datetime) -> list[int]:
    """[0] where a line waits for its link, else nothing."""
    return [0] if UnlinkedEntry.objects.exists() else []


sweep("newsroom.link_log", task=link_log, due=links_due, every=60, queue="status")


@shared_task(name="newsroom.erase")
def erase(pk: int) -> None:
    """Erase some rows of one kind; `pk` is the kind's number among `erasing.erasures()`."""
    erasing.erase_past(pk, timezone.now())


sweep("newsroom.erase", task=erase, due=erasing.due, every=600, queue="status", by_time=True)
