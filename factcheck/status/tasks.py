"""Tasks by state: notices not made, mails not queued, digests whose hour has come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from celery import shared_task
from django.utils import timezone

from factcheck.desk.models.changes import NEWS
from factcheck.desk.reads.changes import something_changed
from factcheck.newsroom.sweeps import AT_ONCE, sweep
from factcheck.status import actions, alarms
from factcheck.status.models import DigestPlan, Notice


@shared_task(name="status.notice")
def notice(pk: int) -> None:
    """One job for the whole desk, so its id says nothing."""
    actions.make_notices(now=timezone.now())


@shared_task(name="status.tell")
def tell(pk: int) -> None:
    actions.tell(notice_id=pk, now=timezone.now())


@shared_task(name="status.digest")
def digest(pk: int) -> None:
    actions.send_digest(plan_id=pk, now=timezone.now())


@shared_task(name="status.watch")
def watch(pk: int) -> None:
    """One job for the whole newsroom, so its id says nothing."""
    alarms.watch(timezone.now())


def alarms_due(now: datetime) -> list[int]:
    """[0] where a part stands that chiefs were not told of, or goes again; else nothing."""
    return [0] if alarms.changed(now) else []


def news_due(now: datetime) -> list[int]:
    """[0] where an article changed that somebody may have to be told of, else nothing."""
    return [0] if something_changed(NEWS, now) else []


def mails_due(now: datetime) -> Iterable[int]:
    return Notice.objects.pending().filter(when="at once").values_list("pk", flat=True)[:AT_ONCE]


def digests_due(now: datetime) -> Iterable[int]:
    plans = DigestPlan.objects.filter(next_at__lte=now).order_by("next_at")
    return plans.values_list("pk", flat=True)[:AT_ONCE]


sweep(
    "status.notice",
    task=notice,
    due=news_due,
    every=20,
    queue="status",
    after=("articles", "claims", "evidence", "post", "replies", "review"),
    by_time=True,
)
sweep("status.tell", task=tell, due=mails_due, every=20, queue="status", after=("status",))
sweep("status.digest", task=digest, due=digests_due, every=60, queue="status", by_time=True)
sweep("status.watch", task=watch, due=alarms_due, every=60, queue="status", by_time=True)
