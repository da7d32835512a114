"""What is marked on a proof, and how far its reading has come."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.db.models.fields.json import KeyTextTransform

from factcheck.articles.models import AuthorSource, Proof
from factcheck.claims.models import (
    PARTS,
    Accusation,
    Ask,
    AskedParty,
    Claim,
    Extraction,
    Fact,
    Mark,
    Quote,
    Tk,
)
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.page_reads import once_a_page

_LONG_OF_PROOF = ("proof__text", "proof__words")


@dataclass(frozen=True)
class Marks:
    """Live and moved marks of one proof or more, each list in the order of the text.

    Asks come with their parties, accusations with theirs; none of it costs another query.
    """

    quotes: list[Quote] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    accusations: list[Accusation] = field(default_factory=list)
    tks: list[Tk] = field(default_factory=list)

    @property
    def all(self) -> Iterator[Mark]:
        """Every mark, kind by kind."""
        return chain(self.quotes, self.claims, self.facts, self.asks, self.accusations, self.tks)

    def where(self, test: Callable[[Mark], bool]) -> Marks:
        """Return those of the marks that pass a test."""
        return Marks(
            quotes=list(filter(test, self.quotes)),
            claims=list(filter(test, self.claims)),
            facts=list(filter(test, self.facts)),
            asks=list(filter(test, self.asks)),
            accusations=list(filter(test, self.accusations)),
            tks=list(filter(test, self.tks)),
        )

    @property
    def live(self) -> Marks:
        """Those that stand where they were marked, and need nobody to confirm them."""
        return self.where(lambda mark: mark.standing == "live")


@once_a_page(tuple)
@kept_statement
def quotes_on(article_ids: GivenValue) -> QuerySet[Quote]:
    # Here and below without what only the database searches: it is as long as the copy.
    return Quote.objects.shown(article_ids).defer("words")


@once_a_page(tuple)
@kept_statement
def claims_on(article_ids: GivenValue) -> QuerySet[Claim]:
    return Claim.objects.shown(article_ids).defer("words")


@once_a_page(tuple)
@kept_statement
def facts_on(article_ids: GivenValue) -> QuerySet[Fact]:
    return Fact.objects.shown(article_ids)


@once_a_page(tuple)
@kept_statement
def asks_on(article_ids: GivenValue) -> QuerySet[Ask]:
    """Return the asks with the parties they name, and their proof without its text."""
    parties = Prefetch("parties", AskedParty.objects.select_related("party").order_by("start"))
    with_proof = Ask.objects.shown(article_ids).select_related("proof")
    return with_proof.defer(*_LONG_OF_PROOF).prefetch_related(parties)


@once_a_page(tuple)
@kept_statement
def accusations_on(article_ids: GivenValue) -> QuerySet[Accusation]:
    """Return the accusations with their parties, and their proof without its text."""
    with_both = Accusation.objects.shown(article_ids).select_related("proof", "party")
    return with_both.defer(*_LONG_OF_PROOF)


@once_a_page(tuple)
@kept_statement
def tks_on(article_ids: GivenValue) -> QuerySet[Tk]:
    return Tk.objects.shown(article_ids)


def marks_on(article_ids: Collection[int]) -> Marks:
    """Return all that is marked on the copy of these articles, in seven queries for any number."""
    return Marks(
        quotes=quotes_on(article_ids),
        claims=claims_on(article_ids),
        facts=facts_on(article_ids),
        asks=asks_on(article_ids),
        accusations=accusations_on(article_ids),
        tks=tks_on(article_ids),
    )


def marks_of(proof: Proof) -> Marks:
    """Return everything marked on `proof`, in seven queries whatever its size."""
    return marks_on([proof.article_id]).where(lambda mark: mark.proof_id == proof.pk)


def naked_numbers(proof: Proof) -> list[Claim]:
    """Return the claims with a number for which the writer gives no source, in order.

    A source counts for a claim where it hangs on some of its words.
    """
    rows = AuthorSource.objects.on(proof).values_list("start", "end")
    spans = [(start, end) for start, end in rows if start is not None and end is not None]
    numbered = Fact.objects.on(proof).filter(kind="number").exclude(claim=None)
    claims = Claim.objects.on(proof).filter(pk__in=numbered.order_by().values("claim"))
    return [
        claim
        for claim in claims
        if not any(start < claim.end and claim.start < end for start, end in spans)
    ]


@dataclass(frozen=True)
class ReadingProgress:
    """How far the reading of a proof has come.

    `state` is one of waiting, running, done, failed; `done` of `total` parts are over; `error` is
    for the screen; `language` is the copy's, an ISO 639-1 code, once it is read.
    """

    state: str
    done: int
    total: int
    error: str = ""
    language: str = ""


def progress(proof: Proof) -> ReadingProgress:
    """Return how far the reading of `proof` has come. One that no sweep has seen yet is waiting."""
    for state, done, total, error, language in _progress(proof.pk):
        return ReadingProgress(state, done, total, error, language or "")
    return ReadingProgress("waiting", 0, PARTS)


@kept_statement
def _progress(proof: GivenValue) -> QuerySet[Extraction, Any]:
    # Out of the reading's JSON in the database: the whole of it is as long as the copy.
    of_reading = KeyTextTransform("language", "reading")
    rows = Extraction.objects.filter(proof=proof).annotate(language=of_reading)
    return rows.values_list("work", "parts_done", "parts_total", "error", "language")


def is_read(proof: Proof) -> bool:
    return Extraction.objects.filter(proof=proof, work="done").exists()
