"""A reading's marks as rows to be: where each stands, and what it says beside that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from factcheck.claims.actions.parties import Parties
from factcheck.claims.models import Accusation, Ask, Claim, Fact, Mark, Party, Quote, Tk
from factcheck.text import MarkedAsk as ReadAsk
from factcheck.text import MarkedClaim as ReadClaim
from factcheck.text import MarkedFact as ReadFact
from factcheck.text import MarkedQuote as ReadQuote
from factcheck.text import Reading, Span

KINDS: tuple[type[Mark], ...] = (Quote, Claim, Fact, Ask, Accusation, Tk)


@dataclass(slots=True)
class Suggestion:
    """A mark the reader suggests.

    `sort` is what two marks of one kind on the same words may differ in: a fact's kind, an ask's
    outcome, the accused. `own` are the columns only this kind has; `parties` are an ask's: (party,
    start, end, name).
    """

    start: int
    end: int
    sort: str | int = ""
    own: dict[str, Any] = field(default_factory=dict)
    parties: list[tuple[Party, int, int, str]] = field(default_factory=list)

    @property
    def key(self) -> tuple[int, int, str | int]:
        return self.start, self.end, self.sort


def sort_of(mark: Any) -> str | int:
    """Return the `sort` of a stored mark."""
    if isinstance(mark, Fact):
        return mark.kind
    if isinstance(mark, Ask):
        return mark.outcome
    return mark.party_id if isinstance(mark, Accusation) else ""


def suggestions(reading: Reading) -> dict[type[Mark], list[Suggestion]]:
    """Return what the reading marked, by kind; each kind and place once.

    Parties new to the desk are made.
    """
    # Once for the whole reading: an article names the same few parties many times.
    parties = Parties()
    rows_by_kind: dict[type[Mark], list[Suggestion]] = {
        Quote: [_quote(quote) for quote in reading.quotes if quote.content],
        Claim: [_claim(claim) for claim in reading.claims],
        Fact: [_fact(fact) for fact in reading.facts],
        Ask: [_ask(ask, parties) for ask in reading.asks],
        Accusation: [
            _accusation(a.span, parties.named(a.name), a.accuser)
            for a in reading.accusations
            if a.name.strip()
        ],
        Tk: [Suggestion(*tk.span) for tk in reading.tks],
    }
    return {kind: _once(rows) for kind, rows in rows_by_kind.items()}


def _once(rows: list[Suggestion]) -> list[Suggestion]:
    """Return the rows that hold words, the first of each kind and place."""
    first: dict[tuple[int, int, str | int], Suggestion] = {}
    for row in rows:
        if row.end > row.start:
            first.setdefault(row.key, row)
    return list(first.values())


def _claim(claim: ReadClaim) -> Suggestion:
    # The reader adds and subtracts; the column holds a share.
    score = min(max(claim.score, 0.0), 1.0)
    return Suggestion(*claim.span, own={"kinds": list(claim.needs), "score": score})


def _fact(fact: ReadFact) -> Suggestion:
    value = fact.value and fact.value[:300]
    return Suggestion(
        *fact.span,
        fact.kind,
        {"kind": fact.kind, "value": value},
    )


def _edges(span: Span | None) -> tuple[int | None, int | None]:
    return span or (None, None)


def _quote(quote: ReadQuote) -> Suggestion:
    who = quote.speaker
    cue = _edges(quote.cue)
    speaker = _edges(who.span if who else None)
    # A quote broken by its cue ("Yes," he said, "we will") stands from its first piece to its last.
    return Suggestion(
        min(start for start, _ in quote.content),
        max(end for _, end in quote.content),
        own={
            "kind": quote.kind,
            "contents": [list(span) for span in quote.content],
            "cue_start": cue[0],
            "cue_end": cue[1],
            "speaker_start": speaker[0],
            "speaker_end": speaker[1],
            "speaker": (who.name if who else "")[:300],
            "speaker_title": (who.title if who and who.title else "")[:300],
            "speaker_of": (who.of if who and who.of else "")[:300],
            "confidence": quote.confidence,
        },
    )


def _ask(ask: ReadAsk, parties: Parties) -> Suggestion:
    asked: dict[int, tuple[Party, int, int, str]] = {}
    for named in ask.parties:
        if named.name.strip():
            # Two names of one party in an ask ("the army" and "IDF") are one asked party.
            party = parties.named(named.name, group=named.group)
            asked.setdefault(party.pk, (party, *named.span, named.name[:200]))
    return Suggestion(
        *ask.span,
        ask.outcome,
        {"outcome": ask.outcome},
        list(asked.values()),
    )


def _accusation(span: Span, party: Party, accuser: str | None) -> Suggestion:
    return Suggestion(
        *span,
        party.pk,
        {"party_id": party.pk, "accuser": (accuser or "")[:300]},
    )
