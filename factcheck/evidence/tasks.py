"""The work of this room: plan, ask, fetch, compare, poll."""

from __future__ import annotations

import datetime as dt

from celery import shared_task
from django.db.models import QuerySet

from factcheck.articles.models import Article
from factcheck.evidence import actions
from factcheck.evidence.actions import indexing
from factcheck.evidence.actions.ask import ask_in_turn
from factcheck.evidence.actions.captures import captures_to_plan
from factcheck.evidence.actions.cited import articles_to_cite
from factcheck.evidence.actions.compare import documents_to_compare
from factcheck.evidence.actions.fetch import documents_to_fetch, seconds_to_next_page
from factcheck.evidence.actions.plan import articles_to_plan
from factcheck.evidence.actions.screenshots import pictures_to_plan
from factcheck.evidence.actions.snapshots import rechecks_to_plan
from factcheck.evidence.actions.turns import searches_to_ask, seconds_to_next_turn
from factcheck.evidence.models import Capture, Feed, OwnArchive, Picture, Provider, Recheck
from factcheck.newsroom.sweeps import AT_ONCE, sweep


@shared_task(name="evidence.plan")
def plan(article_id: int) -> None:
    actions.plan_article(article_id)


@shared_task(name="evidence.cite")
def cite(article_id: int) -> None:
    actions.cite_article(article_id)


@shared_task(name="evidence.ask")
def ask(search_id: int) -> None:
    ask_in_turn(search_id)


@shared_task(name="evidence.fetch")
def fetch(document_id: int) -> None:
    actions.fetch_document(document_id)


@shared_task(name="evidence.compare")
def compare(document_id: int) -> None:
    actions.compare_document(document_id)


@shared_task(name="evidence.poll")
def poll(feed_id: int) -> None:
    actions.poll_feed(feed_id)


@shared_task(name="evidence.own_work")
def read_own_work(archive_id: int) -> None:
    actions.read_own_archive(archive_id)


@shared_task(name="evidence.cut_documents")
def cut_documents(first_id: int) -> None:
    indexing.cut_documents(first_id)


@shared_task(name="evidence.cut_entries")
def cut_entries(first_id: int) -> None:
    indexing.cut_entries(first_id)


@shared_task(name="evidence.understand_passages")
def understand_passages(first_id: int) -> None:
    indexing.understand_passages(first_id)


@shared_task(name="evidence.understand_claims")
def understand_claims(first_id: int) -> None:
    indexing.understand_claims(first_id)


@shared_task(name="evidence.understand_checks")
def understand_checks(first_id: int) -> None:
    indexing.understand_checks(first_id)


@shared_task(name="evidence.plan_recheck")
def plan_recheck(document_id: int) -> None:
    actions.plan_recheck(document_id)


@shared_task(name="evidence.recheck")
def recheck(recheck_id: int) -> None:
    actions.recheck(recheck_id)


@shared_task(name="evidence.plan_capture")
def plan_capture(document_id: int) -> None:
    actions.plan_capture(document_id)


@shared_task(name="evidence.capture")
def capture(capture_id: int) -> None:
    actions.capture(capture_id)


@shared_task(name="evidence.plan_picture")
def plan_picture(snapshot_id: int) -> None:
    actions.plan_picture(snapshot_id)


@shared_task(name="evidence.picture")
def take_picture(picture_id: int) -> None:
    actions.take_picture(picture_id)


def _pictures(now: dt.datetime) -> QuerySet[Picture, int]:
    return Picture.objects.due(now).values_list("pk", flat=True)[:AT_ONCE]


def _captures(now: dt.datetime) -> QuerySet[Capture, int]:
    return Capture.objects.due(now).values_list("pk", flat=True)[:AT_ONCE]


def _rechecks(now: dt.datetime) -> QuerySet[Recheck, int]:
    return Recheck.objects.due(now).values_list("pk", flat=True)[:AT_ONCE]


def _feeds(now: dt.datetime) -> QuerySet[Feed, int]:
    return Feed.objects.filter(on=True).due(now).values_list("pk", flat=True)[:AT_ONCE]


def _own_archives(now: dt.datetime) -> QuerySet[OwnArchive, int]:
    return OwnArchive.objects.filter(on=True).due(now).values_list("pk", flat=True)[:AT_ONCE]


def _articles(now: dt.datetime) -> QuerySet[Article, int]:
    if not Provider.objects.exists():
        actions.ensure_providers()  # a newsroom that has never opened the admin
    return articles_to_plan(now)


sweep("evidence.feeds", task=poll, due=_feeds, every=30, queue="fetch", by_time=True)
sweep(
    "evidence.own_work",
    task=read_own_work,
    due=_own_archives,
    every=60,
    queue="fetch",
    by_time=True,
)
sweep(
    "evidence.plan", task=plan, due=_articles, every=10, queue="read", after=("articles", "claims")
)
sweep(
    "evidence.cite",
    task=cite,
    due=articles_to_cite,
    every=10,
    queue="read",
    after=("articles", "claims"),
)
sweep(
    "evidence.ask",
    task=ask,
    due=searches_to_ask,
    every=10,
    queue="fetch",
    after=("evidence",),
    by_time=True,
    again=seconds_to_next_turn,
)
sweep(
    "evidence.fetch",
    task=fetch,
    due=documents_to_fetch,
    every=10,
    queue="fetch",
    after=("evidence",),
    by_time=True,
    again=seconds_to_next_page,
)
sweep(
    "evidence.compare",
    task=compare,
    due=documents_to_compare,
    every=10,
    queue="read",
    after=("evidence",),
)
sweep("evidence.plan_recheck", task=plan_recheck, due=rechecks_to_plan, every=60, queue="read")
sweep("evidence.recheck", task=recheck, due=_rechecks, every=60, queue="fetch")
sweep("evidence.plan_capture", task=plan_capture, due=captures_to_plan, every=60, queue="read")
sweep("evidence.capture", task=capture, due=_captures, every=60, queue="fetch")
sweep("evidence.plan_picture", task=plan_picture, due=pictures_to_plan, every=60, queue="read")
sweep("evidence.picture", task=take_picture, due=_pictures, every=60, queue="fetch")
sweep(
    "evidence.cut_documents",
    task=cut_documents,
    due=indexing.documents_to_cut,
    every=10,
    queue="read",
    after=("evidence",),
)
sweep("evidence.cut_entries", task=cut_entries, due=indexing.entries_to_cut, every=10, queue="read")
sweep(
    "evidence.understand_passages",
    task=understand_passages,
    due=indexing.passages_to_understand,
    every=10,
    queue="read",
)
sweep(
    "evidence.understand_claims",
    task=understand_claims,
    due=indexing.claims_to_understand,
    every=10,
    queue="read",
    after=("claims",),
)
sweep(
    "evidence.understand_checks",
    task=understand_checks,
    due=indexing.checks_to_understand,
    every=10,
    queue="read",
)
