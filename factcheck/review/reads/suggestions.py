"""What the machine marked and nobody has accepted yet, by kind; and the marks removed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any, Final

from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _lazy

from factcheck.articles.models import Article
from factcheck.claims.models import Accusation, Ask, Claim, Fact, Mark, Quote, Tk
from factcheck.review.reads.items import is_suggested
from factcheck.review.reads.states import Marked

SAMPLE = 3  # words of so many marks say what is meant


# One and several of each kind.
_COUNTED: Final = {
    "claim": (_lazy("claim"), _lazy("claims")),
    "quote": (_lazy("quote"), _lazy("quotes")),
    "ask": (_lazy("ask"), _lazy("asks")),
    "number": (_lazy("number"), _lazy("numbers")),
    "date": (_lazy("date"), _lazy("dates")),
    "name": (_lazy("name"), _lazy("names")),
    "title": (_lazy("title"), _lazy("titles")),
    "place": (_lazy("place"), _lazy("places")),
    "superlative": (_lazy("superlative"), _lazy("superlatives")),
}


@dataclass(frozen=True, slots=True)
class Suggested:
    """Marks of one kind; `of` is the kind of fact. `ids` are those on the page."""

    kind: str
    of: str
    ids: Sequence[int]
    sample: str

    @property
    def name(self) -> str:
        return self.of or self.kind

    @property
    def many(self) -> str:
        one, several = _COUNTED[self.name]
        return str(one if len(self.ids) == 1 else several)


@dataclass(frozen=True, slots=True)
class ThrownOut:
    """Marks of one kind that a person threw out at one stroke."""

    kind: str
    pk: int
    at: datetime
    words: Sequence[str]
    restore_url: str


def suggested(on: Marked) -> list[Suggested]:
    by_kind: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for mark in (*on.marks.claims, *on.marks.quotes, *on.marks.facts, *on.marks.asks):
        if mark.standing == "live" and is_suggested(mark, on):
            by_kind[
                mark._meta.model_name or "", mark.kind if isinstance(mark, Fact) else ""
            ].append(mark)
    return [
        Suggested(
            kind,
            of,
            [m.pk for m in marks],
            ", ".join(f"“{_short(m.text)}”" for m in marks[:SAMPLE]),
        )
        for (kind, of), marks in by_kind.items()
    ]


def _short(words: str) -> str:
    return words if len(words) <= 40 else words[:39] + "…"


def _gone(model: type[Mark], article: Article) -> QuerySet[Any, Any]:
    rows = model._default_manager.filter(
        article=article, thrown_out_at__isnull=False, standing="archived"
    ).order_by()
    named: QuerySet[Any, Any] = rows.annotate(mark=Value(model._meta.model_name))
    return named.values_list("mark", "pk", "thrown_out_at", "text", "start")


def thrown_out(article: Article) -> list[ThrownOut]:
    """Return the marks removed, the newest first."""
    by_batch: dict[tuple[str, datetime], list[tuple[int, str]]] = defaultdict(list)
    models: tuple[type[Mark], ...] = (Claim, Quote, Fact, Ask, Accusation, Tk)
    first, *rest = [_gone(model, article) for model in models]
    for kind, pk, at, text, _ in sorted(first.union(*rest, all=True), key=itemgetter(4)):
        by_batch[kind, at].append((pk, _short(text)))
    batches = [
        ThrownOut(
            kind=kind,
            pk=marks[0][0],
            at=at,
            words=[words for _, words in marks],
            restore_url=_restore_url(article, kind, [pk for pk, _ in marks]),
        )
        for (kind, at), marks in by_batch.items()
    ]
    return sorted(batches, key=lambda batch: batch.at, reverse=True)


def _restore_url(article: Article, kind: str, ids: Sequence[int]) -> str:
    if len(ids) > 1:
        return reverse("review:restore_batch", args=[article.pk])
    return reverse("review:restore", args=[article.pk, kind, ids[0]])
