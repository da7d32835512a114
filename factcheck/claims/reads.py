"""What is marked on a proof, and how far its reading has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Prefetch, QuerySet

from factcheck.articles.models import Proof
from factcheck.claims.models import Accusation, Ask, AskedParty, Claim, Extraction, Fact, Hole, Mark, Quote

M = TypeVar("M", bound=Mark)


@dataclass(frozen=True)
class Marks:
    """Live and moved marks of one proof, each list in the order of the text. Asks come with their parties, accusations
    with theirs; none of it costs another query."""

    quotes: list[Quote] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    accusations: list[Accusation] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)


def marks_of(proof: Proof) -> Marks:
    """Everything marked on `proof`, in seven queries whatever its size."""

    # What no page of a proof shows is a third of what the database would send.
    def on(model: type[M], *unread: str) -> QuerySet[M]:
        return model.objects.on(proof).defer("created_at", "thrown_out_at", "first_proof", *unread)

    parties = Prefetch("parties", AskedParty.objects.select_related("party").order_by("start"))
    return Marks(
        quotes=list(on(Quote, "words")),
        claims=list(on(Claim, "words")),
        facts=list(on(Fact)),
        asks=list(on(Ask).prefetch_related(parties)),
        accusations=list(on(Accusation).select_related("party")),
        holes=list(on(Hole)),
    )


@dataclass(frozen=True)
class Progress:
    """`state` is one of waiting, running, done, failed; `done` of `total` parts are over; `error` is for the screen."""

    state: str
    done: int
    total: int
    error: str = ""


def progress(proof: Proof) -> Progress:
    """How far the reading of `proof` has come. A proof no sweep has seen yet is waiting."""
    row = Extraction.objects.filter(proof=proof).defer("reading").first()
    if row is None:
        return Progress("waiting", 0, 2)
    return Progress(row.work, row.parts_done, row.parts_total, row.error)


def is_read(proof: Proof) -> bool:
    return Extraction.objects.filter(proof=proof, work="done").exists()
