"""Speakers of quotes: each mention, in the order of the text, resolved to who it stands for."""

from __future__ import annotations

from factcheck.text.names.coreference import People
from factcheck.text.names.referents import Referent
from factcheck.text.quotes.attributions import Attribution
from factcheck.text.reading import MarkedQuote, Span, Speaker

# Speakers kept for the next "he" or "she". Guessed.
_REMEMBERED = 6
# Contents kept, whose names the next "he" is not; a pronoun looks four sentences back. Guessed.
_QUOTED = 8


def with_speakers(attributions: list[Attribution], people: People) -> tuple[MarkedQuote, ...]:
    """Return quotes with their speakers; the last speaker is the first guess for "he" or "she"."""
    speakers: list[Referent] = []
    quotes = []
    quoted: list[Span] = []
    for attribution in attributions:
        speaker: Speaker | None = None
        if attribution.source is not None and people.is_somebody(attribution.source):
            words = [*quoted, *attribution.content]
            speaker, referent = people.resolve(attribution.source, speakers, words)
            if people.is_named_in(referent, attribution.source, attribution.content):
                speaker, referent = people.as_written(attribution.source)
            if referent is not None:
                others = (other for other in speakers if other is not referent)
                speakers = [referent, *others][:_REMEMBERED]
        quoted = [*quoted, *attribution.content][-_QUOTED:]
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
