"""What evidence decides without a database.

Key words, addresses, passages, copies, and facts set side by side.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from factcheck.evidence.rules.addresses import canonical_url, domain_of, own_canonical, usual_tier
from factcheck.evidence.rules.beside import Beside, facts_in, set_beside
from factcheck.evidence.rules.comparing import FactComparison, compare
from factcheck.evidence.rules.copies import resemblance, same_story, sketch
from factcheck.evidence.rules.independence import (
    Independence,
    IndependentSources,
    Leg,
    independence,
    side_of,
)
from factcheck.evidence.rules.languages import CODES, language_name, languages_to_ask
from factcheck.evidence.rules.passages import (
    PageWords,
    TextPassage,
    best_passage,
    cut,
    page_words,
    pieces,
    words_in_common,
)
from factcheck.evidence.rules.queries import KeyWords, ladder, query_for, typed_query
from factcheck.evidence.rules.words import StatedFact

__all__ = [
    "CODES",
    "Beside",
    "FactComparison",
    "Independence",
    "IndependentSources",
    "KeyWords",
    "Leg",
    "PageWords",
    "StatedFact",
    "TextPassage",
    "backoff",
    "best_passage",
    "canonical_url",
    "compare",
    "cut",
    "domain_of",
    "facts_in",
    "independence",
    "ladder",
    "language_name",
    "languages_to_ask",
    "own_canonical",
    "page_words",
    "pieces",
    "query_for",
    "resemblance",
    "same_story",
    "set_beside",
    "side_of",
    "sketch",
    "typed_query",
    "usual_tier",
    "words_in_common",
    "worth",
]

TIERS: Final = ("primary", "wire", "secondary", "partisan", "lead only")
_RULED: Final = {"accepted": 0, "suggested": 1, "rejected": 2}


def backoff(tries: int, asked: float | None = None) -> dt.timedelta:
    """Return how long to wait after the `tries`-th failure.

    1, 4, 16 … minutes, at most six hours; longer when the server asked for it (`asked`, in
    seconds).
    """
    own = min(60.0 * 4 ** min(max(tries - 1, 0), 10), 6 * 3600.0)
    return dt.timedelta(seconds=max(own, asked or 0.0))


def worth(
    ruling: str, tier: str, score: float, same: int, other: int
) -> tuple[int, int, int, float]:
    """Return a sort key, best first.

    What a person accepted, then the better tier, then the passage that speaks to more of the
    claim's facts, for or against, then the closer one.
    """
    place = TIERS.index(tier) if tier in TIERS else len(TIERS)
    return _RULED.get(ruling, 1), place, -(same + other), -score
