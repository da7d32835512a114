"""Where the copy uses words that were not given for use, or were taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import attrgetter

from factcheck.articles.models import Proof
from factcheck.newsroom.phrases import gettext_noop
from factcheck.replies.models import CommentRequest, Reply, Use
from factcheck.replies.rules import Mismatch, run_shared, runs_of
from factcheck.replies.rules.words import with_article

RUN = 6  # words in a row that make the copy's words the reply's


def kept_back_in(requests: Iterable[CommentRequest]) -> dict[int, list[Mismatch]]:
    """Return by article where its current copy has words that must not run.

    Marked as using such a reply, or in the same words. In as many queries as for one article;
    `requests`, all of the articles', come with their replies.
    """
    by_article: dict[int, list[Reply]] = defaultdict(list)
    replies = [reply for request in requests for reply in request.replies.all()]
    for reply in sorted(replies, key=attrgetter("pk")):
        if reply.not_for_use and reply.request is not None:
            by_article[reply.request.article_id].append(reply)
    if not by_article:
        return {}
    copies = dict(
        Proof.objects.filter(article__in=by_article, current=True).values_list("article", "text")
    )
    uses = _uses(reply for replies in by_article.values() for reply in replies)
    return {
        pk: [
            fault
            for reply in replies
            if (fault := _fault(reply, copies.get(pk, ""), uses.get(reply.pk, "")))
        ]
        for pk, replies in by_article.items()
    }


def _uses(replies: Iterable[Reply]) -> Mapping[int, str]:
    """Return words of the current copy that are marked as using each reply."""
    marked = Use.objects.exclude(standing="archived").filter(
        reply__in=[reply.pk for reply in replies], proof__current=True
    )
    return dict(marked.values_list("reply", "text"))


def _fault(reply: Reply, copy: str, used: str) -> Mismatch | None:
    words = used or run_shared(copy, runs_of(reply.text, RUN), RUN)
    if not words or reply.request is None:
        return None
    party = with_article(reply.request.party.name)
    text = gettext_noop(
        "The copy uses words of %(party)s (“%(words)s”): %(why)s",
        party=party,
        words=_cut(words),
        why=reply.not_for_use,
    )
    return Mismatch(text, True, None, reply.request.party_id, reply.request_id)


def _cut(words: str) -> str:
    return words if len(words) <= 120 else words[:119] + "…"
