"""What the sources say of a fact, a claim or an item: one of five states, and the words for it.

Every page, the gate and the API read it from here, so that no two of them count differently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from factcheck.evidence.rules.asking import ClaimSearches
from factcheck.text.language.word_lists import data_table

FindingState = Literal["differs", "supported", "nothing", "not_asked", "waiting"]

# How precise the machine's "other value" must be, by kind of fact, to be shown as a difference.
PRECISE: Final = 0.90
_PRECISION: Final[Mapping[str, float]] = {
    kind: measured["right"] / measured["judged"]
    for kind, measured in data_table("factcheck.review.rules", "findings")["other_value"].items()
}
FINDING_STATES: Final[tuple[FindingState, ...]] = get_args(FindingState)
# What each state is called where findings are counted: of one, and of several.
_COUNTED: Final[dict[FindingState, tuple[str, str]]] = {
    "differs": ("conflict", "conflicts"),
    "supported": ("supported", "supported"),
    "nothing": ("nothing found", "nothing found"),
    "not_asked": ("not asked", "not asked"),
    "waiting": ("being searched", "being searched"),
}
# Several findings taken together are as good as the worst of them.
_WORST_FIRST: Final[tuple[FindingState, ...]] = (
    "differs",
    "waiting",
    "nothing",
    "not_asked",
    "supported",
)
# The kinds of fact whose value is the point of a claim: that a page names the same person or place
# does not make the claim so.
VALUES: Final = frozenset({"number", "date", "superlative"})


@dataclass(frozen=True, slots=True)
class SourceSays:
    """One source on one fact, by the passage `evidence`.

    `value` is in the source's own words, empty where the passage as a whole speaks for or against;
    `why` is a plain clause. `counts` says whether it is an independent source for
    the fact; `by_author`: the writer handed it in.
    """

    evidence: int
    source: str
    value: str = ""
    why: str = ""
    by_author: bool = False
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What the sources say of one thing.

    `differing` are those whose other value, or whose word against it, nobody has ruled on;
    `ruled_on` those on which somebody has; `agreeing` those that have the same. `other_figures`
    have another value of a kind in which the machine is too often wrong to call it a difference.
    `words` are for one line of a list.
    """

    state: FindingState
    supported_by: int
    differing: tuple[SourceSays, ...]
    agreeing: tuple[SourceSays, ...]
    words: str
    other_figures: tuple[SourceSays, ...] = ()
    ruled_on: tuple[SourceSays, ...] = ()


def is_shown_as_difference(kind: str) -> bool:
    """Return whether another value of this kind of fact is right often enough to be called so."""
    return _PRECISION.get(kind, 0.0) >= PRECISE


def is_open_conflict(since: datetime, *ruled_at: datetime | None) -> bool:
    """Return whether nobody has ruled on the fact or the claim since the source differed."""
    return not any(at is not None and at >= since for at in ruled_at)


def finding(
    asking: ClaimSearches,
    *,
    differing: Sequence[SourceSays] = (),
    agreeing: Sequence[SourceSays] = (),
    other_figures: Sequence[SourceSays] = (),
    ruled_on: Sequence[SourceSays] = (),
    supported_by: int = 0,
    passages: int = 0,
) -> Finding:
    """Return the finding of one fact or claim.

    `supported_by` counts independent sources, `passages` those that were set beside it.
    """
    state = _state(asking, bool(differing), supported_by, passages)
    return Finding(
        state=state,
        supported_by=supported_by,
        differing=tuple(differing),
        agreeing=tuple(agreeing),
        words=_words(state, asking, differing, agreeing, other_figures, supported_by, passages),
        other_figures=tuple(other_figures),
        ruled_on=tuple(ruled_on),
    )


def _state(asking: ClaimSearches, differs: bool, supported_by: int, passages: int) -> FindingState:
    if differs:
        return "differs"
    if supported_by:
        return "supported"
    if asking.under_way:
        return "waiting"
    return "nothing" if asking.answered or passages else "not_asked"


def _words(
    state: FindingState,
    asking: ClaimSearches,
    differing: Sequence[SourceSays],
    agreeing: Sequence[SourceSays],
    other_figures: Sequence[SourceSays],
    supported_by: int,
    passages: int,
) -> str:
    """Return "≠ 38 Meridian Wire · = 12,000": what differs, then what agrees, then the rest."""
    parts = [_differing(differing)] if differing else []
    counting = [says for says in agreeing if says.counts]
    if supported_by or counting:
        parts.append(_agreeing(counting, supported_by))
    elif agreeing:
        parts.append(f"{_agreeing(agreeing, 0)}, no source that counts")
    if other_figures:
        parts.append(f"other figure: {_named(other_figures)}")
    if parts:
        return " · ".join(parts)
    return _silence(state, asking, passages)


def _silence(state: FindingState, asking: ClaimSearches, passages: int) -> str:
    if state == "waiting":
        return "being searched"
    if state == "not_asked":
        return f"not asked: {asking.why_not}" if asking.why_not else "not asked"
    if passages:
        return f"{passages} passage{'' if passages == 1 else 's'} to read, no value in common"
    return "nothing found"


def _differing(differing: Sequence[SourceSays]) -> str:
    return f"≠ {_named(differing)}"


def _named(says: Sequence[SourceSays]) -> str:
    """Return the first source's value and name, and how many more there are."""
    first, more = says[0], len(says) - 1
    named = f"{first.value} {first.source}".strip()
    return f"{named} and {more} more" if more else named


def _agreeing(agreeing: Sequence[SourceSays], supported_by: int) -> str:
    """Return the values that agree, each once, and how many sources stand behind them."""
    values = dict.fromkeys(says.value or says.source for says in agreeing)
    count = f"{supported_by} sources" if supported_by > 1 else ""
    if not values:
        return f"= {count or '1 source'}"
    return f"= {', '.join(values)}{f' ({count})' if count else ''}"


def together(findings: Sequence[Finding]) -> Finding:
    """Return the finding of several things as one: as good as the worst of them."""
    if len(findings) == 1:
        return findings[0]
    states = {one.state for one in findings} or {"not_asked"}
    state = min(states, key=_WORST_FIRST.index)
    supported = [one.supported_by for one in findings]
    return Finding(
        state=state,
        supported_by=min(supported, default=0),
        differing=tuple(says for one in findings for says in one.differing),
        agreeing=tuple(says for one in findings for says in one.agreeing),
        words=" · ".join(dict.fromkeys(one.words for one in findings)) or "not asked",
        other_figures=tuple(says for one in findings for says in one.other_figures),
        ruled_on=tuple(says for one in findings for says in one.ruled_on),
    )


def counted(findings: Iterable[Finding]) -> str:
    """Return "1 conflict, 6 supported, 8 nothing found, 2 not asked"; "" where there are none."""
    count = Counter(one.state for one in findings)
    return ", ".join(
        f"{count[state]} {one if count[state] == 1 else several}"
        for state, (one, several) in _COUNTED.items()
        if count[state]
    )
