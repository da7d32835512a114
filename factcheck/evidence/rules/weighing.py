"""Which side a passage is on: what the rules found and how the network reads it, weighed together.

The rules know values ("41" is not "38"), the network clauses (who did what to whom). Each alone is
often wrong where the other is right, so a regression over both says the chance of each side. Its
weights are in `data/sides.toml`, with where they were fitted and how often they are right.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from factcheck.evidence.rules.comparing import FactComparison
from factcheck.evidence.rules.entailment import Entailment, keys_of
from factcheck.evidence.rules.leaning import Leaning
from factcheck.evidence.rules.words import STOP, StatedFact
from factcheck.text.language.word_lists import data_table

_VALUES: Final = frozenset({"number", "date", "superlative"})
_SIDES: Final = data_table("factcheck.evidence.rules", "sides")
_WEIGHTS: Final[dict[str, dict[str, float]]] = _SIDES["weights"]
SURE: Final = 0.45
"""The chance from which a side is taken: of .40, .45, .50, .55 and .60 the one that kept most of
both sides on the pairs of fitting while a passage that says nothing leans seldom.
"""
SHOWN_FROM: Final = 0.8
"""The chance from which it is said that a passage may support the claim; how often that is right
stands in docs/benchmarks.md, Sides. That one speaks against it is never said by this alone.
"""
_SHORT: Final = 32  # words of a passage that says one thing; guessed
_LEAST_CHANCE: Final = 1e-4  # below it a chance says no more


def features(
    claim: str,
    passage: str,
    compared: Sequence[tuple[StatedFact, FactComparison]],
    leaning: Leaning,
    entailment: Entailment,
) -> dict[str, float]:
    """Return what the weighing looks at, by name.

    Truths are 0 or 1, chances are logarithms, shares of words are 0 to 1.
    """
    mine, theirs = keys_of(claim) - STOP, keys_of(passage) - STOP
    met = len(mine & theirs)
    shares = {"of claim": met / max(1, len(mine)), "of passage": met / max(1, len(theirs))}
    values = [result for fact, result in compared if fact.kind in _VALUES]
    outcomes = [result.outcome for result in values]
    sure = any(result.outcome == "other" and result.sure for result in values)
    sides = {"for": float(leaning.leans > 0), "against": float(leaning.leans < 0)}
    short = float(len(passage.split()) <= _SHORT)
    value = float("other" in outcomes or "same" in outcomes)
    return {
        "network supports": _logarithm(entailment.supports),
        "network refutes": _logarithm(entailment.refutes),
        "network neither": _logarithm(entailment.neither),
        **{f"rules {side}": is_so for side, is_so in sides.items()},
        **{f"rules {side} by value": is_so * value for side, is_so in sides.items()},
        **{f"rules {side}, short": is_so * short for side, is_so in sides.items()},
        **{f"rules {side} by value, short": is_so * value * short for side, is_so in sides.items()},
        "another value": float("other" in outcomes),
        "another value, surely": float(sure),
        "the same value": float("same" in outcomes),
        "no such value": float("not mentioned" in outcomes),
        "share of claim": shares["of claim"],
        "share of passage": shares["of passage"],
        **{
            f"rules {side}, share {share}": is_so * size
            for share, size in shares.items()
            for side, is_so in sides.items()
        },
        "short": short,
        "turned": float(leaning.turned),
        "hedged": float(leaning.hedged),
    }


def chances(seen: dict[str, float]) -> dict[str, float]:
    """Return the chance of "supports", "refutes" and "neither"; they add up to 1."""
    sums = {
        side: weights["bias"] + sum(weights[name] * value for name, value in seen.items())
        for side, weights in _WEIGHTS.items()
    }
    most = max(sums.values())
    raised = {side: math.exp(value - most) for side, value in sums.items()}
    return {side: value / sum(raised.values()) for side, value in raised.items()}


def leans(seen: dict[str, float]) -> float:
    """Return the side's chance, below 0 where it is against; 0 where neither is likely enough."""
    chance = chances(seen)
    side = max(chance, key=lambda name: chance[name])
    if side == "neither" or chance[side] < SURE:
        return 0.0
    return round(chance[side] if side == "supports" else -chance[side], 3)


def _logarithm(chance: float) -> float:
    return math.log(max(chance, _LEAST_CHANCE))
