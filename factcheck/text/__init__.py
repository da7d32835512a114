"""Copy in, marks out. Pure Python: no Django, no network, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

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


def read(
    text: str, published: dt.date | None = None, *, blocks: Sequence[MarkedBlock] | None = None
) -> Reading:
    """Read copy and mark it: `pipeline.read`.

    It is loaded with the first text: its patterns take seconds to prepare, and most processes that
    know what a reading is never read.
    """
    from factcheck.text import pipeline  # noqa: PLC0415

    return pipeline.read(text, published, blocks=blocks)
