"""Copy as an importer hands it over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from factcheck.articles.rules import clean
from factcheck.text import MarkedBlock
from factcheck.text.language.blocks import find_blocks
from factcheck.text.reading import BlockKind

Part = tuple[
    BlockKind | None, str
]  # a paragraph, and what the file says it is; None where it says nothing


class BadFile(Exception):  # noqa: N818  what the file is, not what broke
    """The file cannot be taken in. The message is one plain sentence for the screen."""


@dataclass(frozen=True)
class Copy:
    """`text` is clean; `blocks` are into it, None where they are to be found in the text; `medium`
    is one of models.MEDIA; the rest is what the file says of itself, "" or None where it does
    not.
    """

    text: str
    medium: str
    blocks: tuple[MarkedBlock, ...] | None = None
    headline: str = ""
    author: str = ""
    published: dt.date | None = None


def laid_out(parts: Iterable[Part]) -> tuple[str, tuple[MarkedBlock, ...]]:
    """Paragraphs as one text, with a block each.

    What the file leaves open is told by how the line is written; a headline only where the file
    names none.
    """
    pieces: list[str] = []
    spans: list[tuple[BlockKind | None, tuple[int, int]]] = []
    length = 0
    for kind, words in parts:
        words = "\n".join(" ".join(line.split()) for line in clean(words).split("\n")).strip()
        if words:
            spans.append((kind, (length, length + len(words))))
            pieces.append(words)
            length += len(words) + 2
    text = "\n\n".join(pieces)
    looks = {block.span: block.kind for block in find_blocks(text)}
    titled = any(kind == "headline" for kind, _ in spans)
    blocks = []
    for said, span in spans:
        look = looks.get(span, "body")
        kind = said or ("body" if titled and look in ("headline", "standfirst") else look)
        blocks.append(MarkedBlock(kind, span))
    return text, tuple(blocks)
