"""Copy in, marks out. Pure Python: no Django, no network, no clock."""

from __future__ import annotations

from factcheck.text.pipeline import read
from factcheck.text.reading import (
    MarkedAsk,
    MarkedBlock,
    MarkedClaim,
    MarkedFact,
    MarkedItem,
    MarkedParty,
    MarkedQuote,
    MarkedTk,
    Reading,
    Span,
    Speaker,
)

__all__ = [
    "MarkedAsk",
    "MarkedBlock",
    "MarkedClaim",
    "MarkedFact",
    "MarkedItem",
    "MarkedParty",
    "MarkedQuote",
    "MarkedTk",
    "Reading",
    "Span",
    "Speaker",
    "read",
]
