"""Speakers of quotes: each mention, in the order of the text, resolved to who it stands for.

Names are `People`'s matter. What has none is known here by how the copy called it before: "the
managers" are the "hospital managers in Tessel" quoted above, "they" the lawyers who just spoke. A
document says nothing by itself: whose it is speaks, where the copy says whose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from factcheck.text.language import lexicon
from factcheck.text.language.word_lists import word_lists
from factcheck.text.names.coreference import People
from factcheck.text.names.descriptions import is_work, plain_noun
from factcheck.text.names.pronouns import PRONOUNS
from factcheck.text.names.referents import Referent
from factcheck.text.quotes.attributions import Attribution
from factcheck.text.reading import MarkedAsk, MarkedQuote, Span, Speaker

_WORDS = word_lists("factcheck.text.quotes", "speakers")

# Speakers kept for the next "he" or "she". Guessed.
_REMEMBERED: Final = 6
# Contents kept, whose names the next "he" is not; a pronoun looks four sentences back. Guessed.
_QUOTED: Final = 8
_THE_NOUN: Final = re.compile(r"(?:the|these|those|that|this)\s(?P<noun>[a-z][\w-]{2,30})")
_LINK: Final = re.compile(r"\s(?:of|for|in|at|from|with|who|which|that|on|near|by)\s")
# Who stands right before "who": "A cabin attendant who said".
_BEFORE_WHO: Final = re.compile(
    r"(?:\A|(?<=[\s“\"(]))(?P<who>(?:[Aa]n?|[Tt]he|[Oo]ne|[Tt]wo|[Tt]hree|[Ss]ome|[Ss]everal|[Aa]nother)\s"
    r"(?:[a-z][\w’-]{1,30}\s){0,3}[a-z][\w’-]{1,30}),?\s\Z"
)
_BEFORE_WHO_LOOK: Final = 120  # characters
# Several, or a body, that open a sentence: "Officers found the van. It was empty, they said."
_OPENER: Final = re.compile(
    r"[“\"]?(?P<who>(?:(?:The|Some|Two|Three|Four|Several|Many)\s)?[A-Z]?[a-z][\w-]{1,30}(?:\s[a-z][\w-]{2,30}){0,2}?)"
    r"(?=\s(?:in|of|for|at|from|who|have|had|are|were|will|did|[a-z]{2,20}ed|say|found|told|took|went|left|said)\b)"
)
# A document with whose it is: before it ("the Court’s opinion", "AEW press release"), or behind.
_OWNER: Final = re.compile(r"(?P<owner>[^’']{2,80})[’']s?\s[\w\s-]{2,40}")
_BY: Final = re.compile(r"\s(?:by|from|of)\s(?P<owner>[^,;:]{2,80})\Z")
_ITS: Final = re.compile(r"(?P<owner>its|their|his|her)\s", re.I)


@dataclass(frozen=True, slots=True)
class _Called:
    """Somebody without a name who spoke: what the copy called them, and where."""

    name: str
    place: int

    @property
    def head(self) -> str:
        """The noun of it: "managers" of "hospital managers in Tessel"."""
        return _LINK.split(self.name, maxsplit=1)[0].split()[-1].lower()


def with_speakers(
    attributions: list[Attribution], people: People, asks: Sequence[MarkedAsk] = ()
) -> tuple[MarkedQuote, ...]:
    """Return quotes with their speakers; the last speaker is the first guess for "he" or "she".

    `asks` are those of the copy: who was just asked is the "it" that says it will not answer.
    """
    speakers: list[Referent] = []
    quotes = []
    quoted: list[Span] = []
    unnamed = _Unnamed(people, asks)
    for attribution in attributions:
        speaker: Speaker | None = None
        if attribution.source is not None and people.is_somebody(attribution.source):
            words = [*quoted, *attribution.content]
            speaker, referent = people.resolve(attribution.source, speakers, words)
            if people.is_named_in(referent, attribution.source, attribution.content):
                speaker, referent = people.as_written(attribution.source)
            speaker = unnamed.meant(speaker, referent, speakers)
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


class _Unnamed:
    """Those without a name who spoke so far, and who was asked."""

    def __init__(self, people: People, asks: Sequence[MarkedAsk]) -> None:
        self.people = people
        self.text = people.tokens.text
        self.asks = asks
        self.spoke: list[_Called] = []

    def meant(
        self, speaker: Speaker, referent: Referent | None, speakers: Sequence[Referent]
    ) -> Speaker | None:
        """Return who is meant by a speaker as resolved by name; None for a document of nobody's."""
        if speaker.span is None:
            return speaker
        low = self.text[slice(*speaker.span)].lower()
        if (asked := self._just_asked(speaker.span, low)) is not None:
            return replace(speaker, name=asked, title=None, of=None)
        if referent is not None and referent.kind != "unnamed":
            return speaker
        if _document_in(low):
            return self._owner(speaker, low, speakers)
        name = self._earlier(speaker.span, low)
        if name is not None:
            return replace(speaker, name=name)
        if low not in PRONOUNS:
            self.spoke = [_Called(speaker.name, speaker.span[0]), *self.spoke][:_REMEMBERED]
        return speaker

    def _just_asked(self, span: Span, low: str) -> str | None:
        """Return who the sentence before asked: "… approached the hospital. It said …"."""
        if low not in ("it", "they"):
            return None
        begins = self.people.index.sentence_before(span[0])
        asked = next((a for a in self.asks if a.span[0] <= begins < a.span[1]), None)
        alone = asked is not None and len(asked.parties) == 1 and asked.outcome == "sought"
        return asked.parties[0].name if asked and alone else None

    def _earlier(self, span: Span, low: str) -> str | None:
        """Return what the copy called somebody before: for "the managers", "they" or "who"."""
        noun = _THE_NOUN.fullmatch(low)
        if noun is not None:
            same = (c for c in self.spoke if c.head == noun["noun"] and " " in c.name)
            return next((called.name for called in same), None)
        if low == "who":
            look = max(0, span[0] - _BEFORE_WHO_LOOK)
            before = _BEFORE_WHO.search(self.text, look, span[0])
            return plain_noun(before["who"]) if before else None
        if low not in ("they", "it"):
            return None
        floor = self.people.index.sentence_before(span[0])
        last = next((called for called in self.spoke if called.place >= floor), None)
        if last is not None and _are_several(last.head) == (low == "they"):
            return last.name
        return self._opener(floor) if low == "they" else None

    def _opener(self, floor: int) -> str | None:
        """Return the persons who open a sentence, in its words; None where it opens otherwise."""
        opener = _OPENER.match(self.text, floor)
        if opener is None or not _are_several(opener["who"].split()[-1].lower()):
            return None
        return plain_noun(opener["who"])

    def _owner(self, speaker: Speaker, low: str, speakers: Sequence[Referent]) -> Speaker | None:
        """Return whose document speaks, None where the copy does not say."""
        assert speaker.span is not None
        start, end = speaker.span
        words = self.text[start:end]
        owned = _OWNER.fullmatch(words) or _BY.search(words) or _ITS.match(words)
        if owned is not None:
            at = (start + owned.start("owner"), start + owned.end("owner"))
            return self._body_or_person(speaker, at, speakers)
        head = len(low.split()[-1])
        before = (start, end - head - 1)
        if len(low.split()) > 1 and (named := self._body_or_person(speaker, before, speakers)):
            return named
        return None

    def _body_or_person(
        self, speaker: Speaker, at: Span, speakers: Sequence[Referent]
    ) -> Speaker | None:
        """Return whom the words for an owner mean; None where they are for no person or body."""
        found, referent = self.people.resolve(at, speakers)
        known = referent is not None and referent.kind != "unnamed"
        noun = found.name.split()[-1] if found.name else ""
        if noun.lower() in lexicon.DETERMINERS:
            return None
        body = noun.lower() in lexicon.ORGANISATION_WORDS or is_work(noun.lower())
        if known or noun[:1].isupper() or body:
            return replace(found, span=speaker.span)
        return None


def _document_in(low: str) -> bool:
    """Return whether words are for a document: "the notice", "a letter to parents"."""
    words = _LINK.split(low, maxsplit=1)[0].split()
    return bool(words) and words[-1].removesuffix("s") in _WORDS["documents"]


def _are_several(noun: str) -> bool:
    """Return whether a noun is for several persons: "officers", "attorneys", "police"."""
    one = noun.removesuffix("s")
    persons = is_work(one) or one in lexicon.AGENT_NOUNS or noun in _WORDS["several"]
    return noun in _WORDS["several"] or (noun.endswith("s") and persons)
