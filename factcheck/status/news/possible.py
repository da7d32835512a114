"""Which kinds of news there can be at all of a few articles: one cheap question before many.

Most articles that change have no late reply, no failed letter and no note that calls somebody. What
is asked here holds of more rows than the news itself, never of fewer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from factcheck.desk.reads.possible_causes import SECOND_READ
from factcheck.newsroom.models import Desk

_REQUEST: Final = "replies_commentrequest r"
_OF_REQUEST: Final = f"JOIN {_REQUEST} ON r.id = t.request_id WHERE r.article_id = ANY(%(ids)s)"
_OF_ARTICLE: Final = "t WHERE t.article_id = ANY(%(ids)s)"
# Kinds, and the rows without which there is none of them.
_NEEDED: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("reply",), f"replies_reply t {_OF_REQUEST} AND t.triaged_at IS NULL"),
    (
        ("late reply",),
        f"replies_reply t JOIN {_REQUEST} ON r.id = t.request_id JOIN articles_article a"
        " ON a.id = r.article_id AND a.closed_at < t.received_at WHERE a.id = ANY(%(ids)s)",
    ),
    (("legal threat",), f"replies_reply t {_OF_REQUEST} AND t.says = 'legal threat'"),
    (
        ("letter failed",),
        "replies_letter t JOIN post_outgoing o ON o.id = t.outgoing_id "
        f"AND o.state IN ('unknown', 'failed') {_OF_REQUEST}",
    ),
    (
        ("due soon", "overdue", "still overdue"),
        f"replies_commentrequest {_OF_ARTICLE} AND t.deadline <= %(warned)s",
    ),
    (
        ("assigned",),
        "articles_article t WHERE t.id = ANY(%(ids)s) AND t.assigned_to_id IS NOT NULL",
    ),
    (("second read",), SECOND_READ),
    (("query",), f"review_query {_OF_ARTICLE} AND t.state <> 'decided'"),
    (("change",), f"review_query {_OF_ARTICLE} AND (t.new <> '' OR t.decision = 'change')"),
    (
        ("queue item",),
        "desk_queueitem t WHERE (t.article_id IS NULL OR t.article_id = ANY(%(ids)s))"
        " AND t.stands AND t.assigned_to_id IS NOT NULL",
    ),
    (("decided",), f"review_query {_OF_ARTICLE} AND t.state = 'decided'"),
    (("refused",), f"review_signoff {_OF_ARTICLE} AND NOT t.accepted"),
    (("cleared", "after clearing"), f"review_clearance {_OF_ARTICLE}"),
    (
        ("reopened",),
        "articles_proof p JOIN (SELECT proof_id FROM review_signoff UNION ALL"
        " SELECT proof_id FROM review_clearance) t ON t.proof_id = p.id"
        " WHERE p.article_id = ANY(%(ids)s) AND NOT p.current",
    ),
    (("mention", "note resolved"), f"review_thread {_OF_ARTICLE}"),
    (
        ("source changed",),
        "review_verdict t LEFT JOIN claims_claim c ON c.id = t.claim_id "
        "LEFT JOIN claims_quote q ON q.id = t.quote_id WHERE t.reopened <> '' "
        "AND (c.article_id = ANY(%(ids)s) OR q.article_id = ANY(%(ids)s))",
    ),
)
_QUESTION: Final = f"SELECT {', '.join(f'EXISTS(SELECT 1 FROM {rows})' for _, rows in _NEEDED)}"  # noqa: S608  # nosec B608


def possible(kinds: Iterable[str], articles: Collection[int], now: datetime) -> list[str]:
    """Return those of the kinds of which these articles may have news, in their order."""
    warned = now + timedelta(minutes=Desk.load().warn_minutes_before)
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION, {"ids": list(articles), "warned": warned})
        answers = cursor.fetchone() or ()
    asked = zip(_NEEDED, answers, strict=True)
    none = {kind for (without, _), there in asked if not there for kind in without}
    return [kind for kind in kinds if kind not in none]
