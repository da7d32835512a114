"""Figures for Prometheus at `/metrics`, read when they are asked for.

They are of the whole newsroom, from its database and its broker, so it does not matter which web
process answers. They count; none says what the newsroom works on.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from factcheck.articles.models import Article
from factcheck.evidence.models import Provider
from factcheck.newsroom import queue_marks
from factcheck.newsroom.models import Work
from factcheck.newsroom.sweeper import last_swept
from factcheck.newsroom.sweeps import last_taken_up, queues
from factcheck.post.models import Mailbox, Outgoing
from factcheck.status.health import parts_now

# What is done is not counted: those tables grow for years.
UNDONE: Final = ("waiting", "running", "failed")
UNSENT: Final = ("queued", "in flight", "unknown")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer who may ask with the figures; anyone else finds no such page."""
    if not _may_ask(request):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Newsroom(timezone.now()))
    return HttpResponse(
        generate_latest(registry),
        content_type=CONTENT_TYPE_LATEST,
        headers={"Cache-Control": "no-store"},
    )


def _may_ask(request: HttpRequest) -> bool:
    """Tell whether a request bears the token; without one in the settings, is of this machine."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")
    if request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded"):
        return False  # a proxy on this machine asks for somebody else
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class Newsroom(Collector):
    """The figures at one moment."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily(
            "factcheck_part_up",
            "1 where a part of the newsroom goes, 0 where it stands.",
            labels=["part"],
        )
        for part in parts_now(self._now):
            up.add_metric([part.name], 0 if part.trouble else 1)
        yield up
        yield from self._queues()
        yield self._work()
        yield from self._mail()
        yield self._providers()
        open_now = Article.objects.filter(closed_at=None).count()
        yield GaugeMetricFamily("factcheck_articles_open", "Articles that are open.", open_now)

    def _queues(self) -> Iterator[Metric]:
        waiting = GaugeMetricFamily(
            "factcheck_queue_messages", "Messages that wait in a queue.", labels=["queue"]
        )
        try:
            for queue, count in queue_marks.waiting(queues()).items():
                waiting.add_metric([queue], count)
            yield waiting
        except RedisError:
            pass  # the part "redis" says so
        taken = GaugeMetricFamily(
            "factcheck_queue_last_taken_timestamp_seconds",
            "When a worker of a queue last took something up.",
            labels=["queue"],
        )
        for queue in queues():
            if at := last_taken_up(queue):
                taken.add_metric([queue], at.timestamp())
        yield taken
        if at := last_swept():
            yield GaugeMetricFamily(
                "factcheck_sweeper_last_seen_timestamp_seconds",
                "When a sweeper was last about.",
                at.timestamp(),
            )

    def _work(self) -> Metric:
        rows = GaugeMetricFamily(
            "factcheck_work_rows",
            "Rows of background work that are not done, by kind and state.",
            labels=["kind", "state"],
        )
        for model in apps.get_models():
            if issubclass(model, Work):
                undone = model._default_manager.filter(work__in=UNDONE).order_by()
                for state, count in undone.values_list("work").annotate(Count("pk")):
                    rows.add_metric([model._meta.label_lower, state], count)
        return rows

    def _mail(self) -> Iterator[Metric]:
        letters = GaugeMetricFamily(
            "factcheck_mail_letters", "Letters that have not gone for certain.", labels=["state"]
        )
        unsent = Outgoing.objects.filter(state__in=UNSENT).order_by()
        for state, count in unsent.values_list("state").annotate(Count("pk")):
            letters.add_metric([state], count)
        yield letters
        read = GaugeMetricFamily(
            "factcheck_mailbox_last_read_timestamp_seconds",
            "When a mailbox, by its number, was last read.",
            labels=["mailbox"],
        )
        for mailbox in Mailbox.objects.exclude(polled_at=None).order_by("pk"):
            assert mailbox.polled_at is not None
            read.add_metric([str(mailbox.pk)], mailbox.polled_at.timestamp())
        yield read

    def _providers(self) -> Metric:
        failures = GaugeMetricFamily(
            "factcheck_provider_failures",
            "Failures in a row of a search provider that is on.",
            labels=["provider"],
        )
        for name, count in Provider.objects.filter(on=True).values_list("name", "failures"):
            failures.add_metric([name], count)
        return failures
