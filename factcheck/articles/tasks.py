"""Pages to be brought in are fetched by the workers."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from factcheck.articles import actions
from factcheck.articles.models import Article, Import
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.sweeps import AT_ONCE, nudge, sweep
from factcheck.outside.errors import OutsideError
from factcheck.outside.http import FetchedPage, fetch
from factcheck.outside.pages import main_text

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=6)  # longer than a task may run
AT_MOST = 4
AGAIN_AFTER = timedelta(seconds=30)
FAILED = "The page could not be read. Paste its text instead."
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
    page = fetch(row.url)
    details = _page_details(page) | {
        name: value for name in ("headline", "published", "author") if (value := getattr(row, name))
    }
    with transaction.atomic():
        article = actions.import_file(
            by=row.by,
            data=page.body,
            name=page.final_url.partition("?")[0],
            charset=page.encoding or "",
            url=page.final_url[:2000],
            deadline=row.deadline,
            medium="url",
            **details,
        )
        if not row.finish(article=article):
            raise _LeaseLost
    nudge()
    return article


def _page_details(page: FetchedPage) -> dict[str, object]:
    """Return what the page states of itself; raise Refused where it is no article."""
    main = main_text(page)
    if not main.is_article:
        raise Refused(NO_ARTICLE)
    return {"headline": main.title, "published": main.published, "author_name": main.author}


def _failed_outside(row: Import, error: OutsideError) -> None:
    sentence = f"{error.message.rstrip('.')}."
    if not error.temporary:
        row.finish(work="failed", error=sentence)
        return
    wait = timedelta(
        seconds=min(error.retry_after or AGAIN_AFTER.total_seconds() * row.tries, 3600)
    )
    row.retry(error=sentence, after=wait, at_most=AT_MOST)


def due(now: datetime) -> Iterable[int]:
    return Import.objects.due(now).values_list("pk", flat=True)[:AT_ONCE]


sweep("articles.fetch_import", task=fetch_import, due=due, every=20, queue="fetch")
