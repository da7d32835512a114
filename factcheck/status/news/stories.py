"""What happened, whose business it is, and how a mail speaks of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from factcheck.articles.models import Article
from factcheck.review.reads.gate import cut


@dataclass(frozen=True, slots=True)
class News:
    """Something that is true now, and whose business it is.

    `event` is what it rests on: a new one is told anew. `article` is None where it is about none.
    """

    kind: str
    event: str
    article: Article | None
    text: str
    link: str
    to: frozenset[int]
    by: int | None = None  # whose own act it was: they are not told


def ids(*people: int | None) -> frozenset[int]:
    return frozenset(pk for pk in people if pk is not None)


def about(article: Article) -> str:
    """How a mail calls the article: nothing of restricted copy leaves, not even its headline."""
    if article.restricted:
        return _("a restricted article")
    return _("“%(headline)s”") % {"headline": cut(article.headline)}


def said(article: Article, words: str) -> str:
    """Words to go on with after a colon; none where the article is restricted."""
    return "" if article.restricted else f": {cut(words)}"
