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
    pronoun: str, span: Span, mentions: Mentions, speakers: Sequence[Referent]
) -> Referent | None:
    """Return whom a pronoun, in small letters, refers to.

    `speakers` are those who spoke before, the latest first. A person whose gender was unknown
    takes the pronoun's.
    """
    if pronoun in _RELATIVE:
        return _antecedent(span, mentions)
    if pronoun in _HE or pronoun in _SHE:
        return _person(span, "m" if pronoun in _HE else "f", mentions, speakers)
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
    span: Span, gender: str, mentions: Mentions, speakers: Sequence[Referent]
) -> Referent | None:
    """Return the person a gendered pronoun refers to, and note the gender."""
    person = (
        _person_in_sentences(span, gender, mentions, speakers)
        or next((speaker for speaker in speakers if _fits(speaker, gender)), None)
        or _last_person(span, gender, mentions)
    )
    if person is not None and person.gender is None:
        person.gender = gender
    return person


def _fits(referent: Referent, gender: str) -> bool:
    """Return whether somebody may be of that gender."""
    return referent.kind in ("person", "other") and referent.gender in (None, gender)


def _person_in_sentences(
    span: Span, gender: str, mentions: Mentions, speakers: Sequence[Referent]
) -> Referent | None:
    """Return a person named in this sentence or those before, subjects first.

    The last speaker goes before the subject where a sentence names both.
    """
    last_speaker = speakers[0] if speakers and _fits(speakers[0], gender) else None
    here = mentions.sentence_at(span[0])
    for n in range(here, max(-1, here - _SENTENCES_BACK), -1):
        people = _people_in(n, span, gender, mentions)
        if last_speaker is not None and last_speaker in people:
            return last_speaker
        if people:
            return people[0]
    return None


def _people_in(sentence: int, span: Span, gender: str, mentions: Mentions) -> list[Referent]:
    """Return the people of a gender that a sentence names before the pronoun."""
    start, end = mentions.sentences[sentence]
    numbers = range(
        bisect_left(mentions.starts, start), bisect_left(mentions.starts, min(end, span[0]))
    )
    return [
        referent
        for referent in mentions.referents(numbers)
        if referent.kind == "person" and _fits(referent, gender)
    ]


def _last_person(span: Span, gender: str, mentions: Mentions) -> Referent | None:
    """Return the nearest name before the pronoun that may be of that gender."""
    last = mentions.last_before(span[0])
    numbers = range(last, max(-1, last + 1 - _PEOPLE_BACK), -1)
    return next((r for r in mentions.referents(numbers) if _fits(r, gender)), None)


def _body(
    pronoun: str, span: Span, mentions: Mentions, speakers: Sequence[Referent]
) -> Referent | None:
    """Return the organisation of this sentence or the last; for "it", else the last speaker."""
    stop = mentions.last_before(span[0]) + 1
    here = mentions.sentence_at(span[0])
    floor = mentions.sentences[max(0, here - 1)][0]
    numbers = (n for n in range(max(0, stop - _BODIES_BACK), stop) if mentions.starts[n] >= floor)
    near = next((r for r in mentions.referents(numbers) if r.kind == "organisation"), None)
    if near is not None or pronoun not in _IT:
        return near
    return speakers[0] if speakers and speakers[0].kind == "organisation" else None
