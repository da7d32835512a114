"""Who a passage says did what the claim tells: somebody else, though the claim's doer is named too.

"Orr scored the only goal" beside "Dahl scored the only goal after Orr had hit the post".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from factcheck.evidence.rules.names import other_bearer, same_name, same_place_name
from factcheck.evidence.rules.same_subject import sense, sentence_at, sentences_of
from factcheck.evidence.rules.words import StatedFact, Word, is_content, plain, words_of
from factcheck.text.language import lexicon
from factcheck.text.language.tense import is_past
from factcheck.text.names.gazetteer import lies_in

_CLAUSE: Final = re.compile(
    r"[;:()]|—|\s–\s|,?\s\b(?:and|but|while|whereas|although|though|after|before|when|because|as)\b"
)
_RELATIVE: Final = re.compile(
    r",\s(?:who|which|whose|whom|where)\b[^,]*(?:,|$)|,\s(?:an?|the)\s[^,]*,"
)
_OF_WHOM: Final = re.compile(r",\s(?:who|which|whose|whom|where)\b")
_BY: Final = re.compile(
    r"\bby\s+((?:(?:the|an?)\s+)?[^,.;:()]{2,60}?(?:,\s(?=[A-Z])[^,.;:()]{2,40}?)?)"
    r"(?=[,.;:()]|\s(?:in|on|at|to|for|from|with|after|before|and|who|which|that|when|last|over)\b|$)"
)
# What says which one is meant: "the penalty that decided the final was scored by".
_WHICH_ONE: Final = re.compile(
    r"\s(?:that|who|which)\s(?P<act>\w{3,20})\s[^,;.]{3,60}?(?=\s(?:was|were|is|has|had|have)\s)"
)
_POINTS_BACK: Final = frozenset(
    lexicon.PRONOUNS | {"this", "that", "these", "those", "which", "who"}
)
_GENERATION: Final = re.compile(r"\b(?:the\s+)?(Elder|Younger|Jr|Sr|Junior|Senior|II|III|IV)\b")
_ONE: Final = re.compile(r"\b(?:only|first|last|sole)\b")
_OBJECT_SHARE: Final = 0.6  # of what the claim says besides, told of another; guessed


@dataclass(frozen=True, slots=True)
class _Deed:
    """An act with the words of whom it is told, and the senses of the rest of its clause.

    `suffered`: it was done to them, "was convicted"; else they did it, "led", "was led by".
    """

    act: str
    doer: str
    rest: frozenset[str]
    suffered: bool
    is_passive: bool
    aside: str = ""  # what is said of the doer between commas


@dataclass(frozen=True, slots=True)
class OtherDoer:
    """Whom a passage tells the claim's act of; `sure` where one alone did it, all else alike."""

    name: str
    sure: bool


def other_doer(claim: str, passage: str) -> OtherDoer | None:
    """Return whom the passage tells the claim's own act of, where that is somebody else.

    The clause that has the act and most of the claim's words decides. Unsure counts as nobody: a
    pronoun, or a doer in common nouns that may be the claim's.
    """
    mine = _main_deed(claim)
    if mine is None:
        return None
    nearest, most = _nearest(mine, _deeds(passage))
    if not most or not all(_are_others(mine.doer, deed) for deed in nearest):
        return None
    # A race is won by one, a trial may convict two.
    by_one = any(d.is_passive and not d.suffered for d in (mine, *nearest)) or bool(
        _ONE.search(claim)
    )
    is_told = bool(_names(nearest[0].doer)) and most >= _OBJECT_SHARE * len(mine.rest)
    return OtherDoer(nearest[0].doer, sure=by_one and is_told)


def _nearest(mine: _Deed, deeds: Sequence[_Deed]) -> tuple[list[_Deed], int]:
    """Return the deeds of a deed's act that share most of its words, and how many they share."""
    told = [deed for deed in deeds if (deed.act, deed.suffered) == (mine.act, mine.suffered)]
    most = max((len(deed.rest & mine.rest) for deed in told), default=0)
    return [deed for deed in told if len(deed.rest & mine.rest) == most], most


def told_elsewhere(
    claim: str, facts: Sequence[StatedFact], passage: str, stated: Sequence[StatedFact]
) -> str:
    """Return the place of which the passage tells the claim's act, where the claim's stands apart.

    "The union won the vote in Melfi. Workers in Turin vote next week" tells of no vote won in
    Turin. "" for none, or where the act's sentence has a name or place of the claim.
    """
    acts = {deed.act for deed in _deeds(claim)[:1]}
    spans = [sentence_at(passage, deed_at) for deed_at in _places_of_acts(passage, acts)]
    named = [fact.text for fact in facts if fact.kind in ("name", "place")]
    told_there = any(_has_any(passage[slice(*span)], named) for span in spans)
    if told_there or not _has_any(passage, named):
        return ""
    apart = (place for place in stated if not any(lies_in(place.text, name) for name in named))
    return next((place.text for place in apart if _is_scene(passage, place, spans)), "")


def _is_scene(passage: str, place: StatedFact, sentences: Sequence[tuple[int, int]]) -> bool:
    """Return whether a place is where something is told of, in one of some sentences."""
    if place.kind != "place" or _WHERE.search(passage[: place.start]) is None:
        return False
    return any(first <= place.start < last for first, last in sentences)


_WHERE: Final = re.compile(r"\b(?:in|at|near|outside)\s+(?:the\s+)?$", re.I)


def _has_any(text: str, names: Sequence[str]) -> bool:
    low = plain(text)
    return any(re.search(rf"(?<!\w){re.escape(plain(name))}", low) for name in names)


def _places_of_acts(text: str, acts: set[str]) -> list[int]:
    return [
        word.start
        for word in words_of(text)
        if sense(word.stem) in acts and _is_past(word.text) and not word.is_name_like
    ]


def _main_deed(claim: str) -> _Deed | None:
    """Return the first act of a claim that opens with who did it, by name; None of any other."""
    first = sentences_of(claim)[:1]
    deeds = _deeds(first[0]) if first else []
    if not deeds or not _names(deeds[0].doer) or _is_vague(deeds[0].doer):
        return None
    return deeds[0]


def _deeds(text: str) -> list[_Deed]:
    return [deed for sentence in sentences_of(text) for deed in _deeds_of(sentence)]


_BE: Final = re.compile(r"\b(?:is|are|was|were|been|being|be|got)(?:\s+\w+){0,2}\s*$", re.I)
_AUXILIARIES: Final = lexicon.AUXILIARIES | {"got", "also", "most", "often", "never", "not"}


def _deeds_of(sentence: str) -> list[_Deed]:
    # "Salt Year", a novel by Orr: his. The militia, which is fighting Orr: not he.
    aside = " ".join(words for words in _RELATIVE.findall(sentence) if not _OF_WHOM.match(words))
    main, which_one = _without_which_one(_RELATIVE.sub(" ", sentence))
    deeds = (_deed_of(clause, which_one, aside) for clause in _CLAUSE.split(main))
    return [deed for deed in deeds if deed is not None]


def _without_which_one(sentence: str) -> tuple[str, frozenset[str]]:
    """Return a sentence without what says which one is meant, and the senses of that."""
    found = [match[0] for match in _WHICH_ONE.finditer(sentence) if _is_past(match["act"])]
    for words in found:
        sentence = sentence.replace(words, "")
    return sentence, _told(" ".join(found))


def _deed_of(clause: str, which_one: frozenset[str], aside: str) -> _Deed | None:
    """Return the act of a clause; None where it tells none of the past."""
    verb = _verb_of(clause)
    if verb is None:
        return None
    before, after = clause[: verb.start], clause[verb.end :]
    passive = _BE.search(before) is not None
    by = _BY.search(after) if passive else None
    subject = _subject(before)
    doer = by[1] if by and not re.search(r"\d", by[1]) else subject
    rest = which_one | _told(f"{subject} {after.replace(by[0], ' ')}" if by else after)
    return _Deed(sense(verb.stem), doer, rest, passive and doer == subject, passive, aside)


def _subject(before: str) -> str:
    """Return what stands before a verb and its auxiliaries: "Orr" of "Orr had never"."""
    words = before.split()
    while words and (words[-1].lower() in _AUXILIARIES or words[-1].endswith("ly")):
        words.pop()
    return " ".join(words).strip(" ,")


def _told(text: str) -> frozenset[str]:
    """Return the senses of a few words, with their figures."""
    return frozenset(sense(word.stem) for word in words_of(text) if is_content(word))


def _verb_of(clause: str) -> Word | None:
    """Return the first word of a clause that tells an act of the past."""
    for word in words_of(clause):
        if not word.is_name_like and is_content(word) and _is_past(word.text):
            return word
    return None


# Verbs that `is_past` does not know: short ones, and what one thing does to another at all times.
_MORE_ACTS: Final = frozenset(
    {"died", "sued", "tied", "owed", "causes", "cause", "cures", "cure", "prevents", "prevent"}
)


def _is_past(word: str) -> bool:
    return is_past(word) or word in _MORE_ACTS


def _names(words: str) -> set[str]:
    """Return the stems of the names in a few words."""
    return {word.stem for word in words_of(words) if word.is_name_like and is_content(word)}


def _is_vague(doer: str) -> bool:
    first = doer.split()[:1]
    return not first or first[0].lower() in _POINTS_BACK


def _are_others(mine: str, deed: _Deed) -> bool:
    """Return whether two doers cannot be one: other names, first names, generations or places."""
    theirs = deed.doer
    if _is_vague(theirs):
        return False
    if _generations_differ(mine, theirs):
        return True
    if not _names(theirs):
        # "Caused by a viral infection": no vaccine.
        return deed.is_passive and not deed.suffered and not _told(mine) & _told(theirs)
    return _places_differ(mine, theirs) or _names_differ(mine, deed)


def _generations_differ(mine: str, theirs: str) -> bool:
    """Return whether one doer is the Elder and the other the Younger."""
    ours, other = _GENERATION.search(mine), _GENERATION.search(theirs)
    return ours is not None and other is not None and ours[1] != other[1]


def _names_differ(mine: str, deed: _Deed) -> bool:
    """Return whether a deed's doer, who has a name, bears another than the claim's."""
    ours, theirs = _last_name(mine), _last_name(deed.doer)
    if _names(mine) & _names(deed.doer):
        return other_bearer(ours, theirs)
    if _names(mine) & _names(deed.aside):
        return False  # “"Salt Year", a novel by Orr, won”: Orr's novel did
    return not same_name(ours, theirs) and not _told(mine) & _told(deed.doer)


_IN_PLACE: Final = re.compile(r"\b(?:in|of|at)\s+(?:the\s+)?((?:[A-Z][\w’'-]+\s?)+)$")


def _places_differ(mine: str, theirs: str) -> bool:
    """Return whether one thing is told of two places: unemployment in Scotland, in the kingdom."""
    ours, other = _IN_PLACE.search(mine), _IN_PLACE.search(theirs)
    if not ours or not other:
        return False
    a, b = ours[1].strip(), other[1].strip()
    same_thing = _told(mine[: ours.start()]) & _told(theirs[: other.start()])
    return bool(same_thing) and not same_place_name(a, b) and not lies_in(b, a)


_LAST_NAME: Final = re.compile(r"(?:[A-Z][\w’'.-]+\s?)+")


def _last_name(words: str) -> str:
    """Return the last run of capitals of a few words: "Sindre Moen" of "Norway's Sindre Moen"."""
    runs = [re.sub(r"\b\w+[’']s\s", "", run) for run in _LAST_NAME.findall(words)]
    return runs[-1].strip() if runs else words
