"""What a passage, taken whole, speaks for: flags with their reasons, and a leaning.

Never a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from factcheck.evidence.rules.comparing import FactComparison
from factcheck.evidence.rules.names import same_name
from factcheck.evidence.rules.polarity import hedged, turns
from factcheck.evidence.rules.same_subject import sense
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
MOSTLY: Final = 0.5  # the share of a passage from which its speaker, not the outlet, vouches for it
PERHAPS: Final = (
    0.5  # the likeness from which a value that may be of another thing is weighed at all
)


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a reader should look at.

    `kind` is a fact's kind, "negation", "opposite", "share", "rank", "roles", "hedged" or
    "speaker".
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
    speaker: str = "",
    voices: Sequence[Voice] = (),
) -> Leaning:
    """Weigh the facts side by side and the wording of both texts.

    `compared` is in the order of `facts`. `speaker` says the claim ("" for the paper itself),
    `voices` are those whom the passage quotes.
    """
    turned = list(turns(claim, passage))
    pairs = list(zip(facts, compared, strict=True))
    other = [(f, c) for f, c in pairs if c.outcome == "other"]
    flags = [Flag(f.kind, c.why or f"the source says “{c.in_source}”") for f, c in other]
    flags += [Flag(turn.kind, turn.why) for turn in turned]
    if doubt := hedged(claim, passage):
        flags.append(Flag("hedged", f"the source leaves it open: “{doubt}”"))
    if said := _another_voice(speaker, voices):
        flags.append(Flag("speaker", said))
    against = sum(_WEIGHT[f.kind] for f, _ in other) + 0.8 * len(turned[:2])
    against += sum(
        0.6 * _WEIGHT[f.kind] for f, c in pairs if c.hint == "other" and c.alike >= PERHAPS
    )
    met = sum(_MET[f.kind] for f, c in pairs if c.outcome == "same")
    if against:
        return Leaning(tuple(flags), -round(max(0.3, min(1.0, against - met / 3)), 3))
    met += sum(0.4 * _MET[f.kind] for f, c in pairs if c.hint == "same")
    covered = _coverage(claim, passage)
    values = [c for f, c in pairs if f.kind in _VALUES]
    if (
        values
        and not any(c.outcome == "same" or c.hint for c in values)
        and covered < _TOLD_OTHERWISE
    ):
        return Leaning(tuple(flags), 0.0)
    return Leaning(tuple(flags), round(min(1.0, (met + covered) * min(1.0, 0.3 + covered)), 3))


def _another_voice(speaker: str, voices: Sequence[Voice]) -> str:
    if any(same_name(speaker, voice.name) for voice in voices):
        return ""
    loudest = max(voices, key=lambda voice: voice.share, default=None)
    if loudest is None or loudest.share < MOSTLY:
        return ""
    return f"in the source {loudest.name} says so, " + (
        f"not {speaker}" if speaker else "not the source itself"
    )


def _coverage(claim: str, passage: str) -> float:
    """Return the share of the claim's content words, numbers aside, that the passage has."""
    mine, theirs = (
        {sense(w.stem) for w in words_of(text) if is_content(w) and not w.is_number}
        for text in (claim, passage)
    )
    return len(mine & theirs) / len(mine) if mine else 0.0
