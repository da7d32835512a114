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
from factcheck.evidence.rules.polarity import COPY_DENIES, hedged, turns
from factcheck.evidence.rules.same_subject import sense
from factcheck.evidence.rules.shares_and_ranks import Turn
from factcheck.evidence.rules.words import StatedFact, is_content, words_of

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
# a daughter").
_TOLD_OTHERWISE: Final = 0.8
# Of a claim's words without its names, so many must stand in one sentence; guessed.
_POINT: Final = 0.34
_SENTENCE: Final = re.compile(r"(?<=[.!?])[”\"’]?\s+(?=[A-Z“\"])")
MOSTLY: Final = 0.5  # the share of a passage from which its speaker, not the outlet, vouches for it
PERHAPS: Final = (
    0.5  # the likeness from which a value that may be of another thing is weighed at all
)


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a reader should look at.

    `kind` is a fact's kind, "negation", "opposite", "share", "rank", "roles", "hedged",
    "earlier count" or "speaker".
    """

    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a passage speaks for: its flags, and `leans` from -1 (against) over 0 to 1 (for)."""

    flags: tuple[Flag, ...]
    leans: float


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
    flags = tuple(_flags(claim, passage, pairs, turned, _another_voice(speaker, voices)))
    met = sum(_MET[fact.kind] for fact, result in pairs if result.outcome == "same")
    against = _against(pairs) + 0.8 * len(turned[:2])
    if against:
        return Leaning(flags, -round(max(0.3, min(1.0, against - met / 3)), 3))
    covered = _coverage(claim, passage)
    if _values_missing(pairs) and (covered < _TOLD_OTHERWISE or _has_other_values(facts, stated)):
        return Leaning(flags, 0.0)
    if not (_has_value(pairs) or _is_to_the_point(claim, facts, passage)):
        return Leaning(flags, 0.0)
    met += sum(0.4 * _MET[fact.kind] for fact, result in pairs if result.hint == "same")
    return Leaning(flags, round(min(1.0, (met + covered) * min(1.0, 0.3 + covered)), 3))


_Compared = Sequence[tuple[StatedFact, FactComparison]]


def _flags(
    claim: str, passage: str, pairs: _Compared, turned: Sequence[Turn], other_voice: str
) -> Iterator[Flag]:
    for fact, result in pairs:
        if result.outcome == "other":
            yield Flag(fact.kind, result.why or f"the source says “{result.in_source}”")
        elif result.why.startswith(EARLIER):
            yield Flag("earlier count", result.why)
    for turn in turned:
        yield Flag(turn.kind, turn.why)
    if doubt := hedged(claim, passage):
        yield Flag("hedged", f"the source leaves it open: “{doubt}”")
    if other_voice:
        yield Flag("speaker", other_voice)


def _against(pairs: _Compared) -> float:
    """Return how much other values weigh, and hints of them a little."""
    weight = sum(_WEIGHT[fact.kind] for fact, result in pairs if result.outcome == "other")
    return weight + sum(
        0.6 * _WEIGHT[fact.kind]
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

    A sentence counts where it, or the one before it, has a name of the claim; all count where the
    passage has none. Two sentences about the same people are the topic, not the point.
    """
    names = {
        sense(w.stem)
        for fact in facts
        if fact.kind in ("name", "place", "title")
        for w in words_of(fact.text)
    }
    point = _content(claim) - names
    if not point:
        return True
    sentences = [_content(sentence) for sentence in _SENTENCE.split(passage)]
    named = [bool(words & names) for words in sentences]
    if not any(named):
        return True
    near = [words for n, words in enumerate(sentences) if named[n] or (n > 0 and named[n - 1])]
    return any(len(words & point) >= _POINT * len(point) for words in near)


def _another_voice(speaker: str, voices: Sequence[Voice]) -> str:
    if any(same_name(speaker, voice.name) for voice in voices):
        return ""
    loudest = max(voices, key=lambda voice: voice.share, default=None)
    if loudest is None or loudest.share < MOSTLY:
        return ""
    return f"in the source {loudest.name} says so, " + (
        f"not {speaker}" if speaker else "not the source itself"
    )


def _content(text: str) -> set[str]:
    """Return the senses of a text's content words, numbers aside."""
    return {sense(w.stem) for w in words_of(text) if is_content(w) and not w.is_number}


def _coverage(claim: str, passage: str) -> float:
    """Return the share of the claim's content words, numbers aside, that the passage has."""
    mine, theirs = _content(claim), _content(passage)
    return len(mine & theirs) / len(mine) if mine else 0.0
