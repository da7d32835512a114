"""What a passage, taken whole, speaks for: flags with their reasons, and a leaning.

Never a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from factcheck.evidence.rules.comparing import EARLIER, FactComparison
from factcheck.evidence.rules.names import same_name
from factcheck.evidence.rules.polarity import (
    COPY_DENIES,
    SENTENCES,
    agree_in_denial,
    hedged,
    turns,
)
from factcheck.evidence.rules.same_subject import content_of, sense
from factcheck.evidence.rules.shares_and_ranks import Turn
from factcheck.evidence.rules.words import StatedFact, words_of
from factcheck.text.names.gazetteer import lies_in

# How much one fact of each kind says about the claim: a name met is the topic, a number met is the
# point.
_WEIGHT: Final = {
    "number": 1.0,
    "date": 0.9,
    "superlative": 0.9,
    "title": 0.6,
    "place": 0.5,
    "name": 0.5,
}
_MET: Final = {
    "number": 1.0,
    "date": 0.8,
    "superlative": 0.9,
    "title": 0.3,
    "place": 0.1,
    "name": 0.1,
}

_VALUES: Final = frozenset({"number", "date", "superlative"})
# Of a claim's words, so many must stand in a passage without its figures to bear it out ("a son and
# a daughter"), and in one sentence for a flag: of 1,103 passages of real pages that contradicted
# nothing, one in ten was flagged without it, one in thirty with it.
_TOLD_OTHERWISE: Final = 0.8
# Of a claim's words without its names, so many must stand in one sentence; guessed.
_POINT: Final = 0.34
_SENTENCE: Final = re.compile(r"(?<=[.!?])[”\"’]?\s+(?=[A-Z“\"])")
MOSTLY: Final = 0.5  # the share of a passage from which its speaker, not the outlet, vouches for it
# The likeness from which a value that may be of another thing is weighed at all.
PERHAPS: Final = 0.5
# How the parts of a leaning weigh; all guessed.
_TURN: Final = 0.8  # a turn of the wording: a negation, an opposite
_MOST_TURNS: Final = 2  # that are weighed: further ones tell the same again
_OFFSETS: Final = 3  # numbers met that offset another one that differs
_LEAST_AGAINST: Final = 0.3  # whatever else agrees, a contradiction leans so far against
_HINTED: Final = 0.4  # of what a value met weighs, where it may be of another thing
_HINTED_AGAINST: Final = 0.6  # of what another value weighs, where it may be of another thing
_UNCOVERED: Final = 0.3  # the share of what is met that counts with none of the claim's words


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a reader should look at.

    `kind` is a fact's kind, "negation", "opposite", "share", "rank", "roles", "hedged",
    "earlier count" or "speaker". `sure`: it holds whatever else the passage tells; any other is
    raised only where a sentence of the source tells most of the claim.
    """

    kind: str
    why: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a passage speaks for: its flags, and `leans` from -1 (against) over 0 to 1 (for).

    `turned` says whether any of its words reverse the claim's, `hedged` whether it leaves them
    open: both also where too little of the claim is told for a flag.
    """

    flags: tuple[Flag, ...]
    leans: float
    turned: bool = False
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone a passage quotes, and the share of it (0 to 1) that is theirs."""

    name: str
    share: float


def lean(
    claim: str,
    facts: Sequence[StatedFact],
    compared: Sequence[FactComparison],
    passage: str,
    *,
    stated: Sequence[StatedFact] = (),
    speaker: str = "",
    voices: Sequence[Voice] = (),
) -> Leaning:
    """Weigh the facts side by side and the wording of both texts.

    `compared` is in the order of `facts`; `stated` are the passage's own. `speaker` says the claim
    ("" for the paper itself), `voices` are those whom the passage quotes.
    """
    turned = list(turns(claim, passage))
    pairs = list(zip(facts, compared, strict=True))
    if borne_out := _denied_value(claim, pairs, turned):
        turned = [turn for turn in turned if turn.kind != "negation"]
        pairs = [(fact, borne_out.get(fact, result)) for fact, result in pairs]
    elif denies_place_rightly(claim, facts, passage, stated):
        turned = [turn for turn in turned if turn.kind != "negation"]
    doubt = hedged(claim, passage)
    flags = _flags(pairs, turned, doubt, _another_voice(speaker, voices))
    mostly_told = _is_mostly_told(claim, passage)
    leans = _leans(claim, pairs, passage, turned, stated)
    return Leaning(
        tuple(flag for flag in flags if flag.sure or mostly_told),
        leans,
        turned=any(turn.kind in ("negation", "opposite") for turn in turned),
        hedged=bool(hedged(claim, passage, SENTENCES)),
    )


def _leans(
    claim: str,
    pairs: _Compared,
    passage: str,
    turned: Sequence[Turn],
    stated: Sequence[StatedFact],
) -> float:
    """Return how far a passage leans, -1 to 1: what is met against what differs or is turned."""
    met = sum(_MET[fact.kind] for fact, result in pairs if result.outcome == "same")
    against = _against(pairs) + _TURN * len(turned[:_MOST_TURNS])
    if against:
        return -round(max(_LEAST_AGAINST, min(1.0, against - met / _OFFSETS)), 3)
    if _is_beside_the_point(claim, pairs, passage, stated):
        return 0.0
    met += sum(_HINTED * _MET[fact.kind] for fact, result in pairs if result.hint == "same")
    covered = _coverage(claim, passage)
    return round(min(1.0, (met + covered) * min(1.0, _UNCOVERED + covered)), 3)


_Compared = Sequence[tuple[StatedFact, FactComparison]]
_PLAIN_DENIAL: Final = re.compile(r"\b(?:not|never)\b|n[’']t\b", re.I)


def denies_alike(claim: str, compared: Sequence[FactComparison], passage: str) -> bool:
    """Return whether claim and passage deny one thing, told in the same words, and differ in none.

    Not where the claim has words in quotation marks: who says them matters then.
    """
    if re.search(r"[“”\"]|\s'", claim) or any(found.outcome == "other" for found in compared):
        return False
    if not agree_in_denial(claim, passage) or not _is_mostly_told(claim, passage):
        return False
    return not any(turns(claim, passage))


def denies_value_rightly(
    claim: str, facts: Sequence[StatedFact], compared: Sequence[FactComparison], passage: str
) -> bool:
    """Return whether a claim says that a value is not so, and the passage has another one.

    "The bridge was not built in 1931" beside "it was built in 1946". Only a plain denial in one
    clause: "of the 61 tested, none was ill" denies no 61.
    """
    if len(_PLAIN_DENIAL.findall(claim)) != 1 or re.search(r"[,;:] ", claim):
        return False
    pairs = list(zip(facts, compared, strict=True))
    return bool(_denied_value(claim, pairs, list(turns(claim, passage))))


_NOT_THERE: Final = re.compile(r"\b(?:not|never)\s+(\w{3,30})\s+(in|at|near)\s+$", re.I)


def denies_place_rightly(
    claim: str, facts: Sequence[StatedFact], passage: str, stated: Sequence[StatedFact]
) -> bool:
    """Return whether a claim says that it was not there, and the passage tells it of elsewhere.

    "Was not born in Osaka" beside "was born in Kobe".
    """
    for place in facts:
        denied = _NOT_THERE.search(claim[: place.start]) if place.kind == "place" else None
        if denied is None:
            continue
        there = re.compile(rf"\b{re.escape(denied[1])}\s+{denied[2]}\s+$", re.I)
        told = [s.text for s in stated if s.kind == "place" and there.search(passage[: s.start])]
        return bool(told) and not any(_may_be_one(place.text, other) for other in told)
    return False


def _may_be_one(place: str, other: str) -> bool:
    return same_name(place, other) or lies_in(place, other) or lies_in(other, place)


def _is_beside_the_point(
    claim: str, pairs: _Compared, passage: str, stated: Sequence[StatedFact]
) -> bool:
    """Return whether a passage that contradicts nothing bears nothing out either."""
    facts = [fact for fact, _ in pairs]
    if _values_missing(pairs):
        told = _coverage(claim, passage) >= _TOLD_OTHERWISE
        if not told or _has_other_values(facts, stated):
            return True
    return not _has_value(pairs) and not _is_to_the_point(claim, facts, passage)


def _is_mostly_told(claim: str, passage: str) -> bool:
    """Return whether a sentence of the passage has most of the claim's content words.

    One word may always be missing: that which the passage turns round, "rose" for "fell".
    """
    mine = content_of(claim)
    told = max((len(mine & content_of(one)) for one in _SENTENCE.split(passage)), default=0)
    return len(mine) - told <= max(1, (1 - _TOLD_OTHERWISE) * len(mine))


def _flags(
    pairs: _Compared, turned: Sequence[Turn], doubt: str, other_voice: str
) -> Iterator[Flag]:
    for fact, result in pairs:
        if result.outcome == "other":
            why = result.why or f"the source says “{result.in_source}”"
            yield Flag(fact.kind, why, sure=result.sure)
        elif result.why.startswith(EARLIER):
            yield Flag("earlier count", result.why, sure=True)
    for turn in turned:
        yield Flag(turn.kind, turn.why)
    if doubt:
        yield Flag("hedged", f"the source leaves it open: “{doubt}”")
    if other_voice:
        yield Flag("speaker", other_voice)


def _against(pairs: _Compared) -> float:
    """Return how much other values weigh, and hints of them a little."""
    weight = sum(_WEIGHT[fact.kind] for fact, result in pairs if result.outcome == "other")
    return weight + sum(
        _HINTED_AGAINST * _WEIGHT[fact.kind]
        for fact, result in pairs
        if result.hint == "other" and result.alike >= PERHAPS
    )


def _has_value(pairs: _Compared) -> bool:
    """Return whether the passage bears out a value of the claim's: then it is to the point."""
    return any(
        fact.kind in _VALUES and "same" in (result.outcome, result.hint) for fact, result in pairs
    )


def _values_missing(pairs: _Compared) -> bool:
    """Return whether the claim states values and the passage has none of them, nor a hint."""
    values = [result for fact, result in pairs if fact.kind in _VALUES]
    return bool(values) and not any(
        r.outcome == "same" or r.hint == "same" or (r.hint and r.alike >= PERHAPS) for r in values
    )


def _has_other_values(facts: Sequence[StatedFact], stated: Sequence[StatedFact]) -> bool:
    """Return whether the passage has figures, of another thing than the claim's."""
    return any(fact.kind == "number" for fact in facts) and any(
        fact.kind == "number" for fact in stated
    )


def _denied_value(
    claim: str, pairs: _Compared, turned: Sequence[Turn]
) -> dict[StatedFact, FactComparison]:
    """Return what bears out a claim that denies a value: "did not sign in 2018", signed in 2014.

    Empty where the claim denies nothing, or the passage has the very value.
    """
    denied = [turn for turn in turned if turn.kind == "negation" and turn.why.endswith(COPY_DENIES)]
    values = [(fact, result) for fact, result in pairs if fact.kind in _VALUES]
    if not denied or any(result.outcome == "same" for _, result in values):
        return {}
    return {
        fact: FactComparison(
            "same", result.in_source, f"the copy denies it; {result.why}", result.alike
        )
        for fact, result in values
        if result.outcome == "other"
    }


def _is_to_the_point(claim: str, facts: Sequence[StatedFact], passage: str) -> bool:
    """Return whether a sentence of the passage has more of the claim than its names.

    A sentence counts where it, or the one before it, has a name of the claim; a passage that has
    none passes, as this tells nothing of it. Two sentences about the same people are the topic,
    not the point.
    """
    named = [fact.text for fact in facts if fact.kind in ("name", "place", "title")]
    names = {sense(word.stem) for text in named for word in words_of(text)}
    point = content_of(claim) - names
    if not point:
        return True
    sentences = [content_of(sentence) for sentence in _SENTENCE.split(passage)]
    near = _near_names(sentences, names)
    return not near or any(len(words & point) >= _POINT * len(point) for words in near)


def _near_names(sentences: Sequence[set[str]], names: set[str]) -> list[set[str]]:
    """Return the sentences that have a name, or follow one that does; each as its senses."""
    named = [bool(words & names) for words in sentences]
    follows = [False, *named]
    return [words for n, words in enumerate(sentences) if named[n] or follows[n]]


def _another_voice(speaker: str, voices: Sequence[Voice]) -> str:
    if any(same_name(speaker, voice.name) for voice in voices):
        return ""
    loudest = max(voices, key=lambda voice: voice.share, default=None)
    if loudest is None or loudest.share < MOSTLY:
        return ""
    if speaker:
        return f"in the source, {loudest.name} says this, not {speaker}"
    return f"in the source, {loudest.name} says this, not the source itself"


def _coverage(claim: str, passage: str) -> float:
    """Return the share of the claim's content words, numbers aside, that the passage has."""
    mine, theirs = content_of(claim), content_of(passage)
    return len(mine & theirs) / len(mine) if mine else 0.0
