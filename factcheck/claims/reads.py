"""What is marked on a proof, and how far its reading has come."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Prefetch
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
    Quote,
    Tk,
)


@dataclass(frozen=True)
class Marks:
    """Live and moved marks of one proof, each list in the order of the text.

    Asks come with their parties, accusations with theirs; none of it costs another query.
    """

    quotes: list[Quote] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    accusations: list[Accusation] = field(default_factory=list)
    tks: list[Tk] = field(default_factory=list)


def marks_of(proof: Proof) -> Marks:
    """Return everything marked on `proof`, in seven queries whatever its size."""
    parties = Prefetch("parties", AskedParty.objects.select_related("party").order_by("start"))
    # Without the columns that only the database searches: they are as long as the copy.
    return Marks(
        quotes=list(Quote.objects.shown(proof).defer("words")),
        claims=list(Claim.objects.shown(proof).defer("words")),
        facts=list(Fact.objects.shown(proof)),
        asks=list(Ask.objects.shown(proof).prefetch_related(parties)),
        accusations=list(Accusation.objects.shown(proof).select_related("party")),
        tks=list(Tk.objects.shown(proof)),
    )


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
    # Out of the reading's JSON in the database: the whole of it is as long as the copy.
    of_reading = KeyTextTransform("language", "reading")
    rows = Extraction.objects.filter(proof=proof).annotate(language=of_reading)
    row = rows.values_list("work", "parts_done", "parts_total", "error", "language").first()
    if row is None:
        return ReadingProgress("waiting", 0, PARTS)
    state, done, total, error, language = row
    return ReadingProgress(state, done, total, error, language or "")


def is_read(proof: Proof) -> bool:
    return Extraction.objects.filter(proof=proof, work="done").exists()
