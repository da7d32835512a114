"""The order in which copy is read; every step sees only what the steps before it found."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence

from factcheck.text.asks.finder import find_asks
from factcheck.text.asks.seen import with_seen
from factcheck.text.claims.check_worthiness import chances_of, worth_of
from factcheck.text.claims.finder import find_claims
from factcheck.text.facts import find_facts
from factcheck.text.foreign import find_foreign_facts, find_foreign_quotes
from factcheck.text.items import find_items
from factcheck.text.language.blocks import find_blocks, find_crossheads
from factcheck.text.language.copy_language import ENGLISH, language_of
from factcheck.text.language.paragraphs import CopyParagraph, paragraph_of
from factcheck.text.language.tokens import Tokens
from factcheck.text.model.network import model
from factcheck.text.names.coreference import People
from factcheck.text.names.entities import find_entities
from factcheck.text.names.finder import find_mentions
from factcheck.text.quotes.accusations import find_accusations
from factcheck.text.quotes.accusers import with_accusers
from factcheck.text.quotes.attributions import Attribution
from factcheck.text.quotes.finder import find_quotes
from factcheck.text.quotes.saying import is_said_in_headline
from factcheck.text.quotes.speakers import with_speakers
from factcheck.text.reading import MarkedAsk, MarkedBlock, Reading, Span
from factcheck.text.unseen import SeenText, has_unseen
from factcheck.text.values.tks import find_tks

_NOT_COPY = ("furniture",)
_NOT_CLAIMED = ("furniture", "byline")


def read(
    text: str, published: dt.date | None = None, *, blocks: Sequence[MarkedBlock] | None = None
) -> Reading:
    """Read copy and mark it.

    `published` is the day (or instant) weekdays and "last month" are counted from; without it they
    stay vague. `blocks` are the parts of the copy where the importer knows them; else they are
    found in the text. Raises ValueError where a given block lies outside the text.
    """
    if has_unseen(text):
        seen_text = SeenText(text)
        inside = None if blocks is None else _blocks(text, blocks)
        reading = read(seen_text.text, published, blocks=seen_text.blocks(inside))
        return seen_text.put_back(reading)
    known = _blocks(text, blocks)
    paragraphs = _paragraphs(text, known, _NOT_COPY)
    language = language_of(text)
    if language != ENGLISH:
        return _read_foreign(text, known, paragraphs, language)
    return _read_english(text, known, paragraphs, published)


def _read_english(
    text: str,
    known: tuple[MarkedBlock, ...],
    paragraphs: list[CopyParagraph],
    published: dt.date | None,
) -> Reading:
    crossheads = find_crossheads(text, known)
    claimed = [
        p
        for p in paragraphs
        if known[p.number].kind not in _NOT_CLAIMED and p.number not in crossheads
    ]
    sentences = _sentences(paragraphs)
    stated = _sentences(claimed)
    seen = model().look(text, claimed)
    tokens = Tokens(text)
    mentions = find_mentions(tokens, sentences, find_entities(text, seen))
    people = People(tokens, mentions, sentences)
    facts = find_facts(
        text, [(known[p.number], p.sentences) for p in paragraphs], mentions, people, published
    )
    asks = find_asks(text, stated, [q.span for p in claimed for q in p.quoted], people)
    asks = with_seen(text, stated, asks, seen, people)
    names = sorted(mention.span for mention in mentions)
    attributed = _outside_asks(find_quotes(text, claimed, seen, names), asks)
    quotes = with_speakers(_said(text, known, attributed), people, asks)
    worth, chances = worth_of(stated, seen), chances_of(stated, seen)
    claims = find_claims(text, stated, worth, chances, facts, quotes, asks)
    accusations = find_accusations(Reading(text, known, facts=facts, quotes=quotes), people, seen)
    quotes = with_accusers(quotes, accusations)
    return Reading(
        text=text,
        blocks=known,
        quotes=quotes,
        claims=claims,
        facts=facts,
        asks=asks,
        accusations=accusations,
        tks=find_tks(text, [p.span for p in paragraphs]),
        items=find_items(text, stated, quotes, claims, facts, asks, accusations),
    )


def _read_foreign(
    text: str,
    blocks: tuple[MarkedBlock, ...],
    paragraphs: list[CopyParagraph],
    language: str,
) -> Reading:
    """Mark what holds in any language, and nothing else."""
    claimed = [p for p in paragraphs if blocks[p.number].kind not in _NOT_CLAIMED]
    quotes = find_foreign_quotes(text, claimed)
    facts = find_foreign_facts(text, paragraphs, language)
    return Reading(
        text=text,
        blocks=blocks,
        quotes=quotes,
        facts=facts,
        items=find_items(text, _sentences(claimed), quotes, (), facts, ()),
        tks=find_tks(text, [p.span for p in paragraphs]),
        language=language,
    )


def _blocks(text: str, given: Sequence[MarkedBlock] | None) -> tuple[MarkedBlock, ...]:
    """Return the blocks given, or those found; raise ValueError where one is outside the text."""
    known = tuple(given) if given is not None else find_blocks(text)
    if any(not 0 <= block.span[0] <= block.span[1] <= len(text) for block in known):
        raise ValueError("a block lies outside the text")
    return known


def _paragraphs(
    text: str, blocks: Sequence[MarkedBlock], without: Sequence[str]
) -> list[CopyParagraph]:
    """Return the blocks as paragraphs, without those of the given kinds."""
    return [
        paragraph_of(text, n, block.span)
        for n, block in enumerate(blocks)
        if block.kind not in without
    ]


def _sentences(paragraphs: Sequence[CopyParagraph]) -> list[Span]:
    return [sentence for paragraph in paragraphs for sentence in paragraph.sentences]


def _said(
    text: str, known: Sequence[MarkedBlock], quotes: Sequence[Attribution]
) -> list[Attribution]:
    """Drop what a headline does not say that anybody said."""
    headlines = {block.span for block in known if block.kind == "headline"}
    return [
        quote
        for quote in quotes
        if known[quote.block].span not in headlines or is_said_in_headline(text, quote)
    ]


def _outside_asks(quotes: list[Attribution], asks: tuple[MarkedAsk, ...]) -> list[Attribution]:
    """Drop quotes that are the paper's own asking: "Newsweek has sought comment"."""
    silent = [a.span for a in asks if a.outcome != "replied"]
    starts = [s for s, _ in silent]

    def asked(span: Span) -> bool:
        at = bisect_right(starts, span[0]) - 1
        return at >= 0 and span[1] <= silent[at][1]

    return [f for f in quotes if f.kind != "indirect" or not asked(f.content[0])]
