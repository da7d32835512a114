"""The shapes a reading is made of.

Every span is a start and an end, in Unicode code points, into the reading's text, and
`text[start:end]` is always exactly what was marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Span = tuple[int, int]

BlockKind = Literal[
    "headline", "standfirst", "byline", "body", "caption", "pull quote", "furniture"
]
QuoteKind = Literal["direct", "indirect", "mixed"]
FactKind = Literal["number", "date", "name", "title", "place", "superlative"]
Outcome = Literal["sought", "declined", "no-response", "unreachable", "referred", "replied"]


LIKELY: Final = 0.8
"""The chance from which a claim is said to hold a kind of what needs a check: on held-out news that
is so 82 times of 100 (the model's card has each kind)."""


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A part of the copy; furniture ("3 days ago") stands on the page but is never copy."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke.

    `span` is the mention at the quote ("he", "Musawi"; None when the quote names nobody), `name`
    the full name it stands for, `title` and `of` what the copy says of that person anywhere.
    """

    span: Span | None
    name: str
    title: str | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class MarkedQuote:
    """The words of a speaker.

    `content` leaves out the cue and the speaker, so it may be in several pieces; `cue` is the word
    of saying ("told", "according to"); `confidence` is in 0..1.
    """

    kind: QuoteKind
    content: tuple[Span, ...]
    cue: Span | None
    confidence: float
    speaker: Speaker | None


@dataclass(frozen=True, slots=True)
class MarkedClaim:
    """A sentence that can be true or false; `score` in 0..1 is its check-worthiness.

    `kinds` are what its form shows ("money", "comparison"). `chances` says of each kind of what
    needs a check ("quantity", "allegation") how likely the sentence holds such a thing.
    """

    span: Span
    kinds: tuple[str, ...]
    score: float
    chances: Mapping[str, float] = field(default_factory=dict)

    @property
    def needs(self) -> tuple[str, ...]:
        """The kinds of what needs a check that it likely holds, the likeliest first."""
        likely = [kind for kind, chance in self.chances.items() if chance >= LIKELY]
        return tuple(sorted(likely, key=lambda kind: -self.chances[kind]))


@dataclass(frozen=True, slots=True)
class MarkedFact:
    """A token a checker ticks.

    `value` is canonical (ISO 8601, plain decimal and unit, a full name), None where the copy is
    vague.
    """

    span: Span
    kind: FactKind
    value: str | None


@dataclass(frozen=True, slots=True)
class MarkedParty:
    """Someone an ask names; no letter can be sent to a `group` ("U.S. officials", "others")."""

    span: Span
    name: str
    group: bool = False


@dataclass(frozen=True, slots=True)
class MarkedAsk:
    """A sentence of the copy that says comment was sought, refused or not received."""

    span: Span
    outcome: Outcome
    parties: tuple[MarkedParty, ...]


@dataclass(frozen=True, slots=True)
class MarkedAccusation:
    """An accusation: its words, the accused and the accuser.

    `span` is the accusing words to the end of their clause. `party` is where the accused stands and
    `name` their full name; `by` is where the accuser stands and `accuser` their full name, both
    None in the paper's own voice.
    """

    span: Span
    party: Span
    name: str
    by: Span | None = None
    accuser: str | None = None


@dataclass(frozen=True, slots=True)
class MarkedTk:
    """A hole the writer left open: "TK", "[NAME]", "$00"."""

    span: Span


@dataclass(frozen=True, slots=True)
class MarkedItem:
    """One thing to rule on: a sentence, or those that one quote runs over.

    The numbers are places in the reading's lists. A fact stands in the item that first names it.
    `kinds` are those of what needs a check in it, `score` how much its worthiest claim does.
    """

    span: Span
    claims: tuple[int, ...] = ()
    quotes: tuple[int, ...] = ()
    asks: tuple[int, ...] = ()
    facts: tuple[int, ...] = ()
    accusations: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything marked on one piece of copy, each list in the order of the text.

    `language` is an ISO 639-1 code; of copy that is not English only what print shows is marked.
    """

    text: str
    blocks: tuple[MarkedBlock, ...] = ()
    quotes: tuple[MarkedQuote, ...] = ()
    claims: tuple[MarkedClaim, ...] = ()
    facts: tuple[MarkedFact, ...] = ()
    asks: tuple[MarkedAsk, ...] = ()
    accusations: tuple[MarkedAccusation, ...] = ()
    tks: tuple[MarkedTk, ...] = ()
    items: tuple[MarkedItem, ...] = ()
    language: str = "en"

    def as_json(self) -> dict[str, Any]:
        """Return the reading as plain lists and dicts, keys in the order they are printed."""
        return {
            "text": self.text,
            "language": self.language,
            "blocks": [{"kind": b.kind, "span": list(b.span)} for b in self.blocks],
            "quotes": [_quote_json(q) for q in self.quotes],
            "claims": [
                {
                    "span": list(c.span),
                    "kinds": list(c.kinds),
                    "score": c.score,
                    "chances": dict(c.chances),
                }
                for c in self.claims
            ],
            "facts": [{"span": list(f.span), "kind": f.kind, "value": f.value} for f in self.facts],
            "asks": [_ask_json(a) for a in self.asks],
            "accusations": [_accusation_json(a) for a in self.accusations],
            "tks": [{"span": list(t.span)} for t in self.tks],
            "items": [_item_json(item, self.accusations) for item in self.items],
        }


def _item_json(item: MarkedItem, accusations: tuple[MarkedAccusation, ...]) -> dict[str, Any]:
    return {
        "span": list(item.span),
        "claims": list(item.claims),
        "quotes": list(item.quotes),
        "asks": list(item.asks),
        "facts": list(item.facts),
        "kinds": list(item.kinds),
        "score": item.score,
        "accuses": list(dict.fromkeys(accusations[n].name for n in item.accusations)),
    }


def _accusation_json(accusation: MarkedAccusation) -> dict[str, Any]:
    return {
        "span": list(accusation.span),
        "party": {"span": list(accusation.party), "name": accusation.name},
        "by": accusation.accuser
        and {
            "span": list(accusation.by) if accusation.by else None,
            "name": accusation.accuser,
        },
    }


def _quote_json(quote: MarkedQuote) -> dict[str, Any]:
    who = quote.speaker
    return {
        "kind": quote.kind,
        "content": [list(span) for span in quote.content],
        "cue": list(quote.cue) if quote.cue else None,
        "confidence": quote.confidence,
        "speaker": who
        and {
            "span": list(who.span) if who.span else None,
            "name": who.name,
            "title": who.title,
            "of": who.of,
        },
    }


def _ask_json(ask: MarkedAsk) -> dict[str, Any]:
    return {
        "span": list(ask.span),
        "outcome": ask.outcome,
        "parties": [{"span": list(p.span), "name": p.name, "group": p.group} for p in ask.parties],
    }
