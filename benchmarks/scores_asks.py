"""How well the reader finds asks, on sentences marked by hand.

The gold file is `gold/asks.jsonl`, made-up copy: `{"text", "set", "asks": [{"outcome", "span",
"parties": [{"span", "text", "name", "group"}]}]}`, none where the sentence only looks like an ask.
Conventions: a sentence's only ask takes the whole sentence, of two each takes its clause; a party's
span leaves out articles and "a spokesperson for"; an office before a name is no part of the name;
of a list with a shared head each member has the full name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.scores import Score, gold_lines, score_of
from factcheck.text.pipeline import read

_T = TypeVar("_T")
_Party = tuple[str, dict[str, Any]]
_Counts = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class AskScores:
    """`outcomes`: asks found where they stand, with their outcome.

    `parties`: parties of an ask with that outcome, by at least half the words marked. `names`: the
    same parties with full name and group flag exactly right.
    """

    outcomes: Score
    parties: Score
    names: Score


def ask_scores(path: Path | None = None) -> AskScores:
    """Micro scores over the asks of `path`; None is the gold file that comes with the reader."""
    return ask_scores_of(gold_lines("asks", path))


def ask_scores_of(rows: Iterable[dict[str, Any]]) -> AskScores:
    """Micro scores over rows of gold."""
    counts = [_counts(row) for row in rows]
    outcomes, parties, names = (_total([texts[n] for texts in counts]) for n in range(3))
    return AskScores(outcomes, parties, names)


def _counts(row: dict[str, Any]) -> tuple[_Counts, _Counts, _Counts]:
    """(right, wanted, had) of one text: for asks, for parties, for names."""
    text: str = row["text"]
    gold_asks, had = row["asks"], read(text).as_json()["asks"]
    asked: list[_Party] = [(ask["outcome"], party) for ask in gold_asks for party in ask["parties"]]
    found: list[_Party] = [(ask["outcome"], party) for ask in had for party in ask["parties"]]

    def same_party(a: _Party, b: _Party) -> bool:
        return a[0] == b[0] and _share(text, a[1]["span"], b[1]["span"], max)

    def same_name(a: _Party, b: _Party) -> bool:
        return same_party(a, b) and (a[1]["name"], a[1]["group"]) == (b[1]["name"], b[1]["group"])

    def same_ask(a: dict[str, Any], b: dict[str, Any]) -> bool:
        return bool(a["outcome"] == b["outcome"]) and _share(text, a["span"], b["span"], min)

    return (
        _paired(gold_asks, had, same_ask),
        _paired(asked, found, same_party),
        _paired(asked, found, same_name),
    )


def _paired(gold: list[_T], had: list[_T], same: Callable[[_T, _T], bool]) -> _Counts:
    """Each one wanted takes the first of those found that is the same and not taken yet."""
    free = list(had)
    for mark in gold:
        at = next((n for n, other in enumerate(free) if same(mark, other)), None)
        if at is not None:
            del free[at]
    return len(had) - len(free), len(gold), len(had)


def _share(text: str, a: list[int], b: list[int], of: Callable[[int, int], int]) -> bool:
    """Return whether two spans share half the words of the longer (`max`) or shorter (`min`)."""
    shared = len(text[max(a[0], b[0]) : min(a[1], b[1])].split())
    return shared > 0 and shared * 2 >= of(
        len(text[slice(*a)].split()), len(text[slice(*b)].split())
    )


def _total(counts: Iterable[_Counts]) -> Score:
    rows = list(counts)
    return score_of(
        sum(r for r, _, _ in rows), sum(w for _, w, _ in rows), sum(h for _, _, h in rows)
    )
