"""Which causes of the queue there can be at all: one cheap question before many.

Most articles that change have no reply to sort, no failed letter and no lost page. What is asked
here holds of more rows than the cause itself, never of fewer.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import connection

_OF_ARTICLE: Final = "t.article_id = ANY(%(ids)s)"
_REQUEST: Final = "JOIN replies_commentrequest r ON r.id = t.request_id"
_OF_CLAIM: Final = "JOIN claims_claim c ON c.id = t.claim_id AND c.article_id = ANY(%(ids)s)"
# An article that is open and on which no query is.
SECOND_READ: Final = (
    "articles_article t WHERE t.id = ANY(%(ids)s) AND t.closed_at IS NULL AND NOT EXISTS("
    "SELECT 1 FROM review_query q WHERE q.article_id = t.id AND q.state <> 'decided')"
)
# Causes, and the rows without which there is none of them.
NEEDED: Final[dict[str, str]] = {
    "second reads": SECOND_READ,
    "queries": f"review_query t WHERE {_OF_ARTICLE} AND t.state <> 'decided'",
    "changes to make": f"review_query t WHERE {_OF_ARTICLE} AND t.decision = 'change'",
    "replies": "replies_reply t LEFT JOIN replies_commentrequest r ON r.id = t.request_id"
    " WHERE t.triaged_at IS NULL AND (t.request_id IS NULL OR r.article_id = ANY(%(ids)s))",
    "letters": f"replies_letter t {_REQUEST} JOIN post_outgoing o ON o.id = t.outgoing_id"
    " AND o.state IN ('unknown', 'failed') WHERE r.article_id = ANY(%(ids)s)",
    "overdue": f"replies_commentrequest t WHERE {_OF_ARTICLE} AND t.deadline <= %(now)s",
    "drifted": f"replies_frozensentence t WHERE {_OF_ARTICLE}",
    "providers": "evidence_provider t WHERE t.failing_since IS NOT NULL",
    "lost pages": "evidence_hit t JOIN evidence_search s ON s.id = t.search_id JOIN claims_claim c"
    " ON c.id = s.claim_id AND c.article_id = ANY(%(ids)s) JOIN evidence_document d"
    " ON d.id = t.document_id WHERE d.work = 'failed'",
    "changed pages": f"evidence_evidence t {_OF_CLAIM} WHERE t.ruling = 'accepted'",
    "mailboxes": "post_mailbox t WHERE t.error <> ''",
    "contacts": "replies_contact t WHERE t.health = 'bad'",
    "unreadable": "replies_mailnotice t WHERE t.seen_at IS NULL UNION ALL"
    " SELECT 1 FROM post_incoming i WHERE i.state = 'stored'",
    "readings": "claims_extraction t JOIN articles_proof p ON p.id = t.proof_id"
    " AND p.article_id = ANY(%(ids)s) WHERE t.work = 'failed'",
    "imports": "articles_import t WHERE t.work = 'failed'",
}
_QUESTION: Final = (
    f"SELECT {', '.join(f'EXISTS(SELECT 1 FROM {rows})' for rows in NEEDED.values())}"  # noqa: S608  # nosec B608
)


def possible_causes(articles: Collection[int], now: datetime) -> frozenset[str]:
    """Return the names of the causes that there may be of these articles, or of none."""
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION, {"ids": list(articles), "now": now})
        answers = cursor.fetchone() or ()
    return frozenset(name for name, there in zip(NEEDED, answers, strict=True) if there)
