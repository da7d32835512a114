"""Capitals that name nobody: labels, abbreviations, adherents, offices without a holder.

They stay mentions, for "the Opposition" may say something; but there is no name to check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from factcheck.text.language import lexicon
from factcheck.text.language.rules import Rule, first_result
from factcheck.text.language.tokens import Tokens, bare
from factcheck.text.language.word_lists import word_lists
from factcheck.text.names.finder import WHOLE_NAMES, NameMention
from factcheck.text.names.gazetteer import PEOPLES, PLACES
from factcheck.text.names.titles import MODIFIERS, TITLES

_WORDS = word_lists("factcheck.text.names", "common_nouns")

_ABBREVIATIONS = _WORDS["abbreviations"]
_CAPITAL_NOUNS = _WORDS["capital_nouns"]
_ADHERENTS = _WORDS["adherents"]
_FIRST_PARTS = _WORDS["first_parts"]
_PAPERS = _WORDS["papers"]
_LABELLED = _WORDS["labelled"]
_LABEL = re.compile(r"\d{1,4}[A-Za-z]?|[IVX]{1,5}|[A-Z]")
_OF_OFFICES = frozenset(("of", "for", "on", "and"))


@dataclass(frozen=True, slots=True)
class _CapitalWords:
    """A mention's words without a possessive, in small letters too, and the words beside it."""

    words: tuple[str, ...]
    lower: tuple[str, ...]
    before: str
    after: str
    kind: str


def names_nothing(tokens: Tokens, mention: NameMention) -> bool:
    """Return whether a mention is no name that somebody could check."""
    if mention.name in WHOLE_NAMES:
        return False
    if mention.title is not None or mention.first > mention.last:
        return False
    first, last = mention.first, mention.last
    words = tuple(bare(word) for word in tokens.words[first : last + 1])
    named = _CapitalWords(
        words,
        tuple(word.lower() for word in words),
        tokens.words[first - 1] if first else "",
        tokens.words[last + 1] if last + 1 < len(tokens.words) else "",
        mention.kind,
    )
    return first_result(_NAMELESS, named, default=False)


def _is_label(named: _CapitalWords) -> bool:
    rest = named.words[1:]
    return named.lower[0] in _LABELLED and bool(rest) and all(map(_LABEL.fullmatch, rest))


def _is_abbreviation(named: _CapitalWords) -> bool:
    return len(named.words) == 1 and named.words[0] in _ABBREVIATIONS


def _is_capital_noun(named: _CapitalWords) -> bool:
    return len(named.words) == 1 and named.lower[0] in _CAPITAL_NOUNS


def _is_adherent(named: _CapitalWords) -> bool:
    last = named.lower[-1]
    party = named.after.lower() in ("party", "church")
    if party:
        return False
    creed = last in _ADHERENTS or (named.words[-1] in PEOPLES and len(named.words) > 1)
    return creed and all(word in _FIRST_PARTS for word in named.lower[:-1])


def _is_own_paper(named: _CapitalWords) -> bool:
    return len(named.words) == 1 and named.lower[0] in _PAPERS and named.before == "the"


def _place_before(named: _CapitalWords) -> int:
    """Return how many words of a place stand before the rest: "United States Senator"."""
    for length in range(min(3, len(named.words) - 1), 0, -1):
        name = " ".join(named.words[:length])
        if name in PLACES or name in PEOPLES:
            return length
    return 0


def _is_office(named: _CapitalWords) -> bool:
    """Return whether the words are an office and what it is of: "Head of Corporate Affairs"."""
    if named.kind == "person" and len(named.words) > 1 and named.lower[0] not in MODIFIERS | TITLES:
        return False
    head = named.lower[_place_before(named) :]
    cut = next((n for n, word in enumerate(head) if word in _OF_OFFICES), len(head))
    office = head[:cut]
    return (
        bool(office)
        and (office[-1] in TITLES or office[-1] in lexicon.AGENT_NOUNS)
        and office[-1] not in lexicon.ORGANISATION_WORDS
        and all(word in MODIFIERS or word in TITLES for word in office[:-1])
    )


_NAMELESS: tuple[Rule[_CapitalWords, bool], ...] = (
    Rule(_is_label, True, "Category 5, Exhibit 14, Day 11"),
    Rule(_is_abbreviation, True, "CCTV, GST, MPs"),
    Rule(_is_capital_noun, True, "the State, the Opposition, the Bill"),
    Rule(_is_adherent, True, "Roman Catholic, Republicans"),
    Rule(_is_own_paper, True, "told the Echo"),
    Rule(_is_office, True, "Head of Corporate Affairs, Staff Writer"),
)
