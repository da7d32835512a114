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
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from factcheck.text.language import lexicon
from factcheck.text.language.rules import Rule, first_result
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
_PLAYS = _WORDS["plays"]
_LANGUAGES = _WORDS["languages"]
_SITES = _WORDS["sites"]
_MAKERS = _WORDS["makers"]
_WORKS_AT = _WORDS["works_at"]
_INDICES = _WORDS["indices"]
PARTY_TAGS = _WORDS["party_tags"]
_TAKEN = _WORDS["taken"]
_ROADS = _WORDS["roads"]
_FIRMS = _WORDS["firms"]
_BODIES = _WORDS["bodies"]
_IRISH_OR_SCOTTISH = re.compile(r"(?:O['’]|Mc|Mac)[A-Z]")
_DEFINITE_PLACES = _WORDS["definite_places"]
# Mentions of one name that count in full; more of them only repeat what the model thinks.
_LEAST_HEARD = 3

# The log-chance, about 1 in 33, below which no kind falls by the model's word alone.
_FARTHEST = -3.5

_ARTICLES = frozenset(["the", "a", "an", "this"])
_LINKING = frozenset(["of", "for", "&", "the"])
_TABLES = data_table("factcheck.text.names", "entity_types")
# Prior chances over `KINDS` for each shape in `_SHAPES`.
_BY_PRINT: dict[str, list[float]] = _TABLES["by_print"]

# Factors over `KINDS` for each rule in `_BESIDE`.
_FACTORS = {key: np.array(factors) for key, factors in _TABLES["beside"].items()}


def certain_kind(name: str) -> Kind | None:
    """Return the kind that is certain without the model: a people, or its language."""
    if name.lower() in _LANGUAGES:
        return "people"
    if name in _SITES:
        return "organisation"
    return "people" if name in PEOPLES or (name.isupper() and name.title() in PEOPLES) else None


def likelihood(tokens: Tokens, first: int, last: int, seen: Chances | None) -> Chances:
    """Return how one mention speaks for each of `KINDS`, as log-chances.

    It combines what the model says with the words beside the name.
    """
    factors = np.log(_beside(tokens, first, last))
    if seen is None:
        return factors
    kinds = np.maximum(seen[1:], 0.02)
    chances: Chances = factors + np.log(kinds / kinds.sum())
    return chances


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
    shape = _shape_of(_print_of(tokens, first, last, name), surnames)
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
    """Return whether a verb of saying follows."""
    return last + 1 < len(tokens.words) and tokens.lower[last + 1] in _SPEAKS


@dataclass(frozen=True, slots=True)
class _Print:
    """What print shows of a name.

    `words` are in small letters and without a possessive ending, `opener` is the first with it.
    `first` is the first as written, `following` what comes after the name.
    """

    name: str
    words: list[str]
    opener: str
    first: str
    following: str
    is_given: bool

    @property
    def several(self) -> bool:
        return len(self.words) > 1

    @property
    def last(self) -> str:
        return self.words[-1]


def _print_of(tokens: Tokens, first: int, last: int, name: str) -> _Print:
    """Return what print shows of the tokens `first` to `last`."""
    low = tokens.lower[first]
    return _Print(
        name=name,
        words=[bare(tokens.lower[k]) for k in range(first, last + 1)],
        opener=low,
        first=tokens.words[first],
        following=tokens.words[last + 1] if last + 1 < len(tokens.words) else "",
        is_given=low in lexicon.FEMALE_NAMES or low in lexicon.MALE_NAMES,
    )


def _is_known_place(shown: _Print) -> bool:
    name = shown.name
    return name in PLACES or (len(name) > 3 and name.isupper() and name.title() in PLACES)


def _has_organisation_word(shown: _Print) -> bool:
    return shown.several and any(word in lexicon.ORGANISATION_WORDS for word in shown.words)


def _has_place_word(shown: _Print) -> bool:
    return shown.last in PLACE_WORDS or shown.opener in PLACE_OPENERS


def _is_person_by_form(shown: _Print) -> bool:
    return shown.is_given or shown.last.rstrip(".") in ("jr", "sr") or len(shown.opener) == 1


def _is_short(shown: _Print) -> bool:
    return len(shown.words) <= 4 and shown.first not in PEOPLES and not shown.name.isupper()


_SHAPES: tuple[Rule[_Print, str], ...] = (
    Rule(_is_known_place, "known place", "Paris, PARIS"),
    Rule(lambda p: p.several and p.last in _WORKS, "work", "Clean Air Act"),
    Rule(lambda p: p.several and p.last in _INDICES, "work", "Nikkei Stock Average"),
    Rule(lambda p: p.several and p.words[0] in _MAKERS, "work", "Hyundai Santa Fe"),
    Rule(
        lambda p: p.several and not p.is_given and (p.last in _TEAMS or p.last in _FIRMS),
        "body word",
        "Belmar Rovers, Halden Foods",
    ),
    Rule(
        lambda p: p.several and p.opener in _ROADS and p.last.isdigit(),
        "place word",
        "Interstate 80",
    ),
    Rule(
        lambda p: p.several and not p.is_given and _has_place_word(p),
        "place word",
        "Belmar River, Lake Belmar",
    ),
    Rule(lambda p: not p.several and p.last in _BODIES, "known body", "Hezbollah"),
    Rule(
        lambda p: len(p.words) == 2 and p.is_given and _has_organisation_word(p),
        "several words",
        "Grace Church and Ana Banks may be people: the model decides",
    ),
    Rule(_has_organisation_word, "body word", "Ministry of Health"),
    Rule(lambda p: any(word in _LINKING for word in p.words), "linked", "Doctors for Peace"),
    Rule(lambda p: not p.several and len(p.name) > 1 and p.name.isupper(), "acronym", "NATO"),
    Rule(lambda p: not p.several and p.is_given, "given name", "Maria"),
    Rule(lambda p: not p.several, "one word", "Whitlow"),
    Rule(
        lambda p: not p.is_given and p.following.islower() and p.following in TITLES,
        "employer",
        "Orbis Energy spokesman",
    ),
    Rule(_is_person_by_form, "given name", "Maria Whitlow, J. Whitlow, Whitlow Jr."),
    Rule(_is_short, "several words", "Dana Whitlow"),
)


def _shape_of(shown: _Print, surnames: Collection[str]) -> str:
    """Return the key of a name's prior in `_BY_PRINT`."""
    shape = first_result(_SHAPES, shown, "long")
    if shown.several:
        return shape
    if shape == "one word" and _IRISH_OR_SCOTTISH.match(shown.name):
        return "surname"
    if shown.name in surnames:
        return "place or surname" if shape == "known place" else "surname"
    return shape


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """The words beside a name: one before, two after, in small letters but for `second_after`."""

    before: str
    after: str
    second_after: str
    last: str
    is_possessive: bool


def _neighbours(tokens: Tokens, first: int, last: int) -> _Neighbours:
    """Return the words beside the tokens `first` to `last`, empty where the text ends."""
    count = len(tokens.words)
    return _Neighbours(
        before=tokens.lower[first - 1] if first else "",
        after=tokens.lower[last + 1] if last + 1 < count else "",
        second_after=tokens.words[last + 2] if last + 2 < count else "",
        last=bare(tokens.lower[last]),
        is_possessive=bare(tokens.words[last]) != tokens.words[last],
    )


def _has_place_after_comma(near: _Neighbours) -> bool:
    return near.after == "," and near.second_after in PLACES


def _has_age_after_comma(near: _Neighbours) -> bool:
    follows = near.second_after
    is_person = follows.isdigit() or follows in ("who", "whose")
    return near.after == "," and is_person and follows not in PLACES


def _plays(near: _Neighbours) -> bool:
    """Return whether one side beats another: "Kent beat Durham", not "police beat protesters"."""
    return (near.after in _PLAYS and near.second_after[:1].isupper()) or near.before in _PLAYS


_BESIDE: tuple[Rule[_Neighbours, str], ...] = (
    Rule(_plays, "against another side", "Kent beat Durham"),
    Rule(lambda near: near.after in _WORKS_AT, "before works", "its Gifu plant"),
    Rule(lambda near: near.before in _WHERE, "after preposition", "in Belmar"),
    Rule(lambda near: near.before in _TAKEN, "after capture", "bombed Belmar"),
    Rule(
        lambda near: near.before in _ARTICLES and near.last in _DEFINITE_PLACES,
        "after article, definite place",
        "the Belmar Heights",
    ),
    Rule(
        lambda near: near.before in _ARTICLES and near.last not in _DEFINITE_PLACES,
        "after article",
        "the Belmar",
    ),
    Rule(lambda near: near.after in _SPEAKS, "before saying", "Whitlow said"),
    Rule(_has_place_after_comma, "before comma, place", "Tessel, Ohio"),
    Rule(_has_age_after_comma, "before comma, age", "Whitlow, 54, and Whitlow, who"),
    Rule(lambda near: near.after in ("who", "whose"), "before who", "Whitlow who"),
    Rule(lambda near: near.is_possessive and near.after in _OWNED, "owner", "Whitlow’s lawyer"),
)


def _beside(tokens: Tokens, first: int, last: int) -> NDArray[np.float64]:
    """Return the factors over `KINDS` of all that stands beside a name."""
    near = _neighbours(tokens, first, last)
    factors = np.ones(len(KINDS))
    for rule in _BESIDE:
        if rule.applies(near):
            factors *= _FACTORS[rule.result]
    return factors
