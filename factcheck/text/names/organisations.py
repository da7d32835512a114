"""Whom a party's words mean: the body called "the company", the person behind an office."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.text.language import lexicon
from factcheck.text.language.word_lists import data_table, word_lists
from factcheck.text.names.coreference import People
from factcheck.text.names.referents import Mentions
from factcheck.text.names.titles import HONORIFICS, TITLES
from factcheck.text.reading import MarkedParty, Span

_WORDS = word_lists("factcheck.text.names", "organisations")

_WHAT_IT_IS = re.compile(
    r",\s+(?:a|an|the)\s+[^,.;:]{2,60}|\s+is\s+(?:a|an|the)\s+[^,.;:]{2,60}", re.I
)
# "The operator" may be any firm; "the ministry" must be one by its name. Values: another word a
# name may have for it.
_FIRMS = _WORDS["firms"]
BODIES: dict[str, str] = {word: word for word in _FIRMS} | data_table(
    "factcheck.text.names", "organisations"
)["bodies"]
_FIRM_WORDS = _WORDS["firm_words"]
# Sentences before the noun in which its body is looked for. Guessed.
_SENTENCES_BACK = 3


def body_meant(span: Span, noun: str, people: People) -> str | None:
    """Return the body that "the company" or "the ministry" means.

    That is the latest of its kind named in the sentences before; for what may be any firm, the
    last that looks like one.
    """
    index, text = people.index, people.tokens.text
    firms: list[str] = []
    for n in _mentions_before(span, index):
        referent = index.referent_of.get(n)
        if referent is None:
            continue
        words = referent.name.lower().split()
        if noun in words or BODIES[noun] in words:
            return referent.name
        called = _is_called(text, index.mentions[n].span[1], noun)
        looks_like_firm = noun in _FIRMS and words[-1].rstrip(".") in _FIRM_WORDS
        if called or looks_like_firm:
            firms.append(referent.name)
    return firms[0] if firms else None


def _mentions_before(span: Span, index: Mentions) -> Iterator[int]:
    """Yield the mentions of the sentences before a place, the latest first."""
    here = index.sentence_at(span[0])
    floor = index.sentences[max(0, here - _SENTENCES_BACK)][0] if here >= 0 else 0
    for n in range(index.last_before(span[0]), -1, -1):
        if index.starts[n] < floor:
            return
        yield n


def _is_called(text: str, end: int, noun: str) -> bool:
    """Return whether a name is followed by what it is: "Castor, a food company,"."""
    description = _WHAT_IT_IS.match(text, end)
    return description is not None and noun in description.group().lower().split()


def person_at_end(span: Span, name: str, people: People) -> MarkedParty | None:
    """Return the person whose office stands before the name, which is no part of it.

    For example "Chief Inspector Ola Brandt", "bank spokeswoman Ana Ruiz".
    """
    n = people.index.last_before(span[1])
    if n < 0 or people.index.starts[n] < span[0]:
        return None
    mention, referent = people.index.mentions[n], people.index.referent_of.get(n)
    if mention.span[1] != span[1] or referent is None or referent.kind != "person":
        return None
    office = name[: mention.span[0] - span[0]].lower().split()
    if not _is_office(office):
        return None
    if " " not in referent.name:
        return MarkedParty(span, name, False)
    honorific = len(office) == 1 and office[0].rstrip(".") in HONORIFICS
    return MarkedParty(span if honorific else mention.span, referent.name, False)


def _is_office(words: list[str]) -> bool:
    """Return whether words before a name are an office or a form of address."""
    if not words or any(word in lexicon.PREPOSITIONS for word in words):
        return False
    last = words[-1]
    return last in TITLES or last.rstrip(".") in HONORIFICS or last in lexicon.AGENT_NOUNS
