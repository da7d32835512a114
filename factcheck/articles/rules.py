"""Copy as it is stored, and how its blocks are kept. What survives an edit is in `carry`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from factcheck.articles.carry import Carried, carry
from factcheck.outside.sanitize import plain_characters
from factcheck.text import MarkedBlock, Span

__all__ = [
    "MAX_CHARACTERS",
    "Carried",
    "byline_name",
    "carry",
    "clean",
    "clean_blocks",
    "counted",
    "default_headline",
    "describe_change",
    "keep_kinds",
]

MAX_CHARACTERS = 1_000_000  # a long book; a reading of more would hold up every other article
HEADLINE_LENGTH = 120  # characters of one made of the copy; a typed one may be longer
_SURROGATE = re.compile("[\ud800-\udfff]")
_BY = re.compile(r"^(?:(?:words|written|story|text|reported|analysis)\s+)?by:?\s+", re.I)
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*(?=\s|$)")


def clean(text: str) -> str:
    """Return the text as it is stored, so that every offset counts from it.

    Line ends are LF; there is no NUL (PostgreSQL holds none) and no byte order mark at the start;
    a lone surrogate (no character) becomes U+FFFD. Invisible characters, ligatures and full-width
    digits are resolved.
    """
    text = text.removeprefix("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\x00", "")
    return _SURROGATE.sub("\ufffd", plain_characters(text))


def clean_blocks(text: str, blocks: Sequence[MarkedBlock]) -> tuple[str, tuple[MarkedBlock, ...]]:
    """Return `clean(text)`, and the blocks moved with it.

    ValueError where they overlap or do not fit the text.
    """
    pieces: list[str] = []
    kept: list[MarkedBlock] = []
    at = length = 0

    def clean_until(place: int) -> int:
        """Clean what comes before a place; return where the place is now."""
        nonlocal at, length
        piece = clean(text[at:place])
        pieces.append(piece)
        at = place
        length += len(piece)
        return length

    for block in sorted(blocks, key=lambda block: block.span):
        start, end = block.span
        if not at <= start <= end <= len(text):
            raise ValueError("The blocks overlap, or do not fit the text.")
        span = (clean_until(start), clean_until(end))
        # A block of nothing but invisible characters is none.
        if span[1] > span[0]:
            kept.append(MarkedBlock(block.kind, span))
    clean_until(len(text))
    return "".join(pieces), tuple(kept)


def default_headline(text: str, blocks: Sequence[MarkedBlock]) -> str:
    """Return the first headline block, else the first sentence of the copy.

    A sentence is cut at a word before HEADLINE_LENGTH.
    """
    for block in blocks:
        if block.kind == "headline":
            return " ".join(text[slice(*block.span)].split())[:500]
    first = next((block for block in blocks if block.kind not in ("furniture", "byline")), None)
    words = text[slice(*first.span)] if first else text
    line = " ".join(words.split())
    end = _SENTENCE_END.search(line)
    if end:
        line = line[: end.start()]
    if len(line) <= HEADLINE_LENGTH:
        return line
    whole_words = line[: HEADLINE_LENGTH - 1].rsplit(" ", 1)[0]
    return f"{whole_words}…"


def byline_name(text: str, blocks: Sequence[MarkedBlock]) -> str:
    """Return who the byline names, or "".

    "By Ann Lee and Bo Ray, in Beirut" gives "Ann Lee and Bo Ray".
    """
    for block in blocks:
        if block.kind == "byline":
            line = _BY.sub("", text[slice(*block.span)])
            # What follows a comma is an office or a place: "Ann Lee, in Beirut".
            return re.split(r"[,|\n(]", line)[0].strip()[:200]
    return ""


def keep_kinds(
    old: str,
    old_blocks: Sequence[MarkedBlock],
    new: str,
    find_blocks: Callable[[str], Sequence[MarkedBlock]],
) -> tuple[MarkedBlock, ...]:
    """Return the blocks of edited copy.

    What an importer or a person made of a paragraph outlives edits to it; only new paragraphs are
    classified by their looks.
    """
    fates = carry(old, new, [block.span for block in old_blocks])
    known: dict[int, tuple[Span, MarkedBlock]] = {}
    for block, carried in zip(old_blocks, fates, strict=True):
        if carried.span is not None:
            known.setdefault(carried.span[0], (carried.span, block))
    blocks = []
    for block in find_blocks(new):
        span, was = known.get(block.span[0], (block.span, block))
        # A block that was split is not both its halves: the second is classified anew.
        is_whole = span[1] <= block.span[1]
        kind = was.kind if is_whole else block.kind
        blocks.append(MarkedBlock(kind, block.span))
    return tuple(blocks)


def counted(what: str, count: int) -> str:
    """Return a number of things left out, in words."""
    # "publication status: withheld" is no number of things.
    if ":" in what:
        return what
    first, _, rest = what.partition(" of ")
    plural = first if count == 1 else f"{first}s"
    return f"{count:,} {plural} of {rest}" if rest else f"{count:,} {plural}"


def describe_change(old: str, new: str) -> str:
    """Return what an edit did, for the log: "12 words out, 30 in, at 1,204"."""
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    # What is equal at the end, but for what was equal at the beginning already.
    room = shorter - start
    tail = next((n for n in range(room) if old[-1 - n] != new[-1 - n]), room)
    out = old[start : len(old) - tail].split()
    put = new[start : len(new) - tail].split()
    return f"{len(out):,} words out, {len(put):,} in, at character {start:,}"
