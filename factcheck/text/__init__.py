"""Copy in, marks out. Pure Python: no Django, no network, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from factcheck.text.accusations import Accusation, accusations
from factcheck.text.blocks import find_blocks
from factcheck.text.reading import Ask, AskedParty, Block, Claim, Fact, Quote, Reading, Span, Speaker, Tk

__all__ = [
    "Accusation",
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
    "accusations",
    "read",
]


def read(text: str, published: dt.date | None = None, *, blocks: Sequence[Block] | None = None) -> Reading:
    """Read copy and mark it.

    `published` is the day (or instant) weekdays and "last month" are counted from; without it they stay
    vague. `blocks` are the parts of the copy where the importer knows them; else they are found in the text.
    """
    found = tuple(blocks) if blocks is not None else find_blocks(text)
    return Reading(text=text, blocks=found)
