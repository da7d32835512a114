"""Whom a pronoun refers to.

"he" and "she" are the last person of that gender who spoke or acted; "it" and "they" the last
organisation; "who" and "which" what stands right before them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from factcheck.text.names.referents import Mentions, Referent
from factcheck.text.reading import Span

_HE = frozenset(["he", "him", "his", "himself"])
_SHE = frozenset(["she", "her", "hers", "herself"])
_IT = frozenset(["it", "its", "itself"])
_THEY = frozenset(["they", "them", "their", "themselves", "we", "our", "us"])
_RELATIVE = frozenset(["who", "which", "that"])
PRONOUNS = _HE | _SHE | _IT | _THEY | _RELATIVE

# How far back a referent is looked for. Guessed; more changed no quote of the tests.
# How far back a "he" or "she" looks for its person. Guessed: print names people anew after that.
_SENTENCES_BACK = 4
# Mentions looked through for it, so that the cost stays linear in copy full of names.
_PEOPLE_BACK = 40
# The same for "it" and "they", which mean what was named a moment ago.
_BODIES_BACK = 12
# Characters between a name and the "who" that refers to it, at most.
_LONGEST_GAP = 60


def resolve_pronoun(
    pronoun: str,
    span: Span,
    mentions: Mentions,
    speakers: Sequence[Referent],
    words: Sequence[Span] = (),
) -> Referent | None:
    """Return whom a pronoun, in small letters, refers to.

    `speakers` are those who spoke before, the latest first; `words` what was quoted so far, up to
    what the pronoun's own quote has. A person whose gender was unknown takes the pronoun's.
    """
    if pronoun in _RELATIVE:
        return _antecedent(span, mentions)
    if pronoun in _HE or pronoun in _SHE:
        return _person(span, "m" if pronoun in _HE else "f", mentions, speakers, words)
    if pronoun in _IT or pronoun in _THEY:
        return _body(pronoun, span, mentions, speakers)
    return None


def _antecedent(span: Span, mentions: Mentions) -> Referent | None:
    """Return the referent of the name right before a relative pronoun."""
    n = mentions.last_before(span[0])
    if n < 0:
        return None
    gap = mentions.tokens.text[mentions.mentions[n].span[1] : span[0]]
    beside = len(gap) < _LONGEST_GAP and gap.count(",") <= 2 and "." not in gap
    return mentions.referent_of.get(n) if beside else None


def _person(
    span: Span,
    gender: str,
    mentions: Mentions,
    speakers: Sequence[Referent],
    words: Sequence[Span],
) -> Referent | None:
    """Return the person a gendered pronoun refers to, and note the gender."""
    # Who is named in the quote itself does not speak it: “The request came from Marr,” he says.
    own = words[-1:]
    named = {id(referent) for referent in mentions.referents(_inside(own, mentions))}
    floor = mentions.sentence_before(span[0])
    others = [
        speaker
        for speaker in speakers
        if id(speaker) not in named and (_has_gender_or_name(speaker) or speaker.first >= floor)
    ]
    person = (
        _unnamed_speaker(span, gender, mentions, others)
        or _person_in_sentences(span, gender, mentions, others, _inside(words, mentions), named)
        or next((speaker for speaker in others if _fits(speaker, gender)), None)
        or _last_person(span, gender, mentions, named)
    )
    if person is not None and person.gender is None:
        person.gender = gender
    return person


def _inside(words: Sequence[Span], mentions: Mentions) -> set[int]:
    """Return the numbers of the mentions inside quoted words."""
    return {
        n
        for start, end in words
        for n in range(bisect_left(mentions.starts, start), bisect_left(mentions.starts, end))
    }


def _unnamed_speaker(
    span: Span, gender: str, mentions: Mentions, speakers: Sequence[Referent]
) -> Referent | None:
    """Return the last speaker where it is somebody without a name, quoted a sentence ago.

    "A woman … admitted. She said …": no name that follows or came before is she.
    """
    if not speakers or speakers[0].kind != "unnamed" or speakers[0].gender != gender:
        return None
    return speakers[0] if speakers[0].first >= mentions.sentence_before(span[0]) else None


def _has_gender_or_name(speaker: Referent) -> bool:
    return speaker.kind != "unnamed" or speaker.gender is not None


def _fits(referent: Referent, gender: str) -> bool:
    """Return whether somebody may be of that gender."""
    return referent.kind in ("person", "other", "unnamed") and referent.gender in (None, gender)


def _person_in_sentences(
    span: Span,
    gender: str,
    mentions: Mentions,
    speakers: Sequence[Referent],
    spoken: set[int],
    named: set[int],
) -> Referent | None:
    """Return a person named in this sentence or those before, subjects first.

    The last speaker goes before the subject where a sentence names both, and before those whom
    quoted words (`spoken`) name.
    """
    last_speaker = speakers[0] if speakers and _fits(speakers[0], gender) else None
    here = mentions.sentence_at(span[0])
    for n in range(here, max(-1, here - _SENTENCES_BACK), -1):
        people = [
            referent
            for referent in _people_in(n, span, gender, mentions, spoken)
            if id(referent) not in named
        ]
        known = [referent for referent in people if referent.gender == gender]
        if last_speaker is not None and last_speaker in (known or people):
            return last_speaker
        if people:
            # Who is known to be a woman goes before who may be one.
            return (known or people)[0]
    return None


def _people_in(
    sentence: int, span: Span, gender: str, mentions: Mentions, spoken: set[int]
) -> list[Referent]:
    """Return the people of a gender that a sentence names before the pronoun, not in a quote."""
    start, end = mentions.sentences[sentence]
    numbers = range(
        bisect_left(mentions.starts, start), bisect_left(mentions.starts, min(end, span[0]))
    )
    return [
        referent
        for referent in mentions.referents(n for n in numbers if n not in spoken)
        if referent.kind == "person" and _fits(referent, gender)
    ]


def _last_person(span: Span, gender: str, mentions: Mentions, named: set[int]) -> Referent | None:
    """Return the nearest name before the pronoun that may be of that gender."""
    last = mentions.last_before(span[0])
    numbers = range(last, max(-1, last + 1 - _PEOPLE_BACK), -1)
    earlier = (r for r in mentions.referents(numbers) if id(r) not in named)
    return next((r for r in earlier if _fits(r, gender)), None)


def _body(
    pronoun: str, span: Span, mentions: Mentions, speakers: Sequence[Referent]
) -> Referent | None:
    """Return the organisation of this sentence or the last; for "it", else the last speaker."""
    stop = mentions.last_before(span[0]) + 1
    here = mentions.sentence_at(span[0])
    floor = mentions.sentences[max(0, here - 1)][0]
    numbers = (n for n in range(max(0, stop - _BODIES_BACK), stop) if mentions.starts[n] >= floor)
    speaker = next((r for r in speakers[:1] if r.kind == "organisation"), None)
    near = [r for r in mentions.referents(numbers) if r.kind == "organisation"]
    if not near:
        return speaker
    # A body that spoke a moment ago and is named again goes before the sentence's first.
    return speaker if speaker in near else near[0]
