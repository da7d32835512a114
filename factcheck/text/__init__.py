"""Copy in, marks out. Pure Python: no Django, no network, no clock."""

from __future__ import annotations

from factcheck.text.pipeline import read
from factcheck.text.reading import (
    Ask,
    AskedParty,
    Block,
    Claim,
    Fact,
    Quote,
    Reading,
    Span,
    Speaker,
    Tk,
)

__all__ = [
    "Ask",
    "AskedParty",
    "Block",
    "Claim",
    "Fact",
    "Quote",
    "Reading",
    "Span",
    "Speaker",
    "Tk",
    "read",
]
