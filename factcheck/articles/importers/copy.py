"""Copy as an importer hands it over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from factcheck.articles.rules import byline_name, clean, counted, default_headline
from factcheck.newsroom.dates import day_or_none
from factcheck.text import MarkedBlock, Span
from factcheck.text.language.blocks import find_blocks
from factcheck.text.reading import BlockKind

# A paragraph, and what the document calls it; None where it does not say.
Part = tuple[BlockKind | None, str]
_BETWEEN = "\n\n"  # paragraphs, as find_blocks tells them apart
_KINDS = ("headline", "standfirst", "byline", "body", "caption", "pull quote", "furniture")


class BadFile(Exception):  # noqa: N818  what the file is, not what broke
    """The file cannot be taken in. The message is one plain sentence for the screen.

    `leads_to` is where a page that holds nothing else sends its reader.
    """

    def __init__(self, sentence: str, leads_to: str = "") -> None:
        super().__init__(sentence)
        self.leads_to = leads_to


@dataclass(frozen=True)
class CopySource:
    """What the writer gives as the source of some words; `span` is None where of the whole."""

    span: Span | None
    address: str = ""
    text: str = ""
    by: str = ""


@dataclass(frozen=True)
class CopyNote:
    """A remark to the desk; `at` is its date as the file has it."""

    span: Span | None
    text: str
    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class CopyLoss:
    """Something of the document that is not in the copy; `text` gives a look at it."""

    what: str
    count: int
    text: str = ""

    @property
    def words(self) -> str:
        """Return "3 struck words"."""
        return counted(self.what, self.count)


@dataclass(frozen=True)
class Copy:
    """A document as it was understood.

    `text` is clean; `blocks` are into it, None where they are to be found in the text; `medium` is
    one of models.MEDIA; the rest is what the document declares, "" or None where it does not.
    """

    text: str
    medium: str
    blocks: tuple[MarkedBlock, ...] | None = None
    headline: str = ""
    author: str = ""
    published: dt.date | None = None
    published_from: str = ""
    language: str = ""
    encoding: str = ""
    encoding_sure: bool = True
    embargo: str = ""
    sources: tuple[CopySource, ...] = ()
    notes: tuple[CopyNote, ...] = ()
    left_out: tuple[CopyLoss, ...] = field(default=())

    def words(self, span: Span | None) -> str:
        """Return the words a source or a note hangs on."""
        return self.text[slice(*span)] if span else ""

    @property
    def losses(self) -> str:
        """Return what was left out, in words: "1 text box, 3 struck words"."""
        return ", ".join(row.words for row in self.left_out)

    def placed_in(self, text: str, places: Mapping[Span, Span | None]) -> Copy:
        """Return the copy with its sources and notes on the words of an edited text.

        What lost its words is then of the whole story.
        """

        def place(span: Span | None) -> Span | None:
            return places[span] if span else None

        return replace(
            self,
            text=text,
            sources=tuple(replace(source, span=place(source.span)) for source in self.sources),
            notes=tuple(replace(note, span=place(note.span)) for note in self.notes),
        )

    def as_json(self) -> dict[str, Any]:
        """Return what `manage.py preview --json` prints."""
        blocks = self.blocks if self.blocks is not None else find_blocks(self.text)
        return {
            "headline": self.headline or default_headline(self.text, blocks),
            "byline": self.author or byline_name(self.text, blocks),
            "published": self.published.isoformat() if self.published else None,
            "published_from": self.published_from,
            "language": self.language,
            "encoding": self.encoding,
            "embargo": self.embargo,
            "blocks": [{"kind": b.kind, "text": self.text[slice(*b.span)]} for b in blocks],
            "sources": [
                {"words": self.words(s.span), "address": s.address, "text": s.text, "by": s.by}
                for s in self.sources
            ],
            "notes": [
                {"by": n.by, "at": n.at, "words": self.words(n.span), "text": n.text}
                for n in self.notes
            ],
            "left_out": [{"what": row.what, "count": row.count} for row in self.left_out],
        }


def copy_of(draft: dict[str, Any]) -> Copy:
    """Return the copy of a draft as it comes out of the sandbox."""
    paragraphs = draft["paragraphs"]
    text, blocks, starts = laid_out((p["kind"], p["text"]) for p in paragraphs)
    if draft["plain"]:
        # Kept line for line; its blocks are found in it as in copy that is pasted.
        text, blocks = clean(draft["plain"]), None
    declared = dt.date.fromisoformat(draft["published"]) if draft["published"] else None
    return Copy(
        text=text,
        medium=draft["medium"],
        blocks=blocks,
        headline=clean(draft["headline"]) or _first_headline(paragraphs),
        author=clean(draft["byline"]),
        published=day_or_none(declared),
        published_from=draft["published_from"],
        language=draft["language"],
        encoding=draft["encoding"],
        encoding_sure=draft["encoding_sure"],
        embargo=clean(draft["embargo"]),
        sources=tuple(_source(row, start) for row, start in _placed(draft, "sources", starts)),
        notes=tuple(_note(row, start) for row, start in _placed(draft, "notes", starts)),
        left_out=tuple(
            CopyLoss(row["what"], row["count"], clean(row["text"])) for row in draft["left_out"]
        ),
    )


def _placed(
    draft: dict[str, Any], name: str, starts: Sequence[int]
) -> Iterator[tuple[dict[str, Any], int | None]]:
    """Yield a draft's sources or notes, each with where its paragraph begins.

    It is None of those that are of the whole document.
    """
    for paragraph, start in zip(draft["paragraphs"], starts, strict=False):
        for row in paragraph[name]:
            yield row, start
    for row in draft[name]:
        yield row, None


def _first_headline(paragraphs: list[dict[str, Any]]) -> str:
    headlines = (p["text"] for p in paragraphs if p["kind"] == "headline")
    return " ".join(clean(next(headlines, "")).split())


def _span(row: dict[str, Any], start: int | None) -> Span | None:
    if start is None or row["end"] <= row["start"]:
        return None
    return start + row["start"], start + row["end"]


def _source(row: dict[str, Any], start: int | None) -> CopySource:
    return CopySource(
        _span(row, start),
        row["address"],
        clean(row["text"]),
        clean(row["by"]),
    )


def _note(row: dict[str, Any], start: int | None) -> CopyNote:
    return CopyNote(
        _span(row, start),
        clean(row["text"]),
        clean(row["by"]),
        clean(row["at"]),
    )


def laid_out(parts: Iterable[Part]) -> tuple[str, tuple[MarkedBlock, ...] | None, list[int]]:
    """Return paragraphs as one text, with a block each, and where each begins.

    What the document leaves open is classified by how the line is written; a headline only where
    the document names none.
    """
    pieces: list[str] = []
    kinds: list[BlockKind | None] = []
    starts: list[int] = []
    length = 0
    for kind, words in parts:
        words = clean(words)
        kinds.append(kind if kind in _KINDS else None)
        starts.append(length)
        pieces.append(words)
        length += len(words) + len(_BETWEEN)
    text = _BETWEEN.join(pieces)
    return text, _blocks(text, pieces, kinds, starts), starts


def _blocks(
    text: str,
    pieces: Sequence[str],
    kinds: Sequence[BlockKind | None],
    starts: Sequence[int],
) -> tuple[MarkedBlock, ...]:
    """Return a block for each paragraph: what the document calls it, else what it looks like."""
    looks = {block.span[0]: block.kind for block in find_blocks(text)}
    titled = any(kind == "headline" for kind in kinds)
    blocks = []
    for piece, kind, start in zip(pieces, kinds, starts, strict=True):
        look = looks.get(start, "body")
        if titled and look in ("headline", "standfirst"):
            look = "body"
        blocks.append(MarkedBlock(kind or look, (start, start + len(piece))))
    return tuple(blocks)
