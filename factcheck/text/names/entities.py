"""Names as the trained model sees them.

For any stretch of the copy: how likely it is a person, an organisation, a place, another name, or
no name at all. The model labels word pieces; a word's pieces decide together, by the mean of their
log-chances, so that a long word is no surer than a short one. Marks of punctuation have no vote.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from factcheck.text.model.network import ENTITY, Seen
from factcheck.text.reading import Span

EntityKind = Literal["person", "organisation", "place", "other"]
KINDS: tuple[EntityKind, ...] = ("person", "organisation", "place", "other")
_LEAST = 1e-4  # no label is impossible: one wrong piece must not outvote a word
# What may stand between two words of one name, a single such mark at a time.
_JOINED = " -'’.\xa0‑"

# Five chances that sum to 1: no name, then one for each of `KINDS`.
Chances = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Entity:
    """A run of words the model takes for one name; `chance` is its mean over the words, 0..1."""

    span: Span
    kind: EntityKind
    chance: float


class Entities:
    """What the model saw in one text. `runs` are its names, in order."""

    def __init__(self, text: str, seen: Sequence[Seen]) -> None:
        pieces: list[Span] = []
        rows = []
        firsts = []
        for window in seen:
            logits = window.tags[:, ENTITY].astype(np.float64)
            grown = np.exp(logits - logits.max(1, keepdims=True))
            chances = grown / grown.sum(1, keepdims=True)
            votes = [n for n, (a, _) in enumerate(window.spans) if text[a].isalnum()]
            pieces.extend(window.spans[n] for n in votes)
            rows.append(
                np.column_stack([chances[votes, 0], chances[votes, 1::2] + chances[votes, 2::2]])
            )
            firsts.append(chances[votes, 1::2] > chances[votes, 2::2])
        self._starts = [a for a, _ in pieces]
        table = np.concatenate(rows) if rows else np.zeros((0, 5))
        # Sums from the beginning: the chance of any span is one subtraction, however long the copy.
        self._sums = np.concatenate([np.zeros((1, 5)), np.log(np.maximum(table, _LEAST)).cumsum(0)])
        self.runs = self._runs(
            text, pieces, np.concatenate(firsts) if firsts else np.zeros((0, 4), dtype=np.bool_)
        )

    def chances(self, span: Span) -> Chances | None:
        """Return what the words of the span are likely to be; None where the model did not look."""
        first, stop = bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])
        return self._of_pieces(first, stop) if first < stop else None

    def _of_pieces(self, first: int, stop: int) -> Chances:
        mean = (self._sums[stop] - self._sums[first]) / (stop - first)
        grown = np.exp(mean - mean.max())
        chances: Chances = grown / grown.sum()
        return chances

    def _runs(self, text: str, pieces: list[Span], firsts: NDArray[np.bool_]) -> list[Entity]:
        runs: list[Entity] = []
        words = 0  # of the last run
        for at, stop in _word_bounds(pieces):
            chances = self._of_pieces(at, stop)
            best = int(chances.argmax())
            if not best:
                continue
            word = Entity(
                (pieces[at][0], pieces[stop - 1][1]), KINDS[best - 1], float(chances[best])
            )
            if runs and not firsts[at, best - 1] and _goes_on(text, runs[-1], word):
                words += 1
                chance = runs[-1].chance + (word.chance - runs[-1].chance) / words
                runs[-1] = Entity((runs[-1].span[0], word.span[1]), word.kind, chance)
            else:
                words = 1
                runs.append(word)
        return runs


def _word_bounds(pieces: list[Span]) -> Iterator[tuple[int, int]]:
    """Yield the first piece of each word and the one after its last: pieces of a word touch."""
    at = 0
    for stop in range(1, len(pieces) + 1):
        if stop == len(pieces) or pieces[stop][0] != pieces[stop - 1][1]:
            yield at, stop
            at = stop


def _goes_on(text: str, run: Entity, word: Entity) -> bool:
    gap = text[run.span[1] : word.span[0]]
    return run.kind == word.kind and len(gap) == 1 and gap in _JOINED


def find_entities(text: str, seen: Sequence[Seen]) -> Entities:
    """Return the model's names in the windows it saw, in time linear in their pieces."""
    return Entities(text, seen)
