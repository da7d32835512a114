"""Pages to be brought in are fetched by the workers."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from factcheck.articles import actions
from factcheck.articles.importers.copy import Copy
from factcheck.articles.models import Article, Import
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.sweeps import AT_ONCE, nudge, sweep
from factcheck.outside.errors import OutsideError
from factcheck.outside.http import FetchedPage, fetch
from factcheck.outside.pages import main_text

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=6)  # longer than a task may run
AT_MOST = 4
# Somebody waits at the page: soon, and longer with each try.
AGAIN_AFTER = timedelta(seconds=30)
_LONGEST_WAIT = 3600  # seconds, whatever a server asks for; then the person had better paste
FAILED = "The page could not be read. Paste its text instead."
MOST_STEPS = 3  # pages that lead on to the next
LEADS_ON = "The page leads on to another, again and again. Give the address of the article."
NO_ARTICLE = "There is no article on that page. Paste its text instead."


class _LeaseLost(Exception):  # noqa: N818
    """Another worker has the row: what this one made is undone."""


@shared_task(name="articles.fetch_import")
def fetch_import(pk: int) -> None:
    """Fetch the page of Import `pk` and make it an article.

    Harmless where the row is gone, done, or another worker's.
    """
    row = Import.objects.claim(pk, timezone.now(), LEASE)
    if row is None:
        return
    if row.tries > AT_MOST:  # workers died over it without a word
        row.finish(work="failed", error=FAILED)
        return
    try:
        bring_in(row)
    except OutsideError as error:
        _failed_outside(row, error)
    except (Refused, NotAllowed) as error:
        row.finish(work="failed", error=str(error))
    except _LeaseLost:
        return
    except Exception:  # whatever is wrong with the page must end as a row, not as a lost task
        log.exception("Import %s failed.", pk)
        row.retry(error=FAILED, after=AGAIN_AFTER, at_most=AT_MOST)


def bring_in(row: Import) -> Article:
    """Fetch and read outside any transaction, then make the article and end the row in one."""
    page, document = _read(row.url)
    names = ("headline", "published", "author")
    given = {name: value for name in names if (value := getattr(row, name))}
    details = {
        "headline": document.headline,
        "published": document.published,
        "author_name": document.author,
        **given,
    }
    with transaction.atomic():
        article = actions.import_copy(
            by=row.by,
            text=document.text,
            blocks=document.blocks,
            url=page.final_url[:2000],
            deadline=row.deadline,
            checker=row.checker,
            medium="url",
            document=document,
            **details,
        )
        if not row.finish(article=article):
            raise _LeaseLost
    nudge("articles")
    return article


def _read(url: str) -> tuple[FetchedPage, Copy]:
    """Fetch a page and read it; follow it where it only leads on. Raise Refused if no article."""
    for _ in range(MOST_STEPS):
        page = fetch(url)
        try:
            document = actions.copy_in(
                page.body,
                page.final_url.partition("?")[0],
                charset=page.encoding or "",
                address=page.final_url,
            )
        except actions.LeadsOn as error:
            url = error.address
            continue
        if not main_text(page).is_article:
            raise Refused(NO_ARTICLE)
        return page, document
    raise Refused(LEADS_ON)


def _failed_outside(row: Import, error: OutsideError) -> None:
    sentence = f"{error.message.rstrip('.')}."
    if not error.temporary:
        row.finish(work="failed", error=sentence)
        return
    asked = error.retry_after or AGAIN_AFTER.total_seconds() * row.tries
    wait = timedelta(seconds=min(asked, _LONGEST_WAIT))
    row.retry(error=sentence, after=wait, at_most=AT_MOST)


def due(now: datetime) -> Iterable[int]:
    return Import.objects.due(now).values_list("pk", flat=True)[:AT_ONCE]


sweep(
    "articles.fetch_import",
    task=fetch_import,
    due=due,
    every=20,
    queue="fetch",
    after=("articles",),
    by_time=True,
)
