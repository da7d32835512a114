"""The sentence as it was frozen at clearance, and what the record has become since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from factcheck.articles.models import Article
from factcheck.replies import rules
from factcheck.replies.models import CommentRequest, Extension, FrozenSentence, Letter, Reply
from factcheck.replies.reads.comment_requests import facts_of, house
from factcheck.replies.reads.with_record import orphans_by_request, records_of
from factcheck.replies.rules import Asked, Drift


def frozen_of(article: Article) -> FrozenSentence | None:
    """Return the frozen sentence of the newest cleared proof."""
    return FrozenSentence.objects.filter(article=article).select_related("by", "proof").first()


def drift_of(article: Article, now: datetime) -> list[Drift]:
    """Return what is no longer as the frozen sentence has it; empty where nothing was frozen."""
    frozen = frozen_of(article)
    return drifts([frozen], now)[article.pk] if frozen else []


def drifts(frozen: Iterable[FrozenSentence], now: datetime) -> dict[int, list[Drift]]:
    """`drift_of` by article, one frozen sentence each, in as many queries as for one."""
    rows = {sentence.article_id: sentence for sentence in frozen}
    facts: dict[int, list[Asked]] = defaultdict(list)
    orphans, spoken_for = orphans_by_request(), house()
    for request in records_of(rows):
        facts[request.article_id].append(facts_of(request, orphans))
    return {
        pk: rules.drift(sentence.requests, sentence.at, facts[pk], now, spoken_for)
        for pk, sentence in rows.items()
    }


def perhaps_drifted() -> QuerySet[FrozenSentence]:
    """Return frozen sentences of current proofs on whose record something has happened since.

    Selected in SQL, so that the many on which nothing has are not looked at.
    """
    of_article, since = OuterRef("article"), OuterRef("at")
    replies = Reply.objects.filter(
        Q(received_at__gt=since) | Q(triaged_at__gt=since), request__article=of_article
    )
    letters = Letter.objects.filter(
        Q(bounced_at__gt=since) | Q(created_at__gt=since), request__article=of_article
    )
    happened = (
        replies,
        letters,
        CommentRequest.objects.filter(article=of_article, created_at__gt=since),
        Extension.objects.filter(request__article=of_article, at__gt=since),
    )
    any_of = Q()
    for event in happened:
        any_of |= Q(Exists(event))
    return FrozenSentence.objects.filter(any_of, proof__current=True).select_related("article")
