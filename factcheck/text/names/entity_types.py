"""Whether a run of capitals is a name, and of what: rules of print weighed against the model.

Print gives a prior chance for each kind (a known place, a word like "Ministry", a given name), the
words beside the name a factor, the model its own chances, pooled over all mentions of the same name
in the copy; the kind with the highest product wins. What a list knows for certain (a people, an
acronym) the model hardly moves; where print says little, the model decides. Where it did not look,
the prior decides alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

import numpy as np

from factcheck.text.language import lexicon
from factcheck.text.language.tokens import Tokens, bare
from factcheck.text.language.word_lists import data_table, word_lists
from factcheck.text.names.entities import KINDS, Chances, EntityKind
from factcheck.text.names.gazetteer import PEOPLES, PLACE_OPENERS, PLACE_WORDS, PLACES
from factcheck.text.names.titles import TITLES

_WORDS = word_lists("factcheck.text.names", "entity_types")

Kind = Literal["person", "organisation", "place", "people", "other"]

_WORKS = _WORDS["works"]
_TEAMS = _WORDS["teams"]
_SPEAKS = _WORDS["speaks"]
_WHERE = _WORDS["where"]
_OWNED = _WORDS["owned"]
_TAKEN = _WORDS["taken"]
_ROADS = _WORDS["roads"]
_FIRMS = _WORDS["firms"]
_BODIES = _WORDS["bodies"]
_IRISH_OR_SCOTTISH = re.compile(r"(?:O['’]|Mc|Mac)[A-Z]")
_DEFINITE_PLACES = _WORDS["definite_places"]
_LEAST_HEARD = 3
"""Mentions of one name that count in full; more of them only repeat what the model thinks."""

_FARTHEST = -3.5
"""However many mentions the model mistakes alike, no kind falls further behind than this (about 33
times).
"""

# Priors over `KINDS`: person, organisation, place, other.
_BY_PRINT: dict[str, list[float]] = data_table("factcheck.text.names", "entity_types")["by_print"]


def certain_kind(name: str) -> Kind | None:
    """Return the kind that is certain without the model: a people."""
    return "people" if name in PEOPLES or (name.isupper() and name.title() in PEOPLES) else None


def likelihood(tokens: Tokens, first: int, last: int, seen: Chances | None) -> Chances:
    """Return how one mention speaks for each of `KINDS`, as log-chances.

    It combines what the model says with the words beside the name.
    """
    factors = np.log(_beside(tokens, first, last))
    if seen is None:
        return factors
    kinds = np.maximum(seen[1:], 0.02)
    found: Chances = factors + np.log(kinds / kinds.sum())
    return found


def pooled(heard: list[Chances]) -> Chances:
    """Return what all mentions of one name say of its kind together; `heard` is not empty."""
    evidence: Chances = np.mean(heard, axis=0) * min(len(heard), _LEAST_HEARD)
    weighed: Chances = np.maximum(evidence - evidence.max(), _FARTHEST)
    return weighed


def kind_of(
    tokens: Tokens,
    first: int,
    last: int,
    name: str,
    heard: Chances | None,
    surnames: Collection[str],
) -> EntityKind:
    """Return the likeliest kind of a name, from its print and what all its mentions say (`pooled`).

    `surnames` are those of the people the copy names in full.
    """
    shape = _print_of(tokens, first, last, name)
    if first == last and shape == "one word" and _IRISH_OR_SCOTTISH.match(name):
        shape = "surname"
    elif first == last and name in surnames:
        shape = "place or surname" if shape == "known place" else "surname"
    prior = np.log(_BY_PRINT[shape])
    return KINDS[int(np.argmax(prior if heard is None else prior + heard))]


def chance_of_a_name(prior: float, seen: Chances | None) -> float:
    """Return the chance that words are a name: the prior of print times what the model says."""
    if seen is None:
        return prior
    nothing = min(max(float(seen[0]), 0.02), 0.98)
    yes = prior * (1 - nothing)
    return yes / (yes + (1 - prior) * nothing)


def speaks_next(tokens: Tokens, last: int) -> bool:
    """Whether a verb of saying follows."""
    return last + 1 < len(tokens.words) and tokens.lower[last + 1] in _SPEAKS


def _print_of(tokens: Tokens, first: int, last: int, name: str) -> str:
    low_last, low_first = bare(tokens.lower[last]), tokens.lower[first]
    words = [bare(tokens.lower[k]) for k in range(first, last + 1)]
    several = first < last
    given = low_first in lexicon.FEMALE_NAMES or low_first in lexicon.MALE_NAMES
    if name in PLACES or (name.title() in PLACES and name.isupper() and len(name) > 3):
        return "known place"
    if several and low_last in _WORKS:
        return "work"
    if several and not given and (low_last in _TEAMS or low_last in _FIRMS):
        return "body word"
    if low_first in _ROADS and several and low_last.isdigit():
        return "place word"
    if several and not given and (low_last in PLACE_WORDS or low_first in PLACE_OPENERS):
        return "place word"
    if words[0] in _BODIES and not several:
        return "known body"
    if several and any(word in lexicon.ORGANISATION_WORDS for word in words):
        # "Grace Church" and "Ana Banks" may be people: the model decides.
        return "several words" if given and len(words) == 2 else "body word"
    if any(word in ("of", "for", "&", "the") for word in words):
        return "linked"
    if not several:
        return (
            "acronym"
            if len(name) > 1 and name.isupper()
            else ("given name" if given else "one word")
        )
    following = tokens.words[last + 1] if last + 1 < len(tokens.words) else ""
    if not given and following.islower() and following in TITLES:
        return "employer"
    if given or low_last.rstrip(".") in ("jr", "sr") or len(low_first) == 1:
        return "given name"
    return (
        "several words"
        if last - first <= 3 and tokens.words[first] not in PEOPLES and not name.isupper()
        else "long"
    )


def _beside(tokens: Tokens, first: int, last: int) -> list[float]:
    person = organisation = place = other = 1.0
    before = tokens.lower[first - 1] if first else ""
    after = tokens.lower[last + 1] if last + 1 < len(tokens.words) else ""
    if before in _WHERE:
        person, place = person * 0.4, place * 2.5
    elif before in _TAKEN:
        person, organisation, place = person * 0.5, organisation * 0.5, place * 4
    if before in ("the", "a", "an", "this"):
        person = 0.05
        place *= 1.0 if bare(tokens.lower[last]) in _DEFINITE_PLACES else 0.3
    if after in _SPEAKS:
        person, place, other = person * 1.6, place * 0.6, other * 0.5
    if after == "," and last + 2 < len(tokens.words):
        follows = tokens.words[last + 2]
        if follows in PLACES:
            place *= 4.0
        elif follows.isdigit() or follows in ("who", "whose"):
            person *= 4.0
    if after in ("who", "whose"):
        person *= 3.0
    if after in _OWNED and bare(tokens.words[last]) != tokens.words[last]:
        person *= 4.0
    return [person, organisation, place, other]
