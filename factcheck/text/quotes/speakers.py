"""Speakers of quotes: each mention, in the order of the text, resolved to who it stands for."""

from __future__ import annotations

from factcheck.text.names.coreference import People
from factcheck.text.names.referents import Referent
from factcheck.text.quotes.attributions import Attribution
from factcheck.text.reading import MarkedQuote, Speaker

# Speakers kept for the next "he" or "she". Guessed.
_REMEMBERED = 6


def with_speakers(attributions: list[Attribution], people: People) -> tuple[MarkedQuote, ...]:
    """Return quotes with their speakers; the last speaker is the first guess for "he" or "she"."""
    speakers: list[Referent] = []
    quotes = []
    for attribution in attributions:
        speaker: Speaker | None = None
        if attribution.source is not None:
            speaker, referent = people.resolve(attribution.source, speakers)
            if referent is not None:
                others = (other for other in speakers if other is not referent)
                speakers = [referent, *others][:_REMEMBERED]
        quotes.append(
            MarkedQuote(
                attribution.kind,
                attribution.content,
                attribution.cue,
                attribution.confidence,
                speaker,
            )
        )
    return tuple(quotes)
