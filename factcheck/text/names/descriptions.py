"""Nouns that mean a name given elsewhere: "the minister", "the group", "a powerful faction".

A noun means a person whose title it repeats, a body whose name or description holds it, or, where
it says only what sort of body it is ("the company"), the last one of that sort.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from factcheck.text.language import lexicon
from factcheck.text.language.word_lists import data_table, word_lists
from factcheck.text.names.titles import TITLES

_WORDS = word_lists("factcheck.text.names", "descriptions")

_REPEATED_BY: dict[str, str] = data_table("factcheck.text.names", "descriptions")["repeated_by"]
_MODIFYING = _WORDS["modifying"]

_LONGEST_ACRONYM = 5  # letters; guessed
_LONGEST_PHRASE = 5  # words of a noun phrase; guessed
_FORCES = _WORDS["forces"]
_ARMIES = _WORDS["armies"]
_FIRMS = _WORDS["firms"]
_GROUPS = _WORDS["groups"]
_SIDES = _WORDS["sides"]
_PAPERS = _WORDS["papers"]
SORTS = (_FORCES, _ARMIES, _FIRMS, _GROUPS, _SIDES, _PAPERS)

_WRITTEN = _WORDS["written"]
_AGENCIES = _WORDS["agencies"]
_FIGHTING = _WORDS["fighting"]
_STATE = _WORDS["state"]
_ARMED = frozenset(["army", "forces", "navy", "military", "corps"])
# What is done with a paper: "a preprint posted" is a preprint.
_ISSUED = frozenset(["posted", "published", "released", "issued", "seen", "obtained", "filed"])
_WORK_ENDINGS = ("er", "or", "ist", "man", "woman", "ian", "eer", "ant", "ent")
_WORK = _WORDS["work"]
_NO_WORK = _WORDS["no_work"]


def noun_of(text: str) -> tuple[list[str], str] | None:
    """Split a noun phrase into the words before its head and the head, in small letters.

    Returns (["former"], "president") for "the former president", and None where words follow the
    head ("a spokesman for …") that say more than the noun.
    """
    words = re.findall(r"[\w’'.-]+", text.lower())
    if (
        not words
        or len(words) > _LONGEST_PHRASE
        or any(word in lexicon.PREPOSITIONS or word in ("and", "who") for word in words)
    ):
        return None
    while len(words) > 1 and words[0] in _MODIFYING:
        words = words[1:]
    return words[:-1], words[-1]


def has_title(title: str, of: str | None, modifiers: list[str], head: str) -> bool:
    """Return whether a noun phrase repeats a title.

    Every word of the phrase is in the title, or is a shorter or longer form of one that is.
    """
    own = title.lower().split(" of ")[0].split(" for ")[0].split()
    forms = set(own)
    for word in own:
        forms.update(_REPEATED_BY.get(word, "").split())
    last = own[-1]
    heads = {last, *_REPEATED_BY.get(last, "").split()}
    if last == "officer" and "chief" in own:
        heads |= {"chief", "ceo"}
    around = {*forms, *(of or "").lower().split()}
    return head in heads and all(word in around for word in modifiers)


def sort_of(noun: str) -> int | None:
    """Return the sort of body a noun means, by its place in `SORTS`."""
    return next((n for n, nouns in enumerate(SORTS) if noun in nouns), None)


def is_of_sort(name: str, sort: int) -> bool:
    """Return whether a noun of that sort may mean a body, judged by the body's name alone."""
    words = name.lower().split()
    if _WRITTEN & set(words):
        return False  # a survey is nobody's team
    may_mean = _MAY_MEAN.get(SORTS[sort])
    return may_mean is None or may_mean(name, words)


def _is_force(name: str, words: list[str]) -> bool:
    return any(word in _FIGHTING for word in words)


def _is_army(name: str, words: list[str]) -> bool:
    if any(word in _ARMED for word in words):
        return True
    # "TESSEL" is a town in a dateline.
    acronym = name.isupper() and len(words) == 1 and len(name) <= _LONGEST_ACRONYM
    # "STR/AFP" is a credit, and an agency no army.
    return acronym and "/" not in name and words[0] not in _AGENCIES


def _is_firm(name: str, words: list[str]) -> bool:
    return not any(word in _STATE for word in words)


# What a body's name must be for a noun of the sort; a noun of any other sort may mean any body.
_MAY_MEAN: dict[frozenset[str], Callable[[str, list[str]], bool]] = {
    _FORCES: _is_force,
    _ARMIES: _is_army,
    _FIRMS: _is_firm,
}


def heads_of(name: str) -> tuple[str, ...]:
    """Return the nouns a body may be called by: "front" for "Harbor Front".

    "Ministry of Health" may be called "ministry".
    """
    words = name.lower().split(" of ")[0].split(" for ")[0].split()
    if " " not in name:
        return ()
    return (words[-1], words[0]) if words[0] in lexicon.ORGANISATION_WORDS else (words[-1],)


def first_sort(text: str) -> int | None:
    """Return the sort of the first noun that means a body, in the words before any preposition."""
    for word in re.findall(r"[\w’'-]+", text.lower()):
        if word in lexicon.PREPOSITIONS:
            return None
        sort = sort_of(word)
        if sort is not None:
            return sort
    return None


def is_work(word: str) -> bool:
    """Return whether a noun says what someone does: a title, a role, a trade by its ending."""
    if word in TITLES or word in lexicon.AGENT_NOUNS or word in _WORK:
        return True
    return len(word) > 4 and word.endswith(_WORK_ENDINGS) and word not in _NO_WORK


def plain_noun(text: str) -> str:
    """Return a noun phrase as a name: on one line, without its article and description.

    For "a powerful faction aligned with …" this is "powerful faction"; "spokesman for the port"
    stays whole.
    """
    words = text.split()
    if len(words) > 1 and words[0].lower() in ("the", "a", "an"):
        words = words[1:]
    for n in range(1, len(words)):
        low = words[n].lower()
        is_described = (
            low.endswith(("ed", "ing"))
            and n + 1 < len(words)
            and words[n + 1].lower() in lexicon.PREPOSITIONS
        ) or (low in _ISSUED and n + 1 == len(words))
        if low in lexicon.RELATIVES or (is_described and words[n].islower()):
            return " ".join(words[:n]).rstrip(",")
    return " ".join(words)


def gender_of_name(given: str) -> str | None:
    """Return "f" or "m" by a given name in small letters; None where it is unknown or both."""
    if given in lexicon.FEMALE_NAMES and given not in lexicon.MALE_NAMES:
        return "f"
    return "m" if given in lexicon.MALE_NAMES and given not in lexicon.FEMALE_NAMES else None
