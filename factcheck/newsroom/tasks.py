"""Tasks by state: lines of the log that wait for their link."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task

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
