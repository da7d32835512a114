"""Speakers of quotes: each mention, in the order of the text, resolved to who it stands for."""

from __future__ import annotations

from factcheck.text.names.coreference import Figure, People
from factcheck.text.quotes.attributions import Attribution
from factcheck.text.reading import MarkedQuote, Speaker

_REMEMBERED = 6


def with_speakers(found: list[Attribution], cast: People) -> tuple[MarkedQuote, ...]:
    """Return quotes with their speakers; the last speaker is the first guess for "he" or "she"."""
    spoke: list[Figure] = []
    quotes = []
    for one in found:
        speaker: Speaker | None = None
        if one.source is not None:
            speaker, figure = cast.resolve(one.source, spoke)
            if figure is not None:
                spoke = [figure, *(f for f in spoke if f is not figure)][:_REMEMBERED]
        quotes.append(MarkedQuote(one.kind, one.content, one.cue, one.confidence, speaker))
    return tuple(quotes)
